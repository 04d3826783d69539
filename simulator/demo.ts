import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { toAppError } from '../src/errors.ts';
import { appFromManifest, type Manifest } from './app-from-manifest.ts';
import { DEMO_APP, keepTogether, loadSecrets, openDemoApp, startOver } from './demo-app.ts';
import { chooseDemoPorts } from './demo-ports.ts';
import { SEEDS, type Seed } from './seeds.ts';
import { startSimulator } from './simulator.ts';
import { emptyState } from './state/state.ts';

const DEMO_DIR = process.env.DATA_DIR ?? path.join('data', 'demo');
/** A demo that can’t stop in time is stopped: no one waits for a demo. */
const STOP_LIMIT_MS = 10_000;

/** App, simulated Slack and embedded database in one process, on this machine only. */
async function demo(): Promise<void> {
  const ports = await chooseDemoPorts(process.env.PORT);
  ports.notes.forEach(say);
  const secrets = loadSecrets(DEMO_DIR);
  const stateFile = path.join(DEMO_DIR, 'slack.json');
  const old = keepTogether(DEMO_DIR, stateFile, emptyState().version);
  if (old) say('The data is from an earlier version and doesn’t fit anymore, so the demo starts over.');
  const first = !existsSync(path.join(DEMO_DIR, 'database'));
  say(first ? 'Preparing the database, once. A few seconds.' : 'Starting.');

  const baseUrl = `http://localhost:${ports.app}`;
  const slack = await startSimulator({
    port: ports.slack,
    stateFile,
    rateLimits: true,
    scenery: {
      seeds: wordsOf(SEEDS),
      begin: (seed) => startOver(slack, app, SEEDS[seed as keyof typeof SEEDS]),
    },
    doWhatIsDue: () => app.doWhatIsDue(),
  });
  const { clientSecret, signingSecret } = secrets;
  const credentials = { ...DEMO_APP, clientSecret, signingSecret, baseUrl };
  slack.registerApp(appFromManifest(readManifest(), credentials));
  if (slack.workspaces().length === 0) await SEEDS.small.plant(slack);

  const app = await openDemoApp(slack, { dir: DEMO_DIR, baseUrl, secrets }).catch(async (error) => {
    await slack.stop();
    throw error;
  });
  await app.start();
  stopOnSignal(async () => {
    await app.stop();
    await slack.stop();
  });

  say('');
  say('Lanyard is running, with a simulated Slack. Nothing here talks to the real one.');
  say('');
  say(`  Open     ${slack.url}  (the simulated Slack)`);
  say('');
  say(`  Lanyard  ${baseUrl}`);
  say('  Ports    PORT=4000 npm run demo puts Lanyard on 4000 and the simulated Slack on 4001');
  say(`  Data     ${DEMO_DIR}  (delete the folder to start over)`);
  say(`  Log      ${path.join(DEMO_DIR, 'lanyard.log')}`);
  say('  Stop     Ctrl-C');
}

const wordsOf = (seeds: Record<string, Seed>): Record<string, string> =>
  Object.fromEntries(Object.entries(seeds).map(([id, { words }]) => [id, words]));

const say = (line: string) => process.stdout.write(`${line}\n`);

function readManifest(): Manifest {
  return JSON.parse(readFileSync('manifest.json', 'utf8')) as Manifest;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      say('\nStopping.');
      setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
      stop().then(() => process.exit(0), fail);
    });
  }
}

function fail(thrown: unknown): void {
  const { message, hint } = toAppError(thrown);
  process.stderr.write(`${message}\n${hint ? `${hint}\n` : ''}`);
  process.exit(1);
}

demo().catch(fail);
