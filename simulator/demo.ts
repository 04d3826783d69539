import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { buildApp } from '../src/app.ts';
import { parseConfig } from '../src/config.ts';
import { toAppError } from '../src/errors.ts';
import { appFromManifest, type Manifest } from './app-from-manifest.ts';
import { seedSmallTeam } from './seeds.ts';
import { startSimulator } from './simulator.ts';

const DEMO_DIR = process.env.DATA_DIR ?? path.join('data', 'demo');
const APP_PORT = 3000;
const SLACK_PORT = 3001;
/** A demo that cannot stop in time is stopped: nobody waits for a demo. */
const STOP_LIMIT_MS = 10_000;

/** Made once and kept beside the demo's data, so that what was installed yesterday still opens today. */
type DemoSecrets = { clientSecret: string; signingSecret: string; key: string };

/** App, simulated Slack and embedded database in one process, on this machine only. */
async function demo(): Promise<void> {
  mkdirSync(DEMO_DIR, { recursive: true, mode: 0o700 });
  const first = !existsSync(path.join(DEMO_DIR, 'database'));
  say(first ? 'Preparing the database, once. A few seconds.' : 'Starting.');

  const { clientSecret, signingSecret, key } = loadSecrets();
  const port = await freePort(APP_PORT);
  const baseUrl = `http://localhost:${port}`;
  const credentials = { appId: 'A0LANYARD', clientId: '1000000000.2000000000', clientSecret, signingSecret };

  const slack = await startSimulator({
    port: await freePort(SLACK_PORT),
    stateFile: path.join(DEMO_DIR, 'slack.json'),
    installUrl: `${baseUrl}/slack/install`,
  });
  slack.registerApp(appFromManifest(readManifest(), { ...credentials, baseUrl }));
  seedSmallTeam(slack);

  const logFile = path.join(DEMO_DIR, 'lanyard.log');
  const app = await buildApp(
    parseConfig({
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: baseUrl,
      SLACK_CLIENT_ID: credentials.clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slack.apiUrl,
      SLACK_AUTHORIZE_URL: slack.authorizeUrl,
      DATA_DIR: DEMO_DIR,
      TOKEN_ENCRYPTION_KEYS: `demo:${key}`,
    }),
    {
      clock: slack.clock.now,
      logDestination: createWriteStream(logFile, { flags: 'a' }),
      tryWithoutSlackUrl: slack.url,
    },
  ).catch(async (error) => {
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
  say(`  Open   ${slack.url}`);
  say('');
  say(`  Data   ${DEMO_DIR}  (delete the folder to begin anew)`);
  say(`  Log    ${logFile}`);
  say('  Stop   Ctrl-C');
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function readManifest(): Manifest {
  return JSON.parse(readFileSync('manifest.json', 'utf8')) as Manifest;
}

function loadSecrets(): DemoSecrets {
  const file = path.join(DEMO_DIR, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoSecrets;
  const secrets = {
    clientSecret: randomBytes(16).toString('hex'),
    signingSecret: randomBytes(16).toString('hex'),
    key: randomBytes(32).toString('base64'),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** The wanted port, or any other when somebody has it. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && wanted !== 0) freePort(0).then(resolve, reject);
      else reject(error);
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
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
