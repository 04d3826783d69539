import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildApp, type LanyardApp } from '../src/app.ts';
import { parseConfig } from '../src/config.ts';
import type { Database } from '../src/database/database.ts';
import { openDatabase } from '../src/database/open-database.ts';
import type { Seed } from './seeds.ts';
import type { Simulator } from './simulator.ts';

/** Made once and kept next to the demo's data, so that what was installed yesterday still opens today. */
export type DemoSecrets = { clientSecret: string; signingSecret: string; key: string };

export const DEMO_APP = { appId: 'A0LANYARD', clientId: '1000000000.2000000000' };

/** How long a new scenery waits for what the app does after its answers. */
const SETTLING_LIMIT_MS = 20_000;

export type DemoApp = {
  start(): Promise<void>;
  /** Runs the app's jobs: once more after those under way, however often it is asked for meanwhile. */
  doWhatIsDue(): void;
  /** Resolves when the app has finished what it does after its answers. */
  settled(): Promise<void>;
  /** Empties the database; the app is away meanwhile. */
  empty(): Promise<void>;
  stop(): Promise<void>;
};

/** The app over one database that outlives it: it can be stopped, emptied and started without a new process. */
export async function openDemoApp(
  slack: Simulator,
  { dir, baseUrl, secrets }: { dir: string; baseUrl: string; secrets: DemoSecrets },
): Promise<DemoApp> {
  const { port } = new URL(baseUrl);
  const config = parseConfig({
    PORT: port,
    HOST: '127.0.0.1',
    PUBLIC_URL: baseUrl,
    SLACK_CLIENT_ID: DEMO_APP.clientId,
    SLACK_CLIENT_SECRET: secrets.clientSecret,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_AUTHORIZE_URL: slack.authorizeUrl,
    SLACK_STATUS_URL: slack.statusUrl,
    DATA_DIR: dir,
    TOKEN_ENCRYPTION_KEYS: `demo:${secrets.key}`,
  });
  const logDestination = createWriteStream(path.join(dir, 'lanyard.log'), { flags: 'a' });
  const database = await openDatabase({
    dataDir: dir,
    log: (message) => logDestination.write(`${message}\n`),
  });
  const lent: Database = { ...database, close: async () => {} };
  let app: LanyardApp | undefined;
  let jobs = Promise.resolve();
  let waiting = false;

  async function start(): Promise<void> {
    const overrides = { clock: slack.clock.now, logDestination, tryWithoutSlackUrl: slack.url };
    app = await buildApp(config, { ...overrides, database: lent });
    await app.start();
  }

  async function runJobs(): Promise<void> {
    waiting = false;
    await app?.runJobs();
  }

  return {
    start,
    doWhatIsDue() {
      if (waiting) return;
      waiting = true;
      jobs = jobs.then(runJobs);
    },
    settled: async () => app?.settled(),
    async empty() {
      await app?.stop();
      await jobs;
      await truncate(database);
      await start();
    },
    async stop() {
      await app?.stop();
      await jobs;
      await database.close();
    },
  };
}

/** An empty Slack and an empty app, and the seed planted in both. */
export async function startOver(slack: Simulator, app: DemoApp, seed: Seed): Promise<void> {
  slack.clear();
  await app.empty();
  // What it takes to plant a seed isn't to be missing from Slack's limits when a person begins.
  slack.limitRates(false);
  try {
    await seed.plant(slack);
    await Promise.race([app.settled(), wait(SETTLING_LIMIT_MS, undefined, { ref: false })]);
  } finally {
    slack.limitRates(true);
  }
}

async function truncate({ prisma }: Database): Promise<void> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_schema || '"."' || table_name AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema = current_schema() AND table_name <> '_prisma_migrations'`;
  const names = tables.map(({ name }) => `"${name}"`).join(', ');
  if (names !== '') await prisma.$executeRawUnsafe(`TRUNCATE ${names} CASCADE`);
}

export function loadSecrets(dir: string): DemoSecrets {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = path.join(dir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoSecrets;
  const secrets = {
    clientSecret: randomBytes(16).toString('hex'),
    signingSecret: randomBytes(16).toString('hex'),
    key: randomBytes(32).toString('base64'),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/**
 * Slack's state and the app's database are one memory: with one of them gone, or written by another version, what the
 * other remembers is of tokens that no one has. Then both begin again.
 * @returns whether something was discarded
 */
export function keepTogether(dir: string, stateFile: string, version: number): boolean {
  const database = path.join(dir, 'database');
  const state = existsSync(stateFile) ? versionOf(stateFile) : undefined;
  const hasDatabase = existsSync(database);
  if ((state === undefined && !hasDatabase) || (state === version && hasDatabase)) return false;
  rmSync(stateFile, { force: true });
  rmSync(database, { recursive: true, force: true });
  return true;
}

function versionOf(stateFile: string): unknown {
  try {
    return (JSON.parse(readFileSync(stateFile, 'utf8')) as { version?: unknown }).version;
  } catch {
    return undefined;
  }
}
