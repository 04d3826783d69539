import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Person } from '../../people/people.ts';
import { errorOf, startWithApp, type WithApp } from '../../test-app.ts';
import { GROUPS } from '../things/groups.ts';

type Said = { ok: boolean; notice: string | null; errors?: Record<string, string> };

const words = (text: string) => ({ type: 'plain_text', text });

let app: WithApp;
let ada: Person;
let token: string;

beforeEach(async () => {
  app = await startWithApp({ app: { tokenRotation: true } });
  ada = app.slack.workspace('Acme').person('Ada Lovelace', { role: 'owner' });
  token = (await app.install(ada)).access_token;
});
afterEach(() => app.stop());

const path = (rest: string, person = ada) =>
  `${app.slack.url}/client/${person.workspace.id}/${person.id}/${rest}`;
const page = async (rest: string, person = ada) => (await fetch(path(rest, person))).text();

async function post(rest: string, form: Record<string, string> = {}): Promise<Said> {
  const headers = { origin: app.slack.url, accept: 'application/json' };
  const response = await fetch(path(rest), { method: 'POST', headers, body: new URLSearchParams(form) });
  return (await response.json()) as Said;
}
const breaks = (thing: string, form: Record<string, string> = {}) => post(`break/${thing}/A0TEST`, form);
const lastEvent = () => app.slack.deliveries.at(-1)?.payload.event as { type: string };
const answerTo = (given = token) => errorOf(app.client(given).auth.test());

