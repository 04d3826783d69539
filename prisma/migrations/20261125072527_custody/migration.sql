-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "ended_by" ADD VALUE 'admin';
ALTER TYPE "ended_by" ADD VALUE 'app';

-- AlterTable
ALTER TABLE "installations" ADD COLUMN     "auth_version" TEXT NOT NULL DEFAULT 'v2',
ADD COLUMN     "domain" TEXT,
ADD COLUMN     "enterprise_url" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "metadata" JSONB,
ADD COLUMN     "migration_started_at" TIMESTAMPTZ(3),
ADD COLUMN     "rotated_at" TIMESTAMPTZ(3),
ADD COLUMN     "rotation_error" TEXT,
ADD COLUMN     "rotation_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rotation_lease" TEXT,
ADD COLUMN     "rotation_lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "rotation_retry_at" TIMESTAMPTZ(3),
ADD COLUMN     "sealed_webhook_url" TEXT,
ADD COLUMN     "token_hash" TEXT,
ADD COLUMN     "token_type" TEXT,
ADD COLUMN     "webhook_channel" TEXT,
ADD COLUMN     "webhook_channel_id" TEXT,
ADD COLUMN     "webhook_configuration_url" TEXT,
ALTER COLUMN "app_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "oauth_states" ADD COLUMN     "team_id" TEXT,
ADD COLUMN     "user_id" TEXT;

-- AlterTable
ALTER TABLE "user_authorizations" ADD COLUMN     "auth_version" TEXT NOT NULL DEFAULT 'v2',
ADD COLUMN     "enterprise_name" TEXT,
ADD COLUMN     "enterprise_url" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "metadata" JSONB,
ADD COLUMN     "rotated_at" TIMESTAMPTZ(3),
ADD COLUMN     "rotation_error" TEXT,
ADD COLUMN     "rotation_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rotation_lease" TEXT,
ADD COLUMN     "rotation_lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "rotation_retry_at" TIMESTAMPTZ(3),
ADD COLUMN     "sealed_webhook_url" TEXT,
ADD COLUMN     "token_hash" TEXT,
ADD COLUMN     "token_type" TEXT,
ADD COLUMN     "webhook_channel" TEXT,
ADD COLUMN     "webhook_channel_id" TEXT,
ADD COLUMN     "webhook_configuration_url" TEXT,
ALTER COLUMN "app_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "retired_tokens" (
    "client_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retired_tokens_pkey" PRIMARY KEY ("client_id","token_hash")
);

-- CreateTable
CREATE TABLE "workspace_access" (
    "client_id" TEXT NOT NULL,
    "enterprise_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "granted" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workspace_access_pkey" PRIMARY KEY ("client_id","enterprise_id","team_id")
);

-- CreateIndex
CREATE INDEX "retired_tokens_retired_at_idx" ON "retired_tokens"("retired_at");

-- CreateIndex
CREATE INDEX "installations_expires_at_idx" ON "installations"("expires_at");

-- CreateIndex
CREATE INDEX "installations_uninstalled_at_idx" ON "installations"("uninstalled_at");

-- CreateIndex
CREATE INDEX "user_authorizations_expires_at_idx" ON "user_authorizations"("expires_at");

-- CreateIndex
CREATE INDEX "user_authorizations_uninstalled_at_idx" ON "user_authorizations"("uninstalled_at");
