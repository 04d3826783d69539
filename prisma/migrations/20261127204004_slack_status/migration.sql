-- CreateTable
CREATE TABLE "slack_status" (
    "status_url" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "incidents" JSONB NOT NULL,

    CONSTRAINT "slack_status_pkey" PRIMARY KEY ("status_url")
);