describe('the panel of things that break', () => {
  test('has one button for each, and every one of them answers', async () => {
    const html = await page('general');
    for (const { things } of GROUPS) {
      for (const { id } of things) {
        expect(html).toContain(`/break/${id}/A0TEST"`);
        expect(typeof (await breaks(id)).notice).toBe('string');
      }
    }
  });

  test('says why something cannot happen, and does not do it', async () => {
    await breaks('uninstall');
    expect(await breaks('revoke-bot')).toEqual({ ok: false, notice: 'Test App isn’t installed here.' });
    expect(await page('general')).toContain('aria-disabled="true" title="Test App isn’t installed here."');
  });

  test('ends permissions and tokens, and makes refreshes fail', async () => {
    await breaks('expire-bot');
    expect(await answerTo()).toBe('token_expired');
    const refresh_token = app.slack.workspace('Acme').botTokens().refresh ?? '';
    await breaks('kill-bot');
    const { clientId: client_id, clientSecret: client_secret } = app.registration;
    const body = new URLSearchParams({
      client_id,
      client_secret,
      refresh_token,
      grant_type: 'refresh_token',
    });
    expect((await app.raw('oauth.v2.access', { method: 'POST', body })).body.error).toBe(
      'invalid_refresh_token',
    );
    const own = app.app.userToken(ada);
    await breaks('address');
    expect(await answerTo(own)).toBe('invalid_auth');
    await breaks('address');
    await breaks('revoke-own');
    expect(await answerTo(own)).toBe('token_revoked');
    expect(lastEvent()).toMatchObject({ type: 'tokens_revoked', tokens: { oauth: [ada.id] } });
  });

  test('sends events again, late, in the other order, badly signed and old', async () => {
    await ada.opensHome();
    const first = app.slack.deliveries.at(-1);
    await breaks('again');
    expect(app.slack.deliveries.at(-1)).toMatchObject({ body: first?.body, attempt: 2 });
    await breaks('late');
    const { payload } = app.slack.deliveries.at(-1) ?? {};
    expect(Number(payload?.event_time)).toBeLessThan(Date.now() / 1000 - 3_500);
    await breaks('no-signature');
    expect(app.slack.deliveries.at(-1)?.headers).not.toHaveProperty('X-Slack-Signature');
    await breaks('old-timestamp');
    const sent = app.slack.deliveries.at(-1)?.headers['X-Slack-Request-Timestamp'];
    expect(Number(sent)).toBeLessThan(Date.now() / 1000 - 300);
    app.answers((_, response) => response.writeHead(401).end());
    expect((await breaks('bad-signature')).notice).toContain('answered 401');
    await breaks('future-timestamp');
    const ahead = app.slack.deliveries.at(-1)?.headers['X-Slack-Request-Timestamp'];
    expect(Number(ahead)).toBeGreaterThan(Date.now() / 1000 + 300);
    app.answers((_, response) => response.end());
    await breaks('reordered');
    await app.slack.settled();
    const types = app.slack.deliveries
      .slice(-2)
      .map(({ payload }) => (payload.event as { type: string }).type);
    expect(types).toEqual(['tokens_revoked', 'app_uninstalled']);
  });

  test('lets the news of a removal arrive when the app has long been back', async () => {
    const { slack, baseUrl } = app;
    slack.registerApp({ ...app.registration, installUrl: `${baseUrl}/install` });
    const installed: object[] = [];
    app.answers(async ({ url }, response) => {
      const { pathname } = new URL(url, baseUrl);
      if (pathname === '/install') response.writeHead(302, { location: app.authorizeUrl() });
      if (pathname === '/oauth') installed.push(await app.exchange(`${baseUrl}${url}`));
      response.end();
    });
    slack.clock.forward(60_000);
    const removedAt = Math.floor(slack.clock.now().getTime() / 1000);
    expect(await breaks('after-reinstall')).toMatchObject({
      ok: true,
      notice: expect.stringContaining('is back'),
    });
    expect(installed).toMatchObject([{ ok: true }]);
    await slack.settled();
    const events = slack.deliveries.slice(-2).map(({ payload }) => payload);
    expect(events.map(({ event }) => (event as { type: string }).type).sort()).toEqual([
      'app_uninstalled',
      'tokens_revoked',
    ]);
    for (const { event_time } of events) expect(Number(event_time) - removedAt).toBeLessThanOrEqual(1);
    expect(slack.workspace('Acme').hasInstalled()).toBe(true);
  });

  test('probes the app as Slack does', async () => {
    await breaks('ssl-check');
    expect(app.slack.deliveries.at(-1)?.body).toContain('ssl_check=1');
    await breaks('withheld');
    expect(app.slack.deliveries.at(-1)?.payload).toMatchObject({ type: 'app_rate_limited' });
  });

  test('lets admins approve apps first, and decide where they manage the app', async () => {
    const mia = app.slack.workspace('Acme').person('Mia');
    await breaks('uninstall');
    await breaks('approval');
    await mia.asksToInstall(app.authorizeUrl(), 'Please');
    expect(await page('manage/A0TEST')).toMatch(/Mia<\/b> asks for it: “Please”[\s\S]*>Approve<\/button>/);
    expect(await page('manage/A0TEST', mia)).not.toContain('>Approve</button>');
    await breaks('approve');
    expect((await app.install(mia)).ok).toBe(true);
  });

  test('lets Slack’s answers fail as often as told, shows what is planned, and heals', async () => {
    await breaks('fault', { method: 'auth.test', failure: 'fatal_error', times: 'three' });
    expect(await answerTo()).toBe('fatal_error');
    expect(await page('general')).toMatch(/<b>auth\.test<\/b> fatal_error <small>2 more/);
    await breaks('heal');
    expect(await answerTo()).toBe('no error');
    await breaks('fault', { method: '*', failure: 'ratelimited', times: 'all' });
    const { response } = await app.raw('team.info');
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '30']);
  });

  test('lets something else answer, and a revocation revoke nothing', async () => {
    await breaks('impostor', { method: 'team.info', impostor: 'login_page', times: 'one' });
    expect(await page('general')).toContain('A login page that repeats the token');
    const answered = await fetch(`${app.slack.apiUrl}team.info`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-somebody' },
    });
    expect([answered.status, answered.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await answered.text()).toContain('Authorization: Bearer xoxb-somebody');
    expect(await breaks('impostor', { method: 'team.info', impostor: 'nobody', times: 'one' })).toMatchObject(
      {
        ok: false,
      },
    );
    await breaks('revokes-nothing');
    const revoked = await app.raw('auth.revoke');
    expect(revoked.response.status).toBe(200);
    expect(await answerTo()).toBe('no error');
  });

  test('changes people, the workspace, and the time', async () => {
    const mia = app.slack.workspace('Acme').person('Mia');
    await post('break/person', { who: mia.id, change: '2fa:app' });
    await post('break/person', { who: mia.id, change: 'role:admin' });
    expect([mia.twoFactor, mia.role]).toEqual(['app', 'admin']);
    await post('break/person', { who: mia.id, change: 'deactivate' });
    expect(await page('general', mia)).toContain('Mia is signed out');
    await post('break/person', { who: mia.id, change: 'reactivate' });
    expect(mia.deleted).toBe(false);
    await breaks('rename', { name: 'Acme Ltd' });
    expect(ada.workspace.name).toBe('Acme Ltd');
    const organization = app.slack.organization('Umbrella');
    await breaks('migrate', { organization: organization.id });
    expect(await answerTo()).toBe('org_login_required');
    await breaks('migrate');
    expect(ada.workspace.organizationId).toBe(organization.id);
    await breaks('clock-half-day');
    expect(app.slack.clock.movedMs).toBe(43_200_000);
    expect(await answerTo()).toBe('token_expired');
    expect(await page('general')).toContain('(moved ahead)');
  });
});

describe('the inspector', () => {
  test('shows both ways with results, times and blocks, and no token', async () => {
    await ada.opensHome();
    const blocks = [{ type: 'header', text: words('One') }, { type: 'divider' }];
    await app.client(token).views.publish({ user_id: ada.id, view: { type: 'home', blocks } as never });
    await answerTo('xoxb-nobody');
    await ada.types('/ask');
    const { response_url } = app.slack.deliveries.at(-1)?.payload ?? {};
    await fetch(String(response_url), { method: 'POST', body: JSON.stringify({ text: 'Here you are' }) });
    const html = await page('general');
    expect(html).toMatch(/app_home_opened[\s\S]*?>200<[\s\S]*? ms of 3 s/);
    expect(html).toMatch(/views\.publish[\s\S]*?>ok<[\s\S]*?2 of 100 blocks/);
    expect(html).toMatch(/auth\.test[\s\S]*?>invalid_auth</);
    expect(html).toContain('Called with a bot token');
    expect(html).toMatch(/response_url[\s\S]*?>ok<[\s\S]*?Posted[\s\S]*?Here you are/);
    expect(html).not.toContain(new URL(String(response_url)).pathname);
    for (const secret of app.slack.secrets()) expect(html).not.toContain(secret);
  });
});

