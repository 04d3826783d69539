import { recordAudit } from '../audit/record-audit.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/installation-key.ts';
import type { Installations } from '../installations/installations.ts';
import type { Asker } from './scope.ts';
import type { createWhoIs, Standing } from './who-is.ts';

declare const admitted: unique symbol;

/** Somebody of whom Slack just said that they are an owner or admin. Only `admit` makes one. */
export type Admin = Asker & { key: InstallationKey; placeName: string | undefined; [admitted]: true };

export type Admission =
  | { admin: Admin }
  | { refused: Exclude<Standing, 'admin'>; receipt: string | undefined };

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'findInstallation'>;
  whoIs: ReturnType<typeof createWhoIs>['whoIs'];
  clientId: string;
  clock: () => Date;
};

/**
 * Asks Slack, now, whether this person may act for the workspace. Never believes what a view or a button says.
 * @param attempted what somebody without the right tried; it is noted. Absent: they only came to look
 * @throws AppError `not_installed`, and those of the Slack client: who could not be asked about is not admitted
 */
export function createAdmit({ prisma, installations, whoIs, clientId, clock }: Dependencies) {
  return async function admit(asker: Asker, attempted?: string): Promise<Admission> {
    const standing = await whoIs(asker);
    const installation = await installations.findInstallation(asker.place);
    if (standing === 'admin' && installation) {
      const { installedIn, isEnterpriseInstall } = installation;
      const admin = {
        ...asker,
        key: { installedIn, isEnterpriseInstall },
        placeName: installation.name ?? undefined,
      };
      return { admin: admin as Admin };
    }
    const refused = standing === 'admin' ? 'stranger' : standing;
    if (attempted === undefined || !installation) return { refused, receipt: undefined };
    const { installedIn, isEnterpriseInstall } = installation;
    const [receipt] = await recordAudit(prisma, [
      {
        at: clock(),
        clientId,
        installedIn,
        isEnterpriseInstall,
        actor: { kind: 'user', userId: asker.userId },
        action: 'admin_refused',
        details: { attempted, standing },
      },
    ]);
    return { refused, receipt };
  };
}
