-- AlterTable
ALTER TABLE "oauth_states" ADD COLUMN     "client_id" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "registered_apps" (
    "client_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "home_url" TEXT,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registered_apps_pkey" PRIMARY KEY ("client_id")
);
