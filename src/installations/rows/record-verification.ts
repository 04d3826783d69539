import type { PrismaClient } from '../../database/generated/client.ts';

type Seen = { id: string; authorizedAt: Date };

/** Notes what Slack said of a token: `slackError` is its code, null when the token works. */
export function createRecordVerification({ prisma }: { prisma: PrismaClient }) {
  return {
    async recordBotVerification(
      { id, authorizedAt }: Seen,
      at: Date,
      slackError: string | null,
    ): Promise<void> {
      await prisma.installation.updateMany({
        where: { id, authorizedAt },
        data: { verifiedAt: at, verifyError: slackError },
      });
    },
    async recordUserVerification(
      { id, authorizedAt }: Seen,
      at: Date,
      slackError: string | null,
    ): Promise<void> {
      await prisma.userAuthorization.updateMany({
        where: { id, authorizedAt },
        data: { verifiedAt: at, verifyError: slackError },
      });
    },
  };
}
