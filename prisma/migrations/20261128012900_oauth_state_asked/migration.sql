-- AlterTable
ALTER TABLE "oauth_states" ADD COLUMN     "asked" JSONB;
