-- AlterTable
ALTER TABLE "installations" ADD COLUMN     "rotation_failed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "user_authorizations" ADD COLUMN     "revoke_asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoke_asked_by_user_id" TEXT,
ADD COLUMN     "revoke_reason" TEXT,
ADD COLUMN     "revoke_retry_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoke_tried_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoke_tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rotation_failed_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "user_authorizations_revoke_retry_at_idx" ON "user_authorizations"("revoke_retry_at");

-- CreateIndex
CREATE INDEX "user_authorizations_revoke_tried_at_idx" ON "user_authorizations"("revoke_tried_at");

-- When an earlier version noted a failure: as near as it is known.
UPDATE "installations" SET "rotation_failed_at" = "updated_at" WHERE "rotation_error" IS NOT NULL;
UPDATE "user_authorizations" SET "rotation_failed_at" = "updated_at" WHERE "rotation_error" IS NOT NULL;
