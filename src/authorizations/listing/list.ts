import type { PrismaClient } from '../../database/generated/client.ts';
import type { Installations } from '../../installations/installations.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import type { Viewer } from '../roles/viewer.ts';
import type { AuthorizationStatus } from '../statuses/status.ts';
import { aliveIn, type StatusCounts, totalOf } from '../statuses/status-counts.ts';
import { type Checks, findRow, findRows, tallyRows } from './find-rows.ts';
import { type Authorization, sameKey, toAuthorization } from './listed-authorization.ts';
import { type Page, pageOf, type Wanted } from './page.ts';
import { visibleToPerson } from './visible-to.ts';

export type { Authorization } from './listed-authorization.ts';

export type MyList = Wanted & { status?: AuthorizationStatus | undefined };

/** One page of all that is a person's own to see. */
export type MyAuthorizations = {
  /** Name of the workspace or organization; undefined when nothing is known of it. */
  placeName: string | undefined;
  orgWide: boolean;
  /** The installation that serves the context. */
  serving: InstallationKey | undefined;
  /** Of that installation, when it is on this page. */
  bot: Authorization | undefined;
  own: Authorization | undefined;
  /** Of all, whatever is filtered. */
  counts: StatusCounts;
  checks: Checks;
  page: Page;
  rows: Authorization[];
};

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'findUserAuthorization'>;
  clientId: string;
  clock: () => Date;
};

/** What people may see of what they authorized. Asks the database, not Slack, by a constant number of queries. */
export function createList({ prisma, installations, clientId, clock }: Dependencies) {
  return {
    async listMine(viewer: Viewer, { page: wanted, status }: MyList): Promise<MyAuthorizations> {
      const { context, userId, installation } = viewer;
      const ownRecord = await installations.findUserAuthorization(context, userId);
      const now = clock();
      const scope = visibleToPerson(clientId, viewer);
      const { counts, checks } = await tallyRows(prisma, scope, now);
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
        checks,
        page,
        rows,
      };
    },

    async listToVerify(
      viewer: Viewer,
      { most }: { most: number },
    ): Promise<{ rows: Authorization[]; left: number }> {
      const now = clock();
      const scope = visibleToPerson(clientId, viewer);
      const { counts } = await tallyRows(prisma, scope, now);
      const rows = await findRows(prisma, scope, now, { order: 'unchecked', limit: most });
      return {
        rows: rows.map((row) => toAuthorization(row, now)),
        left: Math.max(0, aliveIn(counts) - rows.length),
      };
    },

    async find(viewer: Viewer, id: string): Promise<Authorization | undefined> {
      const now = clock();
      const row = await findRow(prisma, visibleToPerson(clientId, viewer), now, id);
      return row && toAuthorization(row, now);
    },
  };
}
