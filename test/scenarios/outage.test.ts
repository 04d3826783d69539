import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Person } from '../../simulator/people/people.ts';
import type { Workspace } from '../../simulator/people/workspaces.ts';
import type { Database } from '../../src/database/database.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { COMMANDS } from '../../src/slack-api/app-surface.ts';
import { createBrowser, headline } from '../support/browser.ts';
import { databaseUrl, runOn } from '../support/databases.ts';
import { pressesButton } from '../support/home.ts';
import { allowInstall } from '../support/install.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';
import { until, untilHome } from '../support/until.ts';

/** A real outage, of this one database: connections are cut and no new ones let in. */
function outageOf(url: string) {
  const database = new URL(url).pathname.slice(1);
  const server = new URL(url);
  server.pathname = 'postgres';
  return {
    async begin() {
      await runOn(server.href, `ALTER DATABASE "${database}" ALLOW_CONNECTIONS false`);
      await runOn(
        server.href,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
      );
    },
    end: () => runOn(server.href, `ALTER DATABASE "${database}" ALLOW_CONNECTIONS true`),
  };
}

describe('with the database down', () => {
  let url: string;
  let database: Database;
  let lanyard: Lanyard;
  let outage: ReturnType<typeof outageOf>;
  let workspace: Workspace;
  let owner: Person;

  beforeAll(async () => {
    url = await databaseUrl();
    outage = outageOf(url);
    database = await openPostgresql({ url, log: () => {} });
    lanyard = await startLanyard(database);
    workspace = lanyard.slack.workspace('Acme');
    owner = workspace.person('Olga', { role: 'owner', twoFactor: 'app' });
    await lanyard.install(owner);
  });
  afterAll(async () => {
    await lanyard.stop();
    await database.close();
  });

  test('every surface answers in words, nothing that Slack told is lost, and all recovers by itself', async () => {
    const { browser, back } = await allowInstall(lanyard.url, owner);
    await owner.opensHome();
    await untilHome(owner, 'Your own permission');
    await outage.begin();

    // Pages.
    expect((await createBrowser().get(`${lanyard.url}/`)).status).toBe(200);
    const install = await createBrowser().get(`${lanyard.url}/slack/install`);
    expect([install.status, headline(install)]).toEqual([503, 'We can’t install right now']);
    const unsaved = await browser.get(back);
    expect([unsaved.status, headline(unsaved)]).toEqual([503, 'We can’t install right now']);

    // Operators.
    expect((await fetch(`${lanyard.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${lanyard.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      {
        status: 'error',
        checks: {
          database: 'error',
          migrations: 'unknown',
          jobs: 'off',
          changes: 'lost',
          slack: 'ok',
          clock: 'ok',
        },
      },
    ]);

    // Commands: acknowledged in time, then told.
    for (const command of COMMANDS) {
      const run = await owner.types(command);
      expect(run.timedOut).toBe(false);
      const [answer] = await until(
        () => run.messages(),
        (messages) => messages.length > 0,
        `an answer to ${command}`,
      );
      expect(answer?.text).toContain('can’t reach its own database');
      expect(answer?.text).toMatch(/Reference [0-9A-Z]{8}/);
    }

    // Home: what stood there before, under a sentence that says so; however often it is tried.
    await owner.opensHome();
    await untilHome(owner, 'Lanyard can’t reach its own database right now.');
    await pressesButton(owner, 'look', /^Try again/);
    await until(
      () => owner.home()?.publishes ?? 0,
      (publishes) => publishes > 2,
      'another answer',
    );
    expect(owner.homeText()).toContain('Below is what Lanyard showed you before.');
    expect(owner.homeText()).toContain('Your own permission');
    expect(owner.homeText().match(/can’t reach its own database/g)).toHaveLength(1);
    expect(owner.homeText()).toMatch(/Reference [0-9A-Z]{8}/);

    // Events: not acknowledged while they cannot be kept, so that Slack sends them again.
    const event = { type: 'tokens_revoked', tokens: { oauth: [owner.id] }, event_ts: '1' };
    owner.tokens().endUntold();
    const again = { eventId: 'EvOutage' };
    expect((await workspace.deliver(event, again)).status).toBe(503);

    await outage.end();
    await until(
      async () => (await fetch(`${lanyard.url}/readyz`)).status,
      (status) => status === 200,
      'readiness',
    );
    expect((await workspace.deliver(event, { ...again, retryNum: 1 })).status).toBe(200);
    const row = await lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
    expect(row.sealedUserToken).toBeNull();
    await owner.opensHome();
    await untilHome(owner, 'It was revoked in Slack');
  });

  test('with the database slow, a command is acknowledged at once, says that it takes longer, and is answered', async () => {
    const lock = new pg.Client({ connectionString: url });
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE installations IN ACCESS EXCLUSIVE MODE');
    try {
      const run = await owner.types('/token-status');
      expect(run.timedOut).toBe(false);
      await until(
        () => run.messages().map(({ text }) => text),
        (texts) => texts.some((text) => text.includes('One moment')),
        'a word that it takes longer',
      );
      await lock.query('ROLLBACK');
      await until(
        () => run.messages().map(({ text }) => text),
        (texts) => texts.some((text) => /own permission|permissions? works?/.test(text)),
        'the answer',
      );
    } finally {
      await lock.end();
    }
  });
});
