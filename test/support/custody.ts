import { randomBytes } from 'node:crypto';
import { type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import type { Database } from '../../src/database/database.ts';
import { createInstallations } from '../../src/installations/create-installations.ts';
import { type SaveGrant, saveGrant as save } from '../../src/installations/grants/save-grant.ts';
import type { Installations } from '../../src/installations/installations.ts';
import { createAnnouncer } from '../../src/installations/rows/change-announcer.ts';
import type { EraseWithin } from '../../src/installations/rows/erase-installation.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createSlackClient } from '../../src/slack-api/slack-client.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';

const REDIRECT_URI = 'https://app.example/oauth';
let apps = 0;

/** The room `installations` on its own: a real database, a simulated Slack, a clock that both read. */
export async function startCustody(
  database: Database,
  {
    rotation = true,
    vault = createVault([{ id: 'test', key: randomBytes(32) }]),
    alsoErase = [],
    ...options
  }: SimulatorOptions & { rotation?: boolean; vault?: Vault; alsoErase?: readonly EraseWithin[] } = {},
) {
  let movedMs = 0;
  const clock = () => new Date(Date.now() + movedMs);
  const slack = await startSimulator({ clock, uniqueNames: true, ...options });
  apps += 1;
  const secrets = { clientId: `77.${process.pid}${apps}`, clientSecret: randomBytes(8).toString('hex') };
  const app = slack.registerApp({
    ...secrets,
    appId: `A0CUSTODY${apps}`,
    signingSecret: randomBytes(8).toString('hex'),
    name: 'Custody',
    redirectUrls: [REDIRECT_URI],
    requestUrl: 'http://127.0.0.1:9/none',
    botScopes: ['commands', 'chat:write', 'users:read', 'team:read'],
    userScopes: ['users:read'],
    botEvents: [],
    commands: [],
    tokenRotation: rotation,
  });
  const log: string[] = [];
  const started: Installations[] = [];

  /** One process of the app: everything of its own but the database and the keys. */
  async function startProcess({
    prisma = database.prisma,
    ...over
  }: {
    vault?: Vault;
    prisma?: Database['prisma'];
    /** Of another app on the same database. */
    clientId?: string;
  } = {}): Promise<Installations> {
    const metrics = createMetrics();
    const logger = createLogger({
      level: 'debug',
      secrets: [],
      destination: { write: (line) => void log.push(line) },
    });
    const { clientId, clientSecret } = secrets;
    const installations = createInstallations({
      metrics,
      logger,
      clientId,
      clock,
      vault,
      ...over,
      prisma,
      alsoErase,
      changes: database.changes,
      slack: createSlackClient({ apiUrl: slack.apiUrl, clientId, clientSecret, logger, metrics }),
    });
    await installations.start();
    started.push(installations);
    return installations;
  }
  const installations = await startProcess();
  /** What the room has behind `consent.keep`. */
  const behind = {
    prisma: database.prisma,
    vault,
    clientId: secrets.clientId,
    announcer: createAnnouncer({ changes: database.changes, clientId: secrets.clientId }),
  };
  const saveGrant: SaveGrant = (given, readBefore) => save(behind, given, readBefore);

  /** Up to the answer of Slack to the code, which no one has kept yet. */
  async function exchange(
    person: { allows(url: string, how?: object): Promise<string> },
    {
      forMe = false,
      how = {},
      process = installations,
    }: { forMe?: boolean; how?: object; process?: Installations } = {},
  ) {
    const url = new URL(slack.authorizeUrl);
    url.search = new URLSearchParams({
      client_id: secrets.clientId,
      scope: forMe ? '' : 'commands,chat:write,users:read,team:read',
      user_scope: 'users:read',
      redirect_uri: REDIRECT_URI,
      state: 'state',
    }).toString();
    const code = new URL(await person.allows(url.href, how)).searchParams.get('code') ?? '';
    return process.consent.exchange(code, { purpose: forMe ? 'me' : 'workspace' }, REDIRECT_URI);
  }

  async function grant(...given: Parameters<typeof exchange>) {
    const [, { process = installations } = {}] = given;
    const granted = await exchange(...given);
    await process.consent.keep(granted, { purpose: 'workspace' }, () => {});
    return granted;
  }

  return {
    slack,
    app,
    installations,
    startProcess,
    exchange,
    grant,
    saveGrant,
    log,
    vault,
    clock,
    database,
    ...secrets,
    prisma: database.prisma,
    forward(ms: number) {
      movedMs += ms;
    },
    refreshes: () => slack.calls.filter((call) => call.method === 'oauth.v2.access').length,
    async stop() {
      await Promise.all(started.map((each) => each.stop()));
      await slack.stop();
    },
  };
}

export type CustodyUnderTest = Awaited<ReturnType<typeof startCustody>>;
