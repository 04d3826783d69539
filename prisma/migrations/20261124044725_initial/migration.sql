-- CreateEnum
CREATE TYPE "ended_by" AS ENUM ('member', 'slack', 'uninstall');

-- CreateEnum
CREATE TYPE "oauth_purpose" AS ENUM ('workspace', 'me');

-- CreateTable
CREATE TABLE "installations" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "name" TEXT,
    "enterprise_id" TEXT,
    "enterprise_name" TEXT,
    "app_id" TEXT NOT NULL,
    "bot_id" TEXT,
    "bot_user_id" TEXT NOT NULL,
    "granted_scopes" TEXT[],
    "sealed_bot_token" TEXT,
    "sealed_refresh_token" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "installer_user_id" TEXT NOT NULL,
    "authorized_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "verify_error" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "uninstalled_at" TIMESTAMPTZ(3),
    "ended_by" "ended_by",
    "ended_by_user_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_authorizations" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT,
    "enterprise_id" TEXT,
    "app_id" TEXT NOT NULL,
    "granted_scopes" TEXT[],
    "sealed_user_token" TEXT,
    "sealed_refresh_token" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "authorized_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "verify_error" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "uninstalled_at" TIMESTAMPTZ(3),
    "ended_by" "ended_by",
    "ended_by_user_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_authorizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oauth_states" (
    "state_hash" TEXT NOT NULL,
    "cookie_hash" TEXT NOT NULL,
    "purpose" "oauth_purpose" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_states_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "processed_events" (
    "event_id" TEXT NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "processed_events_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "client_id" TEXT NOT NULL,
    "installed_in" TEXT NOT NULL,
    "is_enterprise_install" BOOLEAN NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_user_id" TEXT,
    "action" TEXT NOT NULL,
    "subject_user_id" TEXT,
    "details" JSONB NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "installations_client_id_enterprise_id_idx" ON "installations"("client_id", "enterprise_id");

-- CreateIndex
CREATE UNIQUE INDEX "installations_client_id_installed_in_is_enterprise_install_key" ON "installations"("client_id", "installed_in", "is_enterprise_install");

-- CreateIndex
CREATE UNIQUE INDEX "user_authorizations_client_id_installed_in_is_enterprise_in_key" ON "user_authorizations"("client_id", "installed_in", "is_enterprise_install", "user_id");

-- CreateIndex
CREATE INDEX "oauth_states_expires_at_idx" ON "oauth_states"("expires_at");

-- CreateIndex
CREATE INDEX "processed_events_processed_at_idx" ON "processed_events"("processed_at");

-- CreateIndex
CREATE INDEX "audit_entries_client_id_installed_in_at_idx" ON "audit_entries"("client_id", "installed_in", "at");
