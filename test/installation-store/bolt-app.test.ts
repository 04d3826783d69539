import { afterEach, describe, expect, test } from '@jest/globals';
import { runOn } from '../support/databases.ts';
import { install } from '../support/install.ts';
import { type OtherApp, prepareOtherApp } from '../support/other-app.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 60 * 60_000;

describe('a Bolt app on this store', () => {
  let other: OtherApp;
  afterEach(() => other.stop());

  async function start() {
    other = await prepareOtherApp();
    const { slack, url, database, forward, log } = other;
    const { app, store } = await other.run();
    const acme = slack.workspace('Acme');
    const owner = acme.person('Olga', { role: 'owner' });
    const installs = () => install(url, owner);
    async function says(command: string) {
      const run = await owner.types(command);
      const [message] = await until(
        () => run.messages(),
        (messages) => messages.length > 0,
        'an answer',
      );
      return message?.text ?? '';
    }
    return { slack, acme, installs, says, app, database, store, forward, log };
  }

  test('installs by Bolt’s own pages, and answers', async () => {
    const { installs, says, database } = await start();
    await installs();
    expect(await says('/hello')).toBe('Hello, it works: true.');
    const [row] = await runOn(database, 'SELECT sealed_bot_token FROM installations');
    expect(row?.sealed_bot_token).toMatch(/^v1\.k1\./);
  });

  test('works on after every expiry, with one refresh each, and keeps its clients few', async () => {
    const { installs, says, acme, app, forward } = await start();
    await installs();
    for (let day = 1; day <= 30; day += 1) {
      forward(13 * HOUR_MS);
      expect(await says('/hello')).toBe('Hello, it works: true.');
      expect(acme.botTokens().refreshes).toBe(day);
    }
    // Bolt itself would keep one for every token: 30 by now.
    const { clients } = app as unknown as {
      clients: Record<string, { getOrCreate(token: string): unknown }>;
    };
    const pool = clients[acme.id];
    const first = pool?.getOrCreate('a');
    for (let count = 0; count < 20; count += 1) pool?.getOrCreate(`another ${count}`);
    expect(pool?.getOrCreate('a')).not.toBe(first);
  });

  test('tells who asks after the removal where to add it again, and has erased the tokens', async () => {
    const { installs, acme, database, slack, store } = await start();
    await installs();
    await acme.uninstall();
    await slack.settled();
    // Bolt acknowledges an event before its listener has run.
    await until(
      async () => (await runOn(database, 'SELECT sealed_bot_token, uninstalled_at FROM installations'))[0],
      (row) => row?.sealed_bot_token === null && row.uninstalled_at !== null,
      'the tokens to be erased',
    );
    await expect(
      store.installationStore.fetchInstallation({
        teamId: acme.id,
        enterpriseId: undefined,
        isEnterpriseInstall: false,
      }),
    ).rejects.toMatchObject({ code: 'not_installed' });
  });

  test('answers a command that cannot be authorized by response_url, never by nothing', async () => {
    const { installs, says, store, acme } = await start();
    await installs();
    await store.installationStore.deleteInstallation({
      teamId: acme.id,
      enterpriseId: undefined,
      isEnterpriseInstall: false,
    });
    expect(await says('/hello')).toContain('/slack/install');
  });

  test('remembers a conversation, and of whose request it is erased with', async () => {
    const { installs, says, acme, database } = await start();
    await installs();
    expect([await says('/count'), await says('/count')]).toEqual(['Counted to 1.', 'Counted to 2.']);
    const rows = await runOn(database, 'SELECT installed_in, value, sealed_value FROM conversation_states');
    expect(rows).toEqual([
      { installed_in: acme.id, value: null, sealed_value: expect.stringMatching(/^v1\.k1\./) },
    ]);
  });

  test('writes no secret into its log', async () => {
    const { installs, says, log, slack, forward } = await start();
    await installs();
    forward(13 * HOUR_MS);
    await says('/hello');
    for (const secret of slack.secrets()) expect(log.join('')).not.toContain(secret);
    expect(log.join('')).not.toMatch(/xox[a-z][.-]/);
  });
});
