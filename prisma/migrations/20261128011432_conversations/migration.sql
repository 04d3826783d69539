-- CreateTable
CREATE TABLE "conversation_states" (
    "client_id" TEXT NOT NULL,
    "conversation_id" TEXT NOT NULL,
    "value" TEXT,
    "sealed_value" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "installed_in" TEXT,
    "is_enterprise_install" BOOLEAN,

    CONSTRAINT "conversation_states_pkey" PRIMARY KEY ("client_id","conversation_id")
);

-- CreateIndex
CREATE INDEX "conversation_states_client_id_installed_in_idx" ON "conversation_states"("client_id", "installed_in");

-- CreateIndex
CREATE INDEX "conversation_states_client_id_written_at_idx" ON "conversation_states"("client_id", "written_at");

-- CreateIndex
CREATE INDEX "conversation_states_expires_at_idx" ON "conversation_states"("expires_at");
