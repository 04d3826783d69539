import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import { ROLES, type Role } from './roles/role.ts';

/** One person's Home in one installation. */
export type HomeOf = { key: InstallationKey; userId: string };

export type Shown = {
  /** Slack's hash of what is there; null: nothing is known to. */
  hash: string | null;
  /** The number of the list that is there. */
  shown: number;
  /** What the person was looking at: an opaque text of the surface's own. */
  lookingAt: string | null;
  /** As whom they saw it. */
  shownAs: Role | null;
};

/** What is in Slack by now: the number of its list, and the hash and the rest of what was shown with it. */
export type HomeNowShown = { number: number; hash: string | null; lookingAt: string; shownAs: Role | null };

/**
 * Numbers the lists that are shown to a person, across all processes, so that the one that was read later wins. A
 * number is taken before reading; a list whose number is lower than the one shown is discarded.
 */
export type ShownHomes = {
  /** Takes the next number, and tells what stood there so far. */
  beginHome(home: HomeOf): Promise<Shown & { number: number }>;
  /** What Slack shows now; `shown` 0: nothing yet. */
  shownHome(home: HomeOf): Promise<Pick<Shown, 'hash' | 'shown'>>;
  /** Notes what Slack now shows. @returns false: it has just replaced a later one */
  homeShown(home: HomeOf, now: HomeNowShown): Promise<boolean>;
};

export function createShownHome({
  prisma,
  clientId,
}: {
  prisma: PrismaClient;
  clientId: string;
}): ShownHomes {
  const idOf = ({ key, userId }: HomeOf) =>
    ({
      clientId,
      installedIn: key.installedIn,
      isEnterpriseInstall: key.isEnterpriseInstall,
      userId,
    }) satisfies Prisma.ShownHomeUncheckedCreateInput;

  return {
    async beginHome(home) {
      const id = idOf(home);
      const { begun, hash, shown, lookingAt, shownAs } = await prisma.shownHome.upsert({
        where: { clientId_installedIn_isEnterpriseInstall_userId: id },
        create: { ...id, begun: 1 },
        update: { begun: { increment: 1 } },
      });
      return { number: begun, hash, shown, lookingAt, shownAs: readStanding(shownAs) };
    },

    async shownHome(home) {
      const row = await prisma.shownHome.findUnique({
        where: { clientId_installedIn_isEnterpriseInstall_userId: idOf(home) },
      });
      return { hash: row?.hash ?? null, shown: row?.shown ?? 0 };
    },

    async homeShown(home, { number, hash, lookingAt, shownAs }) {
      const { count } = await prisma.shownHome.updateMany({
        where: { ...idOf(home), shown: { lt: number } },
        data: { shown: number, hash, lookingAt, shownAs },
      });
      return count > 0;
    },
  };
}

const readStanding = (text: string | null): Role | null => ROLES.find((role) => role === text) ?? null;
