// npm run bench -- authorize [--quick]: how Lanyard's own Bolt App may come by a client, and what each way costs before Slack
// has its acknowledgement: from memory, from the database, and when the database does not answer.
import { App, type Authorize, type Receiver, webApi } from '@slack/bolt';
import pg from 'pg';
import { openInstallationStore } from '../../src/installation-store/open.ts';
import { machine } from './measuring/machine.ts';
import { latencyOf } from './measuring/measure.ts';
import { startPostgres } from './measuring/postgres.ts';
import { table, time } from './measuring/table.ts';
import { lanyard } from './stores/lanyard.ts';
import { queryOf } from './stores/loaded.ts';

const quick = process.argv.includes('--quick');
const installations = quick ? 1_000 : 5_000;
const BUDGET_MS = 500;
/** Longer than Slack waits. */
const STUCK_MS = 4_000;

/** No HTTP: what is measured is Bolt, the store and the database. */
const receiver: Receiver = { init() {}, async start() {}, async stop() {} };
const later = <T>(value: T, ms: number) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), ms).unref());

const server = await startPostgres();
const databaseUrl = await server.createDatabase();
const { openPostgresql } = await import('../../src/database/postgresql/postgresql-database.ts');
await (await openPostgresql({ url: databaseUrl, log: () => {} })).close();
await lanyard.fill({ databaseUrl, folder: '' }, installations);
const store = await openInstallationStore({
  databaseUrl,
  clientId: '111.111',
  clientSecret: 'none',
  encryptionKeys: [{ id: 'bench', key: Buffer.alloc(32, 'bench') }],
  jobs: 'none',
});

const nothing: Authorize<boolean> = async () => ({});
const WAYS: { name: string; authorize: Authorize<boolean>; lazy?: boolean }[] = [
  { name: 'nothing; listeners ask for a caller (today)', authorize: nothing },
  { name: 'nothing; `context.client()` for the asking', authorize: nothing, lazy: true },
  {
    name: `the store's, for ${BUDGET_MS} ms at most`,
    authorize: (source) => Promise.race([store.authorize(source), later({}, BUDGET_MS)]),
  },
  { name: "the store's", authorize: store.authorize },
];

/** @returns how to send the event of a workspace; it resolves at the acknowledgement, as Bolt's own does */
function boltWith({ authorize, lazy }: (typeof WAYS)[number]) {
  const app = new App({
    receiver,
    authorize,
    ignoreSelf: false,
    convoStore: false,
    logLevel: 'error' as never,
  });
  if (lazy) {
    app.use(async ({ context, next }) => {
      const { teamId = '', enterpriseId, isEnterpriseInstall } = context;
      context.client = async () => {
        const { botToken } = await store.authorize({ teamId, enterpriseId, isEnterpriseInstall });
        return new webApi.WebClient(botToken);
      };
      await next();
    });
  }
  app.event('app_home_opened', async () => {});
  return async (turn: number) => {
    const { teamId, userId } = queryOf(turn % installations, true);
    const event = { type: 'app_home_opened', user: userId, tab: 'home', channel: 'D0', event_ts: '1' };
    const body = { type: 'event_callback', team_id: teamId, api_app_id: 'A0', event };
    await new Promise<void>((acknowledged) => {
      void app.processEvent({ body, ack: async () => acknowledged() });
    });
  };
}

/** Nobody can read installations until the returned function is called. */
async function stuck(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE installations, user_authorizations IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}

const rows: string[][] = [];
for (const way of WAYS) {
  const send = boltWith(way);
  await latencyOf(send, { calls: 200, seconds: 5 });
  // Each workspace once, in an order that the lookups before have not had: nothing of it is remembered.
  const first = rows.length * 1_000 + 300;
  const cold = await latencyOf((turn) => send(first + turn), { calls: quick ? 100 : 900, seconds: 20 });
  const warm = await latencyOf(() => send(7), { calls: quick ? 500 : 5_000, seconds: 8 });
  const free = await stuck();
  const beganMs = performance.now();
  const answered = await Promise.race([send(first + 950).then(() => true), later(false, STUCK_MS)]);
  const stuckMs = performance.now() - beganMs;
  await free();
  rows.push([
    way.name,
    `${time(warm.p50Ms)} / ${time(warm.p99Ms)}`,
    `${time(cold.p50Ms)} / ${time(cold.p99Ms)}`,
    answered ? time(stuckMs) : `none in ${time(STUCK_MS)}`,
  ]);
}

console.log(`${machine(server.description)}\n`);
console.log(
  table(
    [
      '`authorize`',
      'to the acknowledgement, remembered: p50 / p99',
      'the first of a workspace',
      'the database stuck',
    ],
    rows,
  ),
);
await store.close();
await server.dropDatabase(databaseUrl);
await server.stop();
