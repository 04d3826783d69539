import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appFromManifest } from '../../simulator/app-from-manifest.ts';
import type { Person } from '../../simulator/people/people.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { freePort } from './free-port.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import { install } from './install.ts';
import { runArguments } from './run-arguments.ts';
import { until } from './until.ts';

export type LanyardProcess = {
  child: ChildProcess;
  output(): string;
  /** Resolves with the exit code; null when it was killed. */
  ended: Promise<number | null>;
};

/** `src/main.ts` as a process of its own, with this environment and what every process of a test inherits. */
export function spawnLanyard(env: Record<string, string>, ...args: string[]): LanyardProcess {
  return spawnSource('src/main.ts', env, ...args);
}

/** Any file of ours as a process of its own, with this environment and what every process of a test inherits. */
export function spawnSource(file: string, env: Record<string, string>, ...args: string[]): LanyardProcess {
  const child = spawn(process.execPath, [...runArguments(file), ...args], {
    env: { ...inheritedEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, output: () => output, ended };
}

/** A simulated Slack and the environment of a Lanyard for it, to be started and killed as often as one likes. */
export async function prepareProcess(
  database: { DATABASE_URL: string } | { DATA_DIR: string },
  { tokenRotation = false, ...options }: SimulatorOptions & { tokenRotation?: boolean } = {},
) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const slack = await startSimulator({ retryDelaysMs: [0, 0, 0], uniqueNames: true, ...options });
  const secrets = {
    appId: 'A0LANYARD',
    clientId: '1.2',
    clientSecret: randomBytes(16).toString('hex'),
    signingSecret: randomBytes(16).toString('hex'),
  };
  slack.registerApp({
    ...appFromManifest(JSON.parse(readFileSync('manifest.json', 'utf8')), { ...secrets, baseUrl: url }),
    tokenRotation,
  });
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    SLACK_CLIENT_ID: secrets.clientId,
    SLACK_CLIENT_SECRET: secrets.clientSecret,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_AUTHORIZE_URL: slack.authorizeUrl,
    SLACK_STATUS_URL: slack.statusUrl,
    TOKEN_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    ...database,
  };

  async function start(): Promise<LanyardProcess> {
    const lanyard = spawnLanyard(env);
    const ready = () => lanyard.output().includes('Lanyard is ready') || lanyard.child.exitCode !== null;
    await until(ready, Boolean, `the process to be ready: ${lanyard.output()}`, 30_000);
    if (lanyard.child.exitCode !== null) throw new Error(`It ended instead:\n${lanyard.output()}`);
    return lanyard;
  }
  return {
    url,
    slack,
    env,
    start,
    /** Through Slack's consent page and back. @throws quoting the page, unless it worked */
    install: (person: Person) => install(url, person),
    signingSecret: secrets.signingSecret,
  };
}
