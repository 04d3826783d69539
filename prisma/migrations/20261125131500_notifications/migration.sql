-- CreateEnum
CREATE TYPE "notification_state" AS ENUM ('waiting', 'sending', 'sent', 'unclear', 'dropped');

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "urgent" BOOLEAN NOT NULL,
    "state" "notification_state" NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "message_id" UUID,
    "sent_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "day_messages" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "channel_id" TEXT,
    "ts" TEXT,
    "replaced_ts" TEXT,
    "posting_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,
    "shown_revision" INTEGER NOT NULL DEFAULT 0,
    "edit_failures" INTEGER NOT NULL DEFAULT 0,
    "lease" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "posted_at" TIMESTAMPTZ(3),

    CONSTRAINT "day_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_preferences" (
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "wanted" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_preferences_pkey" PRIMARY KEY ("client_id","installed_in","is_enterprise_install","user_id","topic")
);

-- CreateIndex
CREATE INDEX "notifications_state_not_before_idx" ON "notifications"("state", "not_before");

-- CreateIndex
CREATE INDEX "notifications_message_id_idx" ON "notifications"("message_id");

-- CreateIndex
CREATE INDEX "notifications_client_id_topic_found_at_idx" ON "notifications"("client_id", "topic", "found_at");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_client_id_installed_in_is_enterprise_install__key" ON "notifications"("client_id", "installed_in", "is_enterprise_install", "user_id", "occasion");

-- CreateIndex
CREATE UNIQUE INDEX "day_messages_client_id_installed_in_is_enterprise_install_u_key" ON "day_messages"("client_id", "installed_in", "is_enterprise_install", "user_id", "day");

-- CreateIndex
CREATE INDEX "installations_rotation_error_idx" ON "installations"("rotation_error");

-- CreateIndex
CREATE INDEX "user_authorizations_revoked_at_idx" ON "user_authorizations"("revoked_at");

-- CreateIndex
CREATE INDEX "user_authorizations_rotation_error_idx" ON "user_authorizations"("rotation_error");

-- What ended before this version was told by the one before, or was met in Home: it is not told again.
INSERT INTO "notifications" ("id", "client_id", "installed_in", "is_enterprise_install", "user_id", "topic", "occasion",
    "details", "urgent", "state", "reason", "found_at", "not_before")
SELECT gen_random_uuid(), "client_id", "installed_in", "is_enterprise_install", "user_id", 'access_ended',
    'ended:' || "id" || ':' || (extract(epoch FROM "revoked_at") * 1000)::bigint,
    '{}', true, 'dropped', 'before_upgrade', "revoked_at", "revoked_at"
FROM "user_authorizations" WHERE "revoked_at" IS NOT NULL AND "uninstalled_at" IS NULL;
