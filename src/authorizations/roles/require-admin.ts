import { type Attempt, recordRefusal } from '../../audit/record-refusal.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import type { Installations } from '../../installations/installations.ts';
import {
  type InstallationRecord,
  isAlive,
  notInstalled,
} from '../../installations/rows/find-installation.ts';
import {
  type InstallationRef,
  installationChanged,
  refText,
} from '../../installations/rows/hold-installation.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import { UUID } from '../listing/find-rows.ts';
import type { Role } from './role.ts';
import type { Asker } from './viewer.ts';

declare const admitted: unique symbol;

/**
 * Someone of whom Slack just said that they are an owner or admin of this very installation. Only `requireAdmin` makes one.
 * Whatever they do is done to `installation`, and to nothing that another lookup finds later.
 */
export type Admin = Asker & {
  installation: InstallationRef & { appId: string | null };
  /** Of the same installation. */
  key: InstallationKey;
  placeName: string | undefined;
  [admitted]: true;
};

export type Admission = { admin: Admin } | { refused: Exclude<Role, 'admin'>; receipt: string | undefined };

export type Occasion = {
  /** What someone without the right tried; it is noted. Absent: they only came to look. */
  attempted?: Attempt | undefined;
  /** The installation that a form or a button was made on, as `refText` wrote it. Absent: the one that serves the place. */
  madeOn?: string | undefined;
  /** The caller has just looked up what serves the place, and acts on that. */
  installation?: InstallationRecord;
  /** Slack has just said so about this installation, for this very request. */
  role?: Role | undefined;
};

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'findInstallation'>;
  /** Asks Slack now, with that installation's own token. */
  judge: (asker: Asker, installation: InstallationRecord) => Promise<Role>;
  clientId: string;
  clock: () => Date;
};

/**
 * One lookup gives the installation; the role is judged on it, and it is what is acted on. What a view or a button says
 * is never believed.
 * @see Authorizations.requireAdmin
 */
export async function requireAdmin(
  { prisma, installations, judge, clientId, clock }: Dependencies,
  asker: Asker,
  { attempted, madeOn, ...known }: Occasion = {},
): Promise<Admission> {
  const installation = known.installation ?? (await installations.findInstallation(asker.context));
  if (madeOn !== undefined && (!installation || refText(installation) !== madeOn)) {
    throw installationChanged({ installedIn: placeName(asker) }, await hasEnded(prisma, clientId, madeOn));
  }
  if (!installation || !isAlive(installation)) throw notInstalled(asker.context);

  const { id, installedIn, isEnterpriseInstall, authorizedAt, appId, name } = installation;
  const role = known.role ?? (await judge(asker, installation));
  if (role === 'admin') {
    const admin = {
      ...asker,
      installation: { id, installedIn, isEnterpriseInstall, authorizedAt, appId },
      key: { installedIn, isEnterpriseInstall },
      placeName: name ?? undefined,
    };
    return { admin: admin as Admin };
  }
  if (attempted === undefined) return { refused: role, receipt: undefined };
  const receipt = await recordRefusal(prisma, {
    at: clock(),
    clientId,
    installedIn,
    isEnterpriseInstall,
    userId: asker.userId,
    attempted,
    role,
  });
  return { refused: role, receipt };
}

/** Whether what a form was made on is gone; false: it was granted again. */
async function hasEnded(prisma: PrismaClient, clientId: string, madeOn: string): Promise<boolean> {
  const [id = ''] = madeOn.split('.');
  if (!UUID.test(id)) return false;
  const row = await prisma.installation.findFirst({
    where: { id, clientId },
    select: { revokedAt: true, uninstalledAt: true },
  });
  return !row || !isAlive(row);
}

const placeName = ({ context }: Asker) => context.teamId ?? context.enterpriseId ?? '';
