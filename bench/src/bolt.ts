// npm run bench -- bolt [--quick]: what a lookup costs where it is used, in Bolt: slash commands through the whole of
// Bolt's App, side by side in one process, in turns. A few hundred busy workspaces of many.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import oauth from '@slack/oauth';
import { machine } from './measuring/machine.ts';
import { throughputOf } from './measuring/measure.ts';
import { startPostgres } from './measuring/postgres.ts';
import { count, table } from './measuring/table.ts';
import { lanyard, lanyardRemembering } from './stores/lanyard.ts';
import { queryOf } from './stores/loaded.ts';
import { slackMemory } from './stores/slack-memory.ts';
import type { StoreUnderBench } from './stores/store-under-bench.ts';

const quick = process.argv.includes('--quick');
const installations = quick ? 1_000 : 100_000;
const BUSY = 300;
const ROUNDS = 5;
const seconds = quick ? 1 : 4;

/** No HTTP: what is measured is Bolt and the store. */
const receiver: Receiver = { init() {}, async start() {}, async stop() {} };

function boltOn(store: oauth.InstallationStore) {
  const provider = new oauth.InstallProvider({
    clientId: '111.111',
    clientSecret: 'none',
    stateSecret: 'none',
    installationStore: store,
    logLevel: 'error' as never,
  });
  const app = new App({
    receiver,
    authorize: (source) => provider.authorize(source as never) as never,
    convoStore: false,
    logLevel: 'error' as never,
  });
  app.command('/bench', async ({ ack }) => ack());
  const events = Array.from({ length: BUSY }, (_, turn): ReceiverEvent => {
    const { teamId, userId } = queryOf((turn * 7_919) % installations, true);
    return {
      body: {
        command: '/bench',
        text: '',
        team_id: teamId,
        user_id: userId,
        channel_id: 'C0',
        api_app_id: 'A0',
        is_enterprise_install: 'false',
        response_url: 'http://127.0.0.1:9/',
        trigger_id: '1',
      },
      ack: async () => {},
    };
  });
  return (turn: number) => app.processEvent({ ...(events[turn % BUSY] as ReceiverEvent) });
}

const server = await startPostgres();
const databaseUrl = await server.createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'lanyard-bench-'));
const place = { databaseUrl, folder };
const { openPostgresql } = await import('../../src/database/postgresql/postgresql-database.ts');
await (await openPostgresql({ url: databaseUrl, log: () => {} })).close();
await lanyard.fill(place, installations);

const stores: StoreUnderBench[] = [slackMemory, lanyardRemembering, lanyard];
const opened = await Promise.all(stores.map((store) => store.open(place, installations)));
const calls = opened.map(({ store }) => boltOn(store));
for (const call of calls) await throughputOf(call, { calls: 5_000, seconds });
const rates = stores.map((): number[] => []);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [index, call] of calls.entries()) {
    const { perSecond } = await throughputOf(call, { calls: Number.POSITIVE_INFINITY, seconds });
    rates[index]?.push(perSecond);
  }
}
const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const medians = rates.map(median);

console.log(`${machine(server.description)}\n`);
console.log(
  table(
    ['store', 'commands a second through Bolt', 'against Memory'],
    stores.map(({ name }, index) => [
      name,
      count(medians[index] ?? Number.NaN),
      `${((medians[index] ?? Number.NaN) / (medians[0] ?? Number.NaN)).toFixed(2)}`,
    ]),
  ),
);
for (const { close } of opened) await close();
await server.dropDatabase(databaseUrl);
await server.stop();
await rm(folder, { recursive: true, force: true });
