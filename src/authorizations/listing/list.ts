import type { PrismaClient } from '../../database/generated/client.ts';
import type { Installations } from '../../installations/installations.ts';
import type { InstallationKey, SlackContext } from '../../installations/rows/installation-key.ts';
import type { AuthorizationStatus } from '../statuses/status.ts';
import { aliveIn, type StatusCounts, totalOf } from '../statuses/status-counts.ts';
import { countRows, findRow, findRows, type Scope } from './find-rows.ts';
import { type Authorization, sameKey, toAuthorization } from './listed-authorization.ts';
import { type Page, pageOf, type Wanted } from './page.ts';
import { type Asker, visibleToPerson } from './visible-to.ts';

export type { Authorization } from './listed-authorization.ts';

/** The two that a person meets at one place. */
export type AuthorizationsHere = {
  /** Name of the workspace or organization; undefined when nothing is known of it. */
  placeName: string | undefined;
  orgWide: boolean;
  bot: Authorization | undefined;
  own: Authorization | undefined;
};

/** Guests are shown what they granted themselves, and nothing of the workspace. */
export type AsGuest = { guest?: boolean };
export type MyList = Wanted & AsGuest & { status?: AuthorizationStatus | undefined };

/** One page of all that is a person's own to see. */
export type MyAuthorizations = AuthorizationsHere & {
  /** The installation that serves the place. */
  serving: InstallationKey | undefined;
  /** Of all, whatever is filtered. */
  counts: StatusCounts;
  page: Page;
  rows: Authorization[];
};

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'findInstallation' | 'findUserAuthorization'>;
  clientId: string;
  clock: () => Date;
};

/** What people may see of what they authorized. Asks the database, not Slack, by a constant number of queries. */
export function createList({ prisma, installations, clientId, clock }: Dependencies) {
  async function scopeFor(asker: Asker, guest: boolean): Promise<Scope> {
    const serving = await installations.findInstallation(asker.context);
    return visibleToPerson(clientId, asker, { serving, guest });
  }

  async function here({ context, userId }: Asker) {
    const [installation, ownRecord] = await Promise.all([
      installations.findInstallation(context),
      installations.findUserAuthorization(context, userId),
    ]);
    return { installation, ownRecord };
  }

  return {
    async list(context: SlackContext, userId: string): Promise<AuthorizationsHere> {
      const asker = { context, userId };
      const { installation, ownRecord } = await here(asker);
      const now = clock();
      const scope = visibleToPerson(clientId, asker, { serving: installation });
      const [botRow, ownRow] = await Promise.all([
        installation && findRow(prisma, scope, now, installation.id),
        ownRecord && findRow(prisma, scope, now, ownRecord.id),
      ]);
      return {
        placeName: installation?.name ?? ownRecord?.name ?? undefined,
        orgWide: installation?.isEnterpriseInstall ?? ownRecord?.isEnterpriseInstall ?? false,
        bot: botRow && toAuthorization(botRow, now),
        own: ownRow && toAuthorization(ownRow, now),
      };
    },

    async listMine(asker: Asker, { page: wanted, status, guest = false }: MyList): Promise<MyAuthorizations> {
      const { installation, ownRecord } = await here(asker);
      const now = clock();
      const scope = visibleToPerson(clientId, asker, { serving: installation, guest });
      const counts = await countRows(prisma, scope, now);
      const page = pageOf(status ? (counts[status] ?? 0) : totalOf(counts), wanted);
      const found = await findRows(prisma, scope, now, { ...page, status });
      const ownRow = ownRecord && (await findRow(prisma, scope, now, ownRecord.id));
      const rows = found.map((row) => toAuthorization(row, now));
      const serving = installation && {
        installedIn: installation.installedIn,
        isEnterpriseInstall: installation.isEnterpriseInstall,
      };
      return {
        placeName: installation?.name ?? ownRecord?.name ?? undefined,
        orgWide: installation?.isEnterpriseInstall ?? ownRecord?.isEnterpriseInstall ?? false,
        serving,
        bot: serving && rows.find((row) => row.kind === 'bot' && sameKey(row.key, serving)),
        own: ownRow && toAuthorization(ownRow, now),
        counts,
        page,
        rows,
      };
    },

    async listToVerify(
      asker: Asker,
      { most, guest = false }: AsGuest & { most: number },
    ): Promise<{ rows: Authorization[]; left: number }> {
      const now = clock();
      const scope = await scopeFor(asker, guest);
      const counts = await countRows(prisma, scope, now);
      const rows = await findRows(prisma, scope, now, { order: 'unchecked', limit: most });
      return {
        rows: rows.map((row) => toAuthorization(row, now)),
        left: Math.max(0, aliveIn(counts) - rows.length),
      };
    },

    async find(
      asker: Asker,
      id: string,
      { guest = false }: AsGuest = {},
    ): Promise<Authorization | undefined> {
      const now = clock();
      const row = await findRow(prisma, await scopeFor(asker, guest), now, id);
      return row && toAuthorization(row, now);
    },
  };
}
