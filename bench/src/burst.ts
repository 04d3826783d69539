// npm run bench -- burst [--quick]: what a whole company meets that comes at the same moment: installations, Homes, commands
// and the news of endings. The app in a process of its own, a simulated Slack and everyone's browsers in this one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from '../../simulator/people/people.ts';
import type { Workspace } from '../../simulator/people/workspaces.ts';
import { createBrowser } from '../../test/support/browser.ts';
import { prepareProcess } from '../../test/support/lanyard-process.ts';
import { machine } from './measuring/machine.ts';
import { startPostgres } from './measuring/postgres.ts';
import { table, time } from './measuring/table.ts';

const people = process.argv.includes('--quick') ? 40 : 200;
/** With those before, fewer than one address may send in a minute. */
const inOneWorkspace = Math.min(people, 80);
/** Nothing new for this long: what has not appeared by then does not appear. */
const QUIET_MS = 10_000;
const LIMIT_MS = 120_000;

type Result = { went: boolean; ms: number; why?: string };
type Process = Awaited<ReturnType<typeof prepareProcess>>;
type Team = { workspace: Workspace; person: Person };

const rows: string[][] = [];
const failures = new Map<string, number>();

async function timed(run: () => Promise<string | undefined>): Promise<Result> {
  const from = performance.now();
  const why = await run().catch(
    (error: Error) => `${error.message} ${(error.cause as Error)?.message ?? ''}`,
  );
  return { went: why === undefined, ms: performance.now() - from, ...(why !== undefined && { why }) };
}

function percentile(results: readonly Result[], share: number): string {
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  return time(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN);
}

/** Waits until all of them are so, or until nothing changes anymore. */
async function countOf(seen: () => number, wanted: number): Promise<{ count: number; ms: number }> {
  const from = performance.now();
  let count = seen();
  let changedAt = performance.now();
  while (count < wanted && performance.now() - changedAt < QUIET_MS && performance.now() - from < LIMIT_MS) {
    await wait(50);
    const now = seen();
    if (now !== count) changedAt = performance.now();
    count = now;
  }
  return { count, ms: (count < wanted ? changedAt : performance.now()) - from };
}

function report(where: string, what: string, results: readonly Result[], then = ''): void {
  for (const { why } of results) {
    if (why !== undefined)
      failures.set(`${where}, ${what}: ${why}`, (failures.get(`${where}, ${what}: ${why}`) ?? 0) + 1);
  }
  const went = `${results.filter((each) => each.went).length} of ${results.length}`;
  rows.push([where, what, went, percentile(results, 0.5), percentile(results, 0.99), then]);
  console.error(rows.at(-1)?.join(' | '));
}

async function installs(
  process: Process,
  teams: readonly Team[],
  where: string,
  what: string,
): Promise<void> {
  const begun = await Promise.all(
    teams.map(async ({ person }) => {
      const browser = createBrowser();
      const start = await browser.get(`${process.url}/slack/install`);
      return { browser, back: await person.allows(String(start.location)) };
    }),
  );
  const publishedBefore = published(process);
  const results = await Promise.all(
    begun.map(({ browser, back }) =>
      timed(async () => {
        const { status } = await browser.get(back);
        return status === 200 ? undefined : `HTTP ${status}`;
      }),
    ),
  );
  // Looking at every Home all the time would keep this Slack from answering.
  const { ms } = await countOf(() => published(process) - publishedBefore, teams.length);
  const homes = teams.filter(({ person }) => person.home() !== undefined).length;
  report(where, what, results, `${homes} Homes, the last ${time(ms)} after the last page`);
}

const published = ({ slack }: Process) =>
  slack.calls.filter(({ method, status }) => method === 'views.publish' && status === 200).length;

/** Deliveries of Slack: acknowledged in time by the first attempt, or not. */
async function deliveries(
  { slack }: Process,
  where: string,
  what: string,
  send: () => Promise<unknown>,
  then: () => Promise<string>,
): Promise<void> {
  const before = slack.deliveries.length;
  await send();
  const sent = slack.deliveries.slice(before);
  const said = await then();
  const results = sent
    .filter(({ attempt }) => attempt === 1)
    .map(({ failure, status, ackMs }) => ({
      went: failure === null,
      ms: ackMs ?? Number.NaN,
      ...(failure !== null && { why: `${failure} ${status ?? ''}` }),
    }));
  report(where, what, results, said);
}

async function measure(where: string, database: Parameters<typeof prepareProcess>[0]): Promise<void> {
  const lanyard = await prepareProcess(database, { retryDelaysMs: [5_000, 10_000, 20_000] });
  const { slack } = lanyard;
  const running = await lanyard.start();
  const teams = Array.from({ length: people }, (_, n): Team => {
    const workspace = slack.workspace(`Workspace ${n}`);
    return { workspace, person: workspace.person('Olga', { role: 'owner' }) };
  });
  const company = slack.workspace('One company');
  const colleagues = Array.from({ length: inOneWorkspace }, (_, n): Team => {
    return { workspace: company, person: company.person(`Person ${n}`, { role: 'admin' }) };
  });
  await installs(lanyard, teams, where, 'installations, each in its own workspace');
  await installs(lanyard, colleagues, where, 'installations, all in one workspace');

  const publishedBefore = published(lanyard);
  await deliveries(
    lanyard,
    where,
    'Homes opened',
    () => Promise.all(teams.map(({ person }) => person.opensHome())),
    async () => {
      const { count, ms } = await countOf(() => published(lanyard) - publishedBefore, people);
      return `${count} published, the last ${time(ms)} after the last acknowledgement`;
    },
  );
  const runs: Awaited<ReturnType<Person['types']>>[] = [];
  await deliveries(
    lanyard,
    where,
    '/token-status',
    async () =>
      void runs.push(...(await Promise.all(teams.map(({ person }) => person.types('/token-status'))))),
    async () => {
      const answered = () =>
        runs.filter((run) => run.messages().some(({ visible }) => /permission/.test(visible))).length;
      const { count, ms } = await countOf(answered, people);
      return `${count} answered, the last ${time(ms)} after the last acknowledgement`;
    },
  );
  /** Each event is logged once it is committed, and again when it comes again. */
  const ended = () => {
    const lines = running
      .output()
      .split('\n')
      .filter((line) => line.includes('Slack reported an ending'));
    return new Set(lines.map((line) => (JSON.parse(line) as { eventId?: string }).eventId)).size;
  };
  for (const [what, send] of [
    ['tokens_revoked', () => Promise.all(teams.map(({ person }) => person.revokesOwnPermission()))],
    ['app_uninstalled', () => Promise.all(teams.map(({ workspace }) => workspace.uninstall()))],
  ] as const) {
    const before = ended();
    await deliveries(lanyard, where, what, send, async () => {
      const wanted = what === 'tokens_revoked' ? people : 2 * people;
      const { count } = await countOf(() => ended() - before, wanted);
      return `${count} of ${wanted} applied`;
    });
  }
  const exit = running.ended;
  running.child.kill('SIGTERM');
  await exit;
  await slack.stop();
}

const server = await startPostgres();
const databaseUrl = await server.createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'lanyard-bench-'));
try {
  const machineLine = machine(server.description);
  await measure('embedded', { DATA_DIR: folder });
  await measure('PostgreSQL', { DATABASE_URL: databaseUrl });
  console.log(`${machineLine}\n\n${people} of each at the same moment.\n`);
  console.log(table(['database', 'at the same moment', 'went well', 'median', 'p99', 'afterwards'], rows));
  for (const [why, times] of failures) console.log(`${times} × ${why}`);
} finally {
  await server.dropDatabase(databaseUrl);
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