describe('the tour', () => {
  const steps = async () => {
    const html = await page('general');
    return [...html.matchAll(/<li class="step( done)?( next)?"/g)].map(([, done, next]) =>
      done ? 'done' : next ? 'next' : 'later',
    );
  };

  test('knows how far the person came', async () => {
    await app.slack.settled();
    expect(await steps()).toEqual(['done', 'next', 'later', 'later', 'later', 'later']);
    await ada.opensHome();
    await ada.types('/ask');
    expect(await steps()).toEqual(['done', 'done', 'done', 'next', 'later', 'later']);
    await ada.revokesOwnPermission();
    expect(await steps()).toEqual(['done', 'done', 'done', 'done', 'next', 'later']);
    await ada.opensHome();
    expect(await steps()).toEqual(['done', 'done', 'done', 'done', 'done', 'next']);
  });
});

describe('the window', () => {
  test('says which inputs of a modal the app did not like', async () => {
    const input = {
      type: 'input',
      block_id: 'why',
      label: words('Why'),
      element: { type: 'plain_text_input', action_id: 'x' },
    };
    const button = { type: 'button', action_id: 'go', text: words('Go') };
    const { views } = app.client(token);
    await views.publish({
      user_id: ada.id,
      view: { type: 'home', blocks: [{ type: 'actions', elements: [button] }] } as never,
    });
    const trigger_id = String((await ada.presses('go')).payload.trigger_id);
    await views.open({
      trigger_id,
      view: { type: 'modal', title: words('T'), submit: words('Ok'), blocks: [input] } as never,
    });
    expect(await page('home/A0TEST')).toContain('data-error-for="why"');
    app.answers((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ response_action: 'errors', errors: { why: 'Too short' } }));
    });
    expect(await post('submit/A0TEST', { why: 'No' })).toMatchObject({ errors: { why: 'Too short' } });
    expect(app.slack.deliveries.at(-1)?.payload).toMatchObject({
      view: { state: { values: { why: { x: { value: 'No' } } } } },
    });
  });

  test('tells of messages that were not read yet, until they are', async () => {
    await app.client(token).chat.postMessage({ channel: ada.id, text: 'News' });
    expect(await page('general')).toContain(
      '<span class="count">1<span class="hidden"> unread</span></span>',
    );
    await page('messages/A0TEST');
    expect(await page('general')).not.toContain('class="count"');
  });

  test('sends what stands in every kind of menu, box and picker', async () => {
    const option = (value: string) => ({ text: words(value), value });
    const elements = [
      { type: 'static_select', action_id: 'one', options: [option('a'), option('b')] },
      { type: 'users_select', action_id: 'who' },
      { type: 'conversations_select', action_id: 'where' },
      { type: 'datepicker', action_id: 'day' },
      { type: 'checkboxes', action_id: 'boxes', options: [option('a'), option('b')] },
      { type: 'multi_static_select', action_id: 'many', options: [option('a'), option('b')] },
    ];
    const note = {
      type: 'input',
      block_id: 'note',
      label: words('Note'),
      element: { type: 'plain_text_input', action_id: 'text' },
    };
    const view = { type: 'home', blocks: [{ type: 'actions', elements }, note] };
    await app.client(token).views.publish({ user_id: ada.id, view: view as never });
    const general = app.slack.state.channels.find(({ kind }) => kind === 'general')?.id ?? '';
    const choose = async (action_id: string, value: string, several = 'false') => {
      const form = { action_id, value, several, nth: '0', 'input:note': 'As it stands' };
      expect((await post('press/A0TEST?surface=home', form)).ok).toBe(true);
      const { actions, view } = (app.slack.deliveries.at(-1)?.payload ?? {}) as {
        actions: object[];
        view: { state: { values: object } };
      };
      expect(view.state.values).toMatchObject({ note: { text: { value: 'As it stands' } } });
      return actions[0];
    };
    expect(await choose('one', 'b')).toMatchObject({ selected_option: { value: 'b' } });
    expect(await choose('who', ada.id)).toMatchObject({ selected_user: ada.id });
    expect(await choose('where', general)).toMatchObject({ selected_conversation: general });
    expect(await choose('day', '2026-12-24')).toMatchObject({ selected_date: '2026-12-24' });
    expect(await choose('boxes', 'a,b', 'true')).toMatchObject({
      selected_options: [option('a'), option('b')].map(({ value }) => ({ value })),
    });
    expect(await choose('boxes', '', 'true')).toMatchObject({ selected_options: [] });
    expect(await choose('many', 'b', 'true')).toMatchObject({ selected_options: [{ value: 'b' }] });
    expect((await post('press/A0TEST?surface=home', { action_id: 'who', value: 'U404', nth: '0' })).ok).toBe(
      false,
    );
  });
});
