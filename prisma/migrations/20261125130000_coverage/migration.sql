-- CreateTable
CREATE TABLE "coverage_places" (
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "count_guests" BOOLEAN NOT NULL DEFAULT false,
    "latest_reading_id" UUID,
    "read_at" TIMESTAMPTZ(3),
    "read_by_user_id" TEXT,
    "tried_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "reading_id" UUID,
    "reading_by_user_id" TEXT,
    "reading_started_at" TIMESTAMPTZ(3),
    "reading_position" JSONB,
    "reading_people" INTEGER NOT NULL DEFAULT 0,
    "reading_lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "coverage_places_pkey" PRIMARY KEY ("client_id","installed_in","is_enterprise_install")
);

-- CreateTable
CREATE TABLE "coverage_readers" (
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL,
    "lost_at" TIMESTAMPTZ(3),
    "lost_because" TEXT,

    CONSTRAINT "coverage_readers_pkey" PRIMARY KEY ("client_id","installed_in","is_enterprise_install","user_id")
);

-- CreateTable
CREATE TABLE "coverage_people" (
    "reading_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "name" TEXT,
    "admin" BOOLEAN NOT NULL,
    "guest" BOOLEAN NOT NULL,
    "seen" TEXT NOT NULL,
    "time_zone" TEXT,

    CONSTRAINT "coverage_people_pkey" PRIMARY KEY ("reading_id","user_id")
);

-- CreateTable
CREATE TABLE "coverage_snapshots" (
    "reading_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "counts" JSONB NOT NULL,

    CONSTRAINT "coverage_snapshots_pkey" PRIMARY KEY ("reading_id")
);

-- CreateTable
CREATE TABLE "coverage_exemptions" (
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "exempted_at" TIMESTAMPTZ(3) NOT NULL,
    "exempted_by_user_id" TEXT NOT NULL,

    CONSTRAINT "coverage_exemptions_pkey" PRIMARY KEY ("client_id","installed_in","is_enterprise_install","user_id")
);

-- CreateTable
CREATE TABLE "coverage_exports" (
    "link_hash" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "team_id" TEXT,
    "enterprise_id" TEXT,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "coverage_exports_pkey" PRIMARY KEY ("link_hash")
);

-- CreateIndex
CREATE INDEX "coverage_people_client_id_installed_in_is_enterprise_instal_idx" ON "coverage_people"("client_id", "installed_in", "is_enterprise_install");

-- CreateIndex
CREATE INDEX "coverage_snapshots_client_id_installed_in_is_enterprise_ins_idx" ON "coverage_snapshots"("client_id", "installed_in", "is_enterprise_install", "at");

-- CreateIndex
CREATE INDEX "coverage_exemptions_until_idx" ON "coverage_exemptions"("until");

-- CreateIndex
CREATE INDEX "coverage_exports_expires_at_idx" ON "coverage_exports"("expires_at");
