import { expect, test } from '@jest/globals';
import { createBrowser, headline, type Page } from '../support/browser.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { allowInstall } from '../support/install.ts';
import { until } from '../support/until.ts';

describeLanyard('installing', (lanyard) => {
  const rowsOf = async (installedIn: string) => ({
    // Showing Home uses the bot, and when that was is kept whenever it is.
    bots: await lanyard.prisma.installation.findMany({
      where: { installedIn },
      omit: { lastUsedAt: true, updatedAt: true },
    }),
    users: await lanyard.prisma.userAuthorization.findMany({ where: { installedIn } }),
    audit: (await lanyard.prisma.auditEntry.findMany({ where: { installedIn }, orderBy: { id: 'asc' } })).map(
      ({ action, actor, actorUserId, subjectUserId }) => ({ action, actor, actorUserId, subjectUserId }),
    ),
  });

  test('the start page leads to both ways of installing', async () => {
    const page = await createBrowser().get(`${lanyard.url}/`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('href="/slack/install"');
    expect(page.text).toContain('href="/slack/install?for=me"');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('the pages that the start page leads to are there, and its picture', async () => {
    for (const [path, type] of [
      ['/privacy', 'text/html'],
      ['/support', 'text/html'],
      ['/assets/home.png', 'image/png'],
      ['/assets/lanyard.css', 'text/css'],
    ]) {
      const { status, headers } = await createBrowser().get(`${lanyard.url}${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-type')).toContain(type);
    }
  });

  test('every answer forbids scripts, frames, sniffing and referrers, also a failure', async () => {
    for (const path of ['/', '/privacy', '/slack/oauth_redirect', '/nowhere', '/healthz']) {
      const { headers } = await createBrowser().get(`${lanyard.url}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('the way to Slack names the scopes, a state, the redirect address and the workspace that was meant', async () => {
    const { location, status, headers } = await createBrowser().get(
      `${lanyard.url}/slack/install?team=T0MEANT`,
    );
    const url = new URL(String(location));
    expect(status).toBe(302);
    expect(url.href.startsWith(lanyard.slack.authorizeUrl)).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: lanyard.credentials.clientId,
      scope: 'commands,chat:write,users:read,team:read',
      user_scope: 'users:read',
      redirect_uri: `${lanyard.url}/slack/oauth_redirect`,
      team: 'T0MEANT',
    });
    expect(url.searchParams.get('state')?.length).toBeGreaterThanOrEqual(43);
    expect(headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('an installation stores the bot and the person apart, sealed, and tells what happened', async () => {
    const acme = lanyard.slack.workspace('Acme & Söhne <b>');
    const grace = acme.person('Grace', { role: 'owner' });
    const page = await lanyard.install(grace);
    expect(page.status).toBe(200);
    expect(headline(page)).toBe('Lanyard is now in Acme &amp; Söhne &lt;b&gt;');

    const { bots, users, audit } = await rowsOf(acme.id);
    expect(bots).toMatchObject([
      {
        installedIn: acme.id,
        isEnterpriseInstall: false,
        name: 'Acme & Söhne <b>',
        installerUserId: grace.id,
      },
    ]);
    expect(bots[0]?.grantedScopes).toEqual(['commands', 'chat:write', 'users:read', 'team:read']);
    expect(bots[0]?.botId).toMatch(/^B/);
    expect(users).toMatchObject([{ userId: grace.id, grantedScopes: ['users:read'] }]);
    expect(bots[0]?.sealedBotToken).toMatch(/^v1\.test\./);
    expect(users[0]?.sealedUserToken).toMatch(/^v1\.test\./);
    expect(audit).toEqual([
      { action: 'installation_granted', actor: 'user', actorUserId: grace.id, subjectUserId: null },
      { action: 'permission_granted', actor: 'user', actorUserId: grace.id, subjectUserId: grace.id },
    ]);
  });

  test('the code is exchanged with HTTP Basic credentials, never in the body', async () => {
    const call = lanyard.slack.calls.find((one) => one.method === 'oauth.v2.access');
    expect(call).toBeDefined();
    expect(Object.keys(call?.args ?? {}).sort()).toEqual(['code', 'redirect_uri']);
  });

  test('installing again renews the same rows and says so', async () => {
    const again = lanyard.slack.workspace('Again');
    const owner = again.person('Olga', { role: 'owner' });
    await lanyard.install(owner);
    const page = await lanyard.install(owner);
    expect(headline(page)).toContain('renewed in Again');
    const { bots, users } = await rowsOf(again.id);
    expect([bots.length, users.length]).toEqual([1, 1]);
  });

  test('installing again after the scopes have changed shows the difference', async () => {
    const changed = lanyard.slack.workspace('Changed');
    const owner = changed.person('Chris', { role: 'owner' });
    await lanyard.install(owner);
    await lanyard.prisma.installation.updateMany({
      where: { installedIn: changed.id },
      data: { grantedScopes: ['commands', 'users:read', 'quantum:read', 'team:read'] },
    });
    const page = await lanyard.install(owner);
    expect(headline(page)).toBe('Permissions updated in Changed');
    expect(page.text).toContain('<dt>New</dt><dd>Send you private messages as itself</dd>');
    expect(page.text).toMatch(/<dt>No longer<\/dt><dd>Do what Slack calls quantum:read/);
  });

  test('a second person learns that the workspace had it, and gets their own permission', async () => {
    const shared = lanyard.slack.workspace('Shared');
    await lanyard.install(shared.person('Ada', { role: 'owner' }));
    const second = shared.person('Ben', { role: 'admin' });
    const page = await lanyard.install(second);
    expect([page.status, headline(page)]).toEqual([200, 'Shared already had Lanyard']);
    expect(page.text).toContain('You also granted your own permission');
    const { bots, users } = await rowsOf(shared.id);
    expect([bots.length, users.length]).toEqual([1, 2]);
  });

  test('after a removal it is a first installation again, without a difference', async () => {
    const back = lanyard.slack.workspace('Back');
    const owner = back.person('Bo', { role: 'owner' });
    await lanyard.install(owner);
    await back.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(2_000);
    const page = await lanyard.install(owner);
    expect(headline(page)).toBe('Lanyard is now in Back');
    expect(page.text).not.toContain('What changed');
  });

  test('who comes back from Slack without having begun here is led to the beginning, and nothing is stored', async () => {
    const acme = lanyard.slack.workspace('Directory');
    const owner = acme.person('Olga', { role: 'owner' });
    const browser = createBrowser();
    const start = await browser.get(`${lanyard.url}/slack/install`);
    const back = new URL(await owner.allows(String(start.location)));
    back.searchParams.delete('state');
    const page = await createBrowser().get(back.href);
    expect([page.status, page.location]).toEqual([302, '/slack/install']);
    expect(await rowsOf(acme.id)).toEqual({ bots: [], users: [], audit: [] });
  });

  test('a link for one person, used by another, says so and keeps what the other gave as theirs', async () => {
    const acme = lanyard.slack.workspace('Shared link');
    await lanyard.install(acme.person('Olga', { role: 'owner' }));
    const [meant, other] = [acme.person('Mia'), acme.person('Nick')];
    const browser = createBrowser();
    const start = await browser.get(`${lanyard.url}/slack/install?for=me&team=${acme.id}&user=${meant.id}`);
    const page = await browser.get(await other.allows(String(start.location)));
    expect([page.status, headline(page)]).toEqual([409, 'That link was for someone else']);
    const ids = (await rowsOf(acme.id)).users.map(({ userId }) => userId);
    expect(ids).toContain(other.id);
    expect(ids).not.toContain(meant.id);
  });

  test('what an attempt is for lies with its state in the database, not in the browser', async () => {
    const start = await createBrowser().get(
      `${lanyard.url}/slack/install?for=me&team=T0META&user=U0META&channel=C0META`,
    );
    const [row] = await lanyard.prisma.oAuthState.findMany({ where: { teamId: 'T0META' } });
    expect(row).toMatchObject({ purpose: 'me', userId: 'U0META', channelId: 'C0META', consumedAt: null });
    const state = new URL(String(start.location)).searchParams.get('state') ?? '';
    const cookie = String(start.headers.get('set-cookie'));
    expect(`${state} ${cookie}`).not.toMatch(/T0META|U0META|C0META/);
    // Random values lie there as hashes.
    expect(JSON.stringify(row)).not.toContain(state);
    expect(JSON.stringify(row)).not.toContain(/=([^;]+)/.exec(cookie)?.[1]);
  });

  test('who came from a channel is led back to it, also after a second try; everybody else to Home', async () => {
    const acme = lanyard.slack.workspace('Round trip');
    await lanyard.install(acme.person('Olga', { role: 'owner' }));
    const mia = acme.person('Mia');
    const browser = createBrowser();
    const link = `${lanyard.url}/slack/install?for=me&team=${acme.id}&user=${mia.id}`;
    const begin = async (url: string) => String((await browser.get(url)).location);
    lanyard.slack.fault('oauth.v2.access', { status: 503 });
    const failed = await browser.get(await mia.allows(await begin(`${link}&channel=C0FROM`)));
    const again = /href="(\/slack\/install[^"]*channel=C0FROM)"/.exec(failed.text)?.[1] ?? '';
    const given = await browser.get(
      await mia.allows(await begin(`${lanyard.url}${again.replaceAll('&amp;', '&')}`)),
    );
    expect(given.text).toContain(`/app_redirect?channel=C0FROM&amp;team=${acme.id}"`);
    const fromHome = await browser.get(await mia.allows(await begin(link)));
    expect(fromHome.text).toMatch(/\/app_redirect\?app=\w+&amp;team=/);
  });

  test('a link for one workspace, used in another one, says so and tells nothing of the first', async () => {
    const meant = lanyard.slack.workspace('Meant');
    await lanyard.install(meant.person('Max', { role: 'owner' }));
    const chosen = lanyard.slack.workspace('Chosen');
    const person = chosen.person('Cleo', { role: 'owner' });
    const without = lanyard.slack.workspace('Without Lanyard');
    async function through(teamId: string) {
      const browser = createBrowser();
      const start = await browser.get(`${lanyard.url}/slack/install?for=me&team=${teamId}`);
      const page = await browser.get(await person.allows(String(start.location)));
      const own = page.text.replaceAll(teamId, 'T…').replace(/<code>[0-9A-Z]{8}<\/code>/, '');
      return { page, own };
    }
    const { page, own } = await through(meant.id);
    expect([page.status, headline(page)]).toEqual([409, 'You chose another workspace']);
    expect(page.text).toContain('you granted your permission in Chosen.');
    expect(page.text).toContain(`href="/slack/install?for=me&amp;team=${meant.id}"`);
    expect(page.text).not.toMatch(/Meant|Max/);
    // Nor whether Lanyard is there: the page is the same for any workspace, also for one that does not exist.
    expect((await through(without.id)).own).toBe(own);
    expect((await through('T0NOWHERE')).own).toBe(own);
    // Slack holds it valid, so it is not lost from sight.
    expect((await rowsOf(chosen.id)).users).toMatchObject([{ userId: person.id }]);
    expect((await rowsOf(meant.id)).users.map(({ userId }) => userId)).not.toContain(person.id);
  });

  test('a name with NUL, half characters or signs that turn the text around costs nothing, and is shown plainly', async () => {
    const acme = lanyard.slack.workspace('Ac\0me\ud800 \u202eeton\u2066 \u061cInc');
    const olga = acme.person('Ol\0ga\u202e', { role: 'owner' });
    const page = await lanyard.install(olga);
    expect([page.status, headline(page)]).toEqual([200, 'Lanyard is now in Ac me� eton Inc']);
    const { bots } = await rowsOf(acme.id);
    expect(bots[0]?.name).toBe('Ac me� eton Inc');
    await olga.opensHome();
    await until(
      () => olga.homeText(),
      (text) => text.includes('Granted by you'),
      'Home',
    );
    expect(JSON.stringify(olga.home())).not.toMatch(
      /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\\u0000|\\ud800/,
    );
  });

  test('where admins approve apps first, asking them installs nothing; their yes lets the person install', async () => {
    const workspace = lanyard.slack.workspace('Approving', { approvesApps: true });
    const member = workspace.person('Mia');
    const admin = workspace.person('Ada', { role: 'admin' });
    const { location } = await createBrowser().get(`${lanyard.url}/slack/install`);
    await member.asksToInstall(String(location), 'For the team');
    await admin.untilSees(({ visible }) => visible.includes('would like to add Lanyard'));
    await expect(member.allows(String(location))).rejects.toThrow('haven’t decided yet');
    expect(await rowsOf(workspace.id)).toEqual({ bots: [], users: [], audit: [] });
    workspace.decides('approved');
    expect(headline(await lanyard.install(member))).toBe('Lanyard is now in Approving');
  });

  test.each([
    ['app_approval_pending', 403, 'Your admins have been asked'],
    ['invalid_team_for_non_distributed_app', 403, 'This Lanyard is for one workspace only'],
    ['bad_redirect_uri', 500, 'This Lanyard isn’t configured correctly'],
  ])('sent back by Slack with %s, a person reads what it means', async (error, status, title) => {
    const page = await createBrowser().get(`${lanyard.url}/slack/oauth_redirect?error=${error}&state=x`);
    expect([page.status, headline(page)]).toEqual([status, title]);
  });

  test.each(['<b>sorry</b>', 'Call +1 555 0100', 'xoxp-1-2-3', 'a'.repeat(65), 'Approval', ' '])(
    'sent back with what is none of Slack’s codes (%j), a person is shown nothing of it',
    async (error) => {
      const query = new URLSearchParams({ error, state: 'x' });
      const page = await createBrowser().get(`${lanyard.url}/slack/oauth_redirect?${query}`);
      expect([page.status, headline(page)]).toEqual([400, 'We can’t tell how you got here']);
      if (error.trim()) expect(page.text).not.toContain(error);
      expect(lanyard.log.slice(-5).join('')).not.toContain(error.trim() || 'no such text');
    },
  );

  /** What Slack answers to a code, with something changed about it. */
  const tokenAnswer = (workspace: { id: string }, userId: string, change: Record<string, unknown>) => ({
    answer: {
      ok: true,
      app_id: lanyard.credentials.appId,
      team: { id: workspace.id, name: 'Answered' },
      enterprise: null,
      is_enterprise_install: false,
      access_token: 'xoxb-sim-surplus',
      token_type: 'bot',
      scope: 'commands',
      bot_user_id: 'U0SURPLUS',
      authed_user: { id: userId, access_token: 'xoxp-sim-own', token_type: 'user', scope: 'users:read' },
      ...change,
    },
  });

  test('a bot token in the answer to somebody who asked for their own permission replaces no bot, and adds none', async () => {
    const acme = lanyard.slack.workspace('Surplus');
    const owner = acme.person('Olga', { role: 'owner' });
    const mia = acme.person('Mia');
    await lanyard.install(owner);
    const [before] = (await rowsOf(acme.id)).bots;
    const incoming_webhook = { url: 'https://hooks.slack.com/services/T/B/x', channel: '#general' };
    lanyard.slack.fault('oauth.v2.access', tokenAnswer(acme, mia.id, { incoming_webhook }));
    const revocations = lanyard.slack.calls.filter(({ method }) => method === 'auth.revoke').length;
    const page = await lanyard.install(mia, { forMe: true });
    expect(page.status).toBe(200);
    const { bots, users } = await rowsOf(acme.id);
    expect(bots).toEqual([before]);
    expect(users.find(({ userId }) => userId === mia.id)).toMatchObject({ sealedWebhookUrl: null });
    // Slack gives a workspace the same bot token each time: to revoke it would remove the app.
    expect(lanyard.slack.calls.filter(({ method }) => method === 'auth.revoke')).toHaveLength(revocations);
    expect(lanyard.log.join('')).toContain('bot token to someone who asked for their own permission');

    const empty = lanyard.slack.workspace('Surplus elsewhere');
    const ben = empty.person('Ben');
    lanyard.slack.fault('oauth.v2.access', tokenAnswer(empty, ben.id, {}));
    await lanyard.install(ben, { forMe: true });
    expect((await rowsOf(empty.id)).bots).toEqual([]);
  });

  test('an answer without a bot to whoever added the app is no installation, and says what was kept', async () => {
    const acme = lanyard.slack.workspace('Without a bot');
    const owner = acme.person('Olga', { role: 'owner' });
    const nothing = { access_token: undefined, token_type: undefined, bot_user_id: undefined };
    lanyard.slack.fault('oauth.v2.access', tokenAnswer(acme, owner.id, nothing));
    const page = await lanyard.tryToInstall(owner);
    expect([page.status, headline(page)]).toEqual([502, 'Slack didn’t add the app']);
    const { bots, users } = await rowsOf(acme.id);
    expect(bots).toEqual([]);
    expect(users).toMatchObject([{ userId: owner.id }]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['of another app', { app_id: 'A0ANOTHER' }],
    ['without a workspace', { team: null }],
    ['with an empty workspace', { team: { id: '', name: '' } }],
    ['without a person', { authed_user: {} }],
    [
      'with tokens of another kind',
      { token_type: 'app', authed_user: { id: 'U1', access_token: 'x', token_type: 'app' } },
    ],
    ['with a bot that has no user', { bot_user_id: '' }],
    ['without any token', { access_token: '', authed_user: { id: 'U1' } }],
  ])('an answer %s is none: nothing is kept', async (_, change) => {
    const acme = lanyard.slack.workspace(`Odd ${JSON.stringify(change)}`);
    const owner = acme.person('Olga', { role: 'owner' });
    lanyard.slack.fault('oauth.v2.access', tokenAnswer(acme, owner.id, change));
    const page = await lanyard.tryToInstall(owner);
    expect([page.status, headline(page)]).toEqual([502, 'Slack didn’t answer']);
    expect(await rowsOf(acme.id)).toEqual({ bots: [], users: [], audit: [] });
  });

  test.each([-5, 0, 1e15, 'soon', null])(
    'a token that lives for %p seconds is kept, and renewed in the usual time',
    async (expires_in) => {
      const acme = lanyard.slack.workspace(`Lives for ${expires_in}`);
      const owner = acme.person('Olga', { role: 'owner' });
      const refresh_token = 'xoxe-1-refresh';
      lanyard.slack.fault('oauth.v2.access', tokenAnswer(acme, owner.id, { expires_in, refresh_token }));
      await lanyard.install(owner);
      const [bot] = (await rowsOf(acme.id)).bots;
      const lifeMs = Number(bot?.expiresAt) - lanyard.clock.now().getTime();
      expect(lifeMs).toBeGreaterThan(11 * 60 * 60_000);
      expect(lifeMs).toBeLessThanOrEqual(12 * 60 * 60_000);
    },
  );

  test("a person's own permission leaves the workspace's bot untouched", async () => {
    const own = lanyard.slack.workspace('Own');
    const member = own.person('Mia');
    await lanyard.install(own.person('Otto', { role: 'owner' }));
    const before = await rowsOf(own.id);
    const page = await lanyard.install(member, { forMe: true });
    expect(headline(page)).toBe('You granted your permission in Own');
    const after = await rowsOf(own.id);
    expect(after.bots).toEqual(before.bots);
    expect(after.users.map((row) => row.userId).sort()).toEqual([before.users[0]?.userId, member.id].sort());
  });

  test('an own permission is kept also where there is no bot', async () => {
    const lone = lanyard.slack.workspace('Lone');
    const page = await lanyard.install(lone.person('Lena'), { forMe: true });
    expect(page.status).toBe(200);
    const { bots, users } = await rowsOf(lone.id);
    expect([bots.length, users.length]).toEqual([0, 1]);
  });

  test('an org-wide installation is kept for the organization', async () => {
    const org = lanyard.slack.organization('Umbrella');
    const first = lanyard.slack.workspace('Umbrella One', { organization: org });
    const owner = first.person('Uma', { role: 'primary_owner' });
    await lanyard.install(owner, { consent: { target: 'organization' } });
    const { bots } = await rowsOf(org.id);
    expect(bots).toMatchObject([{ isEnterpriseInstall: true, name: 'Umbrella', enterpriseId: org.id }]);
  });

  test('Cancel in Slack installs nothing and offers to try again', async () => {
    const nope = lanyard.slack.workspace('Nope');
    const browser = createBrowser();
    const start = await browser.get(`${lanyard.url}/slack/install`);
    const page = await browser.get(await nope.person('Nora').cancels(String(start.location)));
    expect([page.status, headline(page)]).toEqual([403, 'Nothing was installed']);
    expect(page.text).toContain('href="/slack/install"');
    expect((await rowsOf(nope.id)).bots).toEqual([]);
  });

  test('a state is good for ten minutes', async () => {
    const late = lanyard.slack.workspace('Late').person('Lou', { role: 'owner' });
    const browser = createBrowser();
    const start = await browser.get(`${lanyard.url}/slack/install`);
    lanyard.clock.forward(10 * 60_000 + 1_000);
    const page = await browser.get(await late.allows(String(start.location)));
    expect([page.status, headline(page)]).toEqual([400, 'That took a little too long']);
  });

  test('a state is good once: the address opened again changes nothing', async () => {
    const twice = lanyard.slack.workspace('Twice');
    const { browser, back } = await allowInstall(lanyard.url, twice.person('Tess', { role: 'owner' }));
    await browser.get(back);
    const before = await rowsOf(twice.id);
    const page = await browser.get(back);
    expect([page.status, headline(page)]).toEqual([409, 'This page was already opened']);
    expect(await rowsOf(twice.id)).toEqual(before);
  });

  test('of two returns at the same moment one wins', async () => {
    const race = lanyard.slack.workspace('Race');
    const { browser, back } = await allowInstall(lanyard.url, race.person('Rae', { role: 'owner' }));
    const pages = await Promise.all(Array.from({ length: 8 }, () => browser.get(back)));
    expect(pages.map((page) => page.status).sort()).toEqual([200, ...Array(7).fill(409)]);
  });

  test('a return in another browser is stopped, and does not use the state up', async () => {
    const other = lanyard.slack.workspace('Other').person('Ole', { role: 'owner' });
    const { browser, back } = await allowInstall(lanyard.url, other);
    const stranger = await createBrowser().get(back);
    expect([stranger.status, headline(stranger)]).toEqual([403, 'This was started in a different browser']);
    expect((await browser.get(back)).status).toBe(200);
  });

  test('two tabs of one browser both finish', async () => {
    const tabs = lanyard.slack.workspace('Tabs').person('Tim', { role: 'owner' });
    const browser = createBrowser();
    const one = await browser.get(`${lanyard.url}/slack/install`);
    const two = await browser.get(`${lanyard.url}/slack/install?for=me`);
    expect((await browser.get(await tabs.allows(String(one.location)))).status).toBe(200);
    expect((await browser.get(await tabs.allows(String(two.location)))).status).toBe(200);
  });

  test('an invented state, and nothing at all, lead back to the start', async () => {
    for (const query of ['code=1.2.3&state=invented', 'state=invented', '']) {
      const page = await createBrowser().get(`${lanyard.url}/slack/oauth_redirect?${query}`);
      expect([page.status, headline(page)]).toEqual([400, 'We can’t tell how you got here']);
    }
  });

  test.each([
    [{ error: 'invalid_code' }, 400, 'Slack’s approval is no longer valid'],
    [{ error: 'bad_client_secret' }, 500, 'This Lanyard isn’t configured correctly'],
    [{ error: 'bad_redirect_uri' }, 500, 'This Lanyard isn’t configured correctly'],
    [{ error: 'user_email_unverified' }, 502, 'Slack didn’t accept that'],
    [{ error: 'internal_error' }, 502, 'Slack didn’t answer'],
    [{ status: 500 }, 502, 'Slack didn’t answer'],
    [{ dropConnection: true }, 502, 'Slack didn’t answer'],
    [{ status: 429, retryAfterSeconds: 30 }, 502, 'Slack didn’t answer'],
  ] as const)(
    'when Slack answers the code with %j the page says so and nothing is stored',
    async (fault, status, title) => {
      const failing = lanyard.slack.workspace(`Failing ${JSON.stringify(fault)}`);
      lanyard.slack.fault('oauth.v2.access', fault);
      const page = await lanyard.tryToInstall(failing.person('Finn', { role: 'owner' }));
      expect([page.status, headline(page)]).toEqual([status, title]);
      expect(page.text).toContain('href="/slack/install"');
      expect(await rowsOf(failing.id)).toEqual({ bots: [], users: [], audit: [] });
    },
  );

  test('a test that needs an installation and gets none fails there, quoting the page', async () => {
    const owner = lanyard.slack.workspace('Needed').person('Olga', { role: 'owner' });
    lanyard.slack.fault('oauth.v2.access', { error: 'invalid_code' });
    await expect(lanyard.install(owner)).rejects.toThrow(
      /with status 400, says:\n.*Slack’s approval is no longer valid/s,
    );
  });

  test('an error that Slack sends back is shown small, and only when it looks like a code', async () => {
    const named = await createBrowser().get(
      `${lanyard.url}/slack/oauth_redirect?error=invalid_scope&state=x`,
    );
    expect([named.status, named.text.includes('<code>invalid_scope</code>')]).toEqual([502, true]);
    const hostile = await createBrowser().get(
      `${lanyard.url}/slack/oauth_redirect?error=%3Cscript%3Ealert(1)`,
    );
    expect([hostile.status, hostile.text.includes('script')]).toEqual([400, false]);
  });

  test('the reference on a page is in the log, with what happened', async () => {
    const missing = await createBrowser().get(`${lanyard.url}/nowhere`);
    expect([missing.status, headline(missing)]).toEqual([404, 'Page not found']);
    lanyard.slack.fault('oauth.v2.access', { error: 'bad_client_secret' });
    const failed = await lanyard.tryToInstall(
      lanyard.slack.workspace('Ref').person('Rex', { role: 'owner' }),
    );
    const referenceOn = (page: Page) => /<code>([0-9A-Z]{8})<\/code>/.exec(page.text)?.[1];
    const about = lanyard.log.filter((line) => line.includes(`"reference":"${referenceOn(failed)}"`));
    expect(about.join()).toContain('bad_client_secret');
    // Pages that don't exist are counted, not logged one by one.
    expect(referenceOn(missing)).toBeUndefined();
  });
});
