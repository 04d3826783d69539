import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { databaseUrl, runOn } from '../support/databases.ts';
import { OWN, pressesButton } from '../support/home.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';
import { until, untilHome } from '../support/until.ts';

describe('in Socket Mode', () => {
  let url: string;
  let database: Database;
  let lanyard: Lanyard;
  beforeAll(async () => {
    url = await databaseUrl();
    database = await openPostgresql({ url, log: () => {} });
    lanyard = await startLanyard(database, { socketMode: true });
  });
  afterAll(async () => {
    await lanyard.stop();
    await database.close();
  });

  const connected = () => until(lanyard.socket.connections, (count) => count === 1, 'a connection');
  const answer = async (person: { types(text: string): Promise<{ messages(): { text: string }[] }> }) => {
    const run = await person.types('/2fa');
    const [message] = await until(run.messages, (messages) => messages.length > 0, 'an answer');
    return message?.text;
  };

  test('everything works as over HTTP: installing, Home, buttons and commands', async () => {
    await connected();
    const owner = lanyard.slack.workspace('Acme').person('Olga', { role: 'owner', twoFactor: 'app' });
    await lanyard.install(owner);
    await owner.opensHome();
    await untilHome(owner, 'Granted by you');
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
    expect(await answer(owner)).toContain('is *on*');
  });

  test('the address for events is not served: nothing is there to be forged', async () => {
    const response = await fetch(`${lanyard.url}/slack/events`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
  });

  test('an end of a token is acknowledged only once it is committed', async () => {
    const lost = lanyard.slack.workspace('Lost');
    const owner = lost.person('Lou', { role: 'owner' });
    await lanyard.install(owner);
    owner.tokens().endUntold();
    const name = new URL(url).pathname.slice(1);
    const admin = new URL(url);
    admin.pathname = 'postgres';
    await runOn(admin.href, `ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
    await runOn(
      admin.href,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
    const payload = {
      type: 'event_callback',
      event_id: 'EvLost',
      event_time: Math.floor(lanyard.clock.now().getTime() / 1000),
      team_id: lost.id,
      event: { type: 'tokens_revoked', tokens: { oauth: [owner.id] } },
    };
    let acknowledged = false;
    lanyard.socket.deliver({ type: 'events_api', payload }).then(() => {
      acknowledged = true;
    });
    await until(
      () => lanyard.log.join(''),
      (log) => log.includes('A listener failed'),
      'the failure',
    );
    expect(acknowledged).toBe(false);

    await runOn(admin.href, `ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
    await lanyard.socket.deliver({ type: 'events_api', payload, retry_attempt: 1 });
    const [row] = await lanyard.prisma.userAuthorization.findMany({ where: { installedIn: lost.id } });
    expect(row?.revokedAt).toBeInstanceOf(Date);
  });

  test('when Slack recycles or breaks the connection, it opens a new one', async () => {
    await connected();
    for (const end of [lanyard.socket.recycle, lanyard.socket.breakOff]) {
      const before = lanyard.socket.opened().length;
      end();
      await until(lanyard.socket.opened, (opened) => opened.length > before, 'a new connection');
      await connected();
    }
    const owner = lanyard.slack.workspace('Again').person('Ada', { role: 'owner', twoFactor: 'app' });
    await lanyard.install(owner);
    expect(await answer(owner)).toContain('is *on*');
  });

  test('when Slack gives no connection, it says so, goes on trying and stays up', async () => {
    await connected();
    lanyard.socket.refuses('internal_error');
    lanyard.socket.breakOff();
    await until(
      () => lanyard.log.join(''),
      (log) => log.includes('No connection to Slack; trying again'),
      'the warning',
    );
    expect((await fetch(`${lanyard.url}/`)).status).toBe(200);
    lanyard.socket.refuses(undefined);
    await connected();
  });

  test('the app-level token goes to Slack alone, and no payload into the log', async () => {
    const token = String(lanyard.socket.opened()[0]).replace('Bearer ', '');
    expect(token).toMatch(/^xapp-/);
    expect(lanyard.log.join('')).not.toContain(token);
    expect(lanyard.log.join('')).not.toMatch(/on the WebSocket|envelope_id|response_url/);
  });

  test('at a start where something else than Slack answers, it stays up and connects when Slack is there', async () => {
    for (const page of ['<html>Sign in to the guest network</html>', 'xoxb-1-2-3', '']) {
      lanyard.socket.refuses(page);
      const log: string[] = [];
      const { buildApp } = await import('../../src/app.ts');
      const other = await buildApp(
        { ...lanyard.config, port: 0 },
        { database: lanyard.database, logDestination: { write: (line) => void log.push(line) }, jobs: false },
      );
      await other.start();
      const before = lanyard.socket.connections();
      lanyard.socket.refuses(undefined);
      await until(lanyard.socket.connections, (count) => count > before, 'a connection');
      expect(log.join('')).toContain('No connection to Slack; trying again');
      expect(log.join('')).not.toMatch(/guest network|xoxb/);
      await other.stop();
    }
  });

  test.each(['', 'no address', 'http://127.0.0.1/link', 'javascript:alert(1)'])(
    'an address to connect to that is none (%j) is no answer, and ends nothing',
    async (address) => {
      await connected();
      const before = lanyard.log.length;
      lanyard.socket.offers(address);
      lanyard.socket.breakOff();
      await until(
        () => lanyard.log.slice(before).join(''),
        (log) => log.includes('it has no address to connect to'),
        'the warning',
      );
      lanyard.socket.offers(undefined);
      await connected();
    },
  );

  test('a token that Slack refuses ends the start, with the place of the right one', async () => {
    lanyard.socket.refuses('invalid_auth');
    const other = await import('../../src/app.ts').then(({ buildApp }) =>
      buildApp(
        { ...lanyard.config, port: 0 },
        { database: lanyard.database, logDestination: { write: () => {} } },
      ),
    );
    const failure = await other.start().catch((error) => error);
    await other.stop();
    lanyard.socket.refuses(undefined);
    expect(failure).toMatchObject({ code: 'config_invalid' });
    expect(failure.message).toContain('Slack refuses SLACK_APP_TOKEN: invalid_auth');
    expect(failure.hint).toContain('App-Level Tokens');
  });
});
