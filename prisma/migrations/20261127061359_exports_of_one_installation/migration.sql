-- AlterTable
ALTER TABLE "coverage_exports" DROP COLUMN "enterprise_id",
DROP COLUMN "team_id",
ADD COLUMN     "authorized_at" TIMESTAMPTZ(3);
