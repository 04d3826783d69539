import { randomBytes } from 'node:crypto';
import type { Database } from '../../../src/database/database.ts';
import { openPGlite } from '../../../src/database/embedded/embedded-database.ts';
import { openPostgresql } from '../../../src/database/postgresql/postgresql-database.ts';
import { createInstallationStore } from '../../../src/installations/bolt/installation-store.ts';
import { createInstallations } from '../../../src/installations/create-installations.ts';
import { createCustody } from '../../../src/installations/custody/custody.ts';
import { type SaveGrant, saveGrant as save } from '../../../src/installations/grants/save-grant.ts';
import { createAnnouncer } from '../../../src/installations/rows/change-announcer.ts';
import { createEnd } from '../../../src/installations/rows/end.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { createSlackClient } from '../../../src/slack-api/slack-client.ts';
import { createVault, type Vault } from '../../../src/vault/vault.ts';
import { copyOfPGliteTemplate, databaseUrl } from '../../support/databases.ts';
import { isQuick } from '../../support/quick.mjs';
import type { Harness, Store } from '../contract.ts';

type Process = { store: Store; stop(): Promise<void> };
type StartProcess = (database: Database, vault: Vault, clientId: string) => Promise<Process>;
/** The databases of two processes over the same data, which the cases of a harness share: each has an app of its own. */
type OpenTwice = () => Promise<[Database, Database]>;

const log = () => {};

/** Rows as they are: nothing is remembered between two lookups, and nothing is renewed. */
const byItself: StartProcess = async ({ prisma }, vault, clientId) => {
  const announcer = createAnnouncer({ changes: undefined, clientId });
  const base = { prisma, vault, announcer, metrics: createMetrics(), clientId, clock: () => new Date() };
  const saveGrant: SaveGrant = (grant, readBefore) => save(base, grant, readBefore);
  const parts = { custody: createCustody(base), saveGrant, end: createEnd(base) };
  return { store: createInstallationStore({ ...base, ...parts }), async stop() {} };
};

/** As the app has it, with its memory and its rotation; there is no Slack to rotate with. */
const asWired: StartProcess = async ({ prisma, changes }, vault, clientId) => {
  const logger = createLogger({ level: 'silent', secrets: [], destination: { write() {} } });
  const metrics = createMetrics();
  const nobody = { apiUrl: 'http://127.0.0.1:9/api/', clientId, clientSecret: 'none' };
  const slack = createSlackClient({ ...nobody, logger, metrics });
  const clock = () => new Date();
  const room = createInstallations({ prisma, changes, vault, slack, metrics, logger, clientId, clock });
  await room.start();
  return { store: room.installationStore, stop: () => room.stop() };
};

const onPGlite: OpenTwice = async () => {
  // One process only may have it: a second instance is a second store in the same one.
  const database = await openPGlite({ pglite: await copyOfPGliteTemplate(), log });
  return [database, database];
};

const onPostgresql: OpenTwice = async () => {
  const url = await databaseUrl();
  return [await openPostgresql({ url, log }), await openPostgresql({ url, log })];
};

type Kind = Pick<Harness, 'name' | 'hearsWithinMs'> & { startProcess: StartProcess; openTwice: OpenTwice };

function lanyard({ startProcess, openTwice, ...told }: Kind): Harness {
  let opening: Promise<[Database, Database]> | undefined;
  return {
    ...told,
    lacks: {},
    async open({ clientId = randomBytes(8).toString('hex') } = {}) {
      opening ??= openTwice();
      const [first, second] = await opening;
      const vault = createVault([{ id: 'contract', key: randomBytes(32) }]);
      const running = [await startProcess(first, vault, clientId)];
      return {
        store: (running[0] as Process).store,
        async secondInstance({ clientId: other } = {}) {
          // The cases share the tables: a second app is one of this case alone.
          const started = await startProcess(second, vault, other ? `${clientId} ${other}` : clientId);
          running.push(started);
          return started.store;
        },
        dump: () => dumpOf(first),
        async close() {
          await Promise.all(running.map(({ stop }) => stop()));
        },
      };
    },
    async end() {
      for (const database of (await opening) ?? []) await database.close();
    },
  };
}

async function dumpOf({ prisma }: Database): Promise<string> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const rows = tables.map(({ name }) =>
    prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`),
  );
  return (await Promise.all(rows))
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

const storeOnPGlite = lanyard({ name: 'Lanyard on PGlite', startProcess: byItself, openTwice: onPGlite });
const storeOnPostgresql = lanyard({
  name: 'Lanyard on PostgreSQL',
  startProcess: byItself,
  openTwice: onPostgresql,
});
export const lanyardStores: readonly Harness[] = isQuick
  ? [storeOnPGlite]
  : [storeOnPGlite, storeOnPostgresql];

// What other processes changed is told by NOTIFY, which has arrived long before this.
const wired = { startProcess: asWired, hearsWithinMs: 2_000 };

export const lanyardAsWired: readonly Harness[] = [
  lanyard({ name: 'Lanyard on PGlite, as the app wires it', ...wired, openTwice: onPGlite }),
  lanyard({ name: 'Lanyard on PostgreSQL, as the app wires it', ...wired, openTwice: onPostgresql }),
];
