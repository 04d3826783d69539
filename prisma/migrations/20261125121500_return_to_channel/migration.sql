-- AlterTable
ALTER TABLE "oauth_states" ADD COLUMN     "channel_id" TEXT;
