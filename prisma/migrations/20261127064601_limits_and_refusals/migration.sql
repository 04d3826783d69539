-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "first_at" TIMESTAMPTZ(3),
ADD COLUMN     "merge_key" TEXT,
ADD COLUMN     "times" INTEGER NOT NULL DEFAULT 1;

-- Counts of the last minute: without the installation that they belong to they are worth nothing.
DELETE FROM "turns";

-- AlterTable
ALTER TABLE "turns" DROP CONSTRAINT "turns_pkey",
ADD COLUMN     "installed_in" TEXT NOT NULL,
ADD COLUMN     "is_enterprise_install" BOOLEAN NOT NULL,
ADD CONSTRAINT "turns_pkey" PRIMARY KEY ("client_id", "installed_in", "is_enterprise_install", "user_id", "what");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_client_id_installed_in_is_enterprise_install__key" ON "audit_entries"("client_id", "installed_in", "is_enterprise_install", "merge_key");
