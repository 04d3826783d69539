-- CreateTable
CREATE TABLE "shown_homes" (
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "hash" TEXT,
    "begun" INTEGER NOT NULL DEFAULT 0,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "looking_at" TEXT,
    "shown_as" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shown_homes_pkey" PRIMARY KEY ("client_id","installed_in","is_enterprise_install","user_id")
);

-- CreateTable
CREATE TABLE "turns" (
    "client_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "taken" INTEGER NOT NULL,

    CONSTRAINT "turns_pkey" PRIMARY KEY ("client_id","user_id","what")
);

-- CreateTable
CREATE TABLE "alert_marks" (
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "cause" TEXT NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by_user_id" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_user_id" TEXT,

    CONSTRAINT "alert_marks_pkey" PRIMARY KEY ("client_id","installed_in","is_enterprise_install","cause")
);

-- CreateIndex
CREATE INDEX "audit_entries_client_id_subject_user_id_at_idx" ON "audit_entries"("client_id", "subject_user_id", "at");

-- CreateIndex
CREATE INDEX "user_authorizations_client_id_user_id_idx" ON "user_authorizations"("client_id", "user_id");
