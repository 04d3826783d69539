import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf, startWithApp, type WithApp } from '../test-app.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp();
});
afterAll(() => one.stop());

// biome-ignore lint/suspicious/noExplicitAny: what an app may send is wider than what the types allow.
type View = any;
const section = (text: string, more: object = {}) => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...more,
});
const button = (action_id: string, text: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: { type: 'plain_text', text },
  ...more,
});
const home = (...blocks: object[]): View => ({ type: 'home', blocks });
const modal = (blocks: object[], more: object = {}): View => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'A modal' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks,
  ...more,
});
const input = {
  type: 'input',
  block_id: 'why',
  label: { type: 'plain_text', text: 'Why' },
  element: { type: 'plain_text_input', action_id: 'reason' },
};

async function team(name: string) {
  const workspace = one.slack.workspace(name);
  const owner = workspace.person('Olga', { role: 'owner' });
  const { access_token } = await one.install(owner);
  one.answers((_, response) => response.end());
  const { views } = one.client(access_token);
  return { workspace, owner, views };
}
const answerWith = (body: object) => (_: unknown, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

describe('views.publish', () => {
  test("stores a person's Home and completes it as Slack does", async () => {
    const { owner, views, workspace } = await team('Publish');
    expect(owner.home()).toBeUndefined();
    const { view } = await views.publish({ user_id: owner.id, view: home(section('Hi')) });
    expect(view).toMatchObject({
      id: expect.stringMatching(/^V/),
      team_id: workspace.id,
      type: 'home',
      state: { values: {} },
      private_metadata: '',
      app_installed_team_id: workspace.id,
      blocks: [{ type: 'section', block_id: expect.any(String), text: { text: 'Hi', verbatim: false } }],
    });
    expect(owner.home()).toMatchObject({ id: view?.id, hash: view?.hash, publishes: 1 });
  });

  test('keeps the id and changes the hash; an old or empty hash conflicts', async () => {
    const { owner, views } = await team('Hashes');
    const publish = async (more: object = {}) =>
      (await views.publish({ user_id: owner.id, view: home(section('x')), ...more })).view;
    const first = await publish();
    const second = await publish({ hash: first?.hash });
    expect(second?.id).toBe(first?.id);
    expect(second?.hash).not.toBe(first?.hash);
    expect(await errorOf(publish({ hash: first?.hash }))).toBe('hash_conflict');
    expect(await errorOf(publish({ hash: '' }))).toBe('hash_conflict');
    expect(owner.home()?.publishes).toBe(2);
  });

  test('refuses what is too large, of the wrong type, invalid, or for nobody here', async () => {
    const { owner, views } = await team('Refusing');
    const publish = (view: View, user_id = owner.id) => errorOf(views.publish({ user_id, view }));
    expect(await publish({ ...home(), private_metadata: 'x'.repeat(250_001) })).toBe('view_too_large');
    expect(await publish(modal([]))).toBe('invalid_arguments');
    expect(await publish([])).toBe('invalid_arguments');
    expect(await publish(home(), 'U404')).toBe('user_not_found');
    const invalid = views.publish({ user_id: owner.id, view: home(section('')) });
    await expect(invalid).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: expect.arrayContaining([
            expect.stringMatching(/^\[ERROR\] .* \[json-pointer:\/view\/blocks\/0\/text\/text\]$/),
          ]),
        },
      },
    });
  });
});

describe('Home', () => {
  test('reads as a person reads it', async () => {
    const { owner, views } = await team('Reading');
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Title' } },
      section(`*Bold* by <@${owner.id}> on <!date^1^{date}|1 January> &lt;b&gt; <https://example.com|here>`, {
        accessory: button('go', 'Go'),
      }),
      { type: 'divider' },
      { type: 'context', elements: [{ type: 'mrkdwn', text: '_small_' }] },
    ];
    await views.publish({ user_id: owner.id, view: home(...blocks) });
    expect(owner.homeText()).toBe('Title\nBold by @Olga on 1 January <b> here [Go]\n---\nsmall');
  });

  test('brings its view along from the second opening on', async () => {
    const { owner, views } = await team('Opening');
    await owner.opensHome();
    const { view } = await views.publish({ user_id: owner.id, view: home(section('x')) });
    await owner.opensHome();
    const events = one.slack.deliveries.slice(-2).map(({ payload }) => payload.event);
    expect(events[0]).not.toHaveProperty('view');
    expect(events[1]).toMatchObject({ view: { id: view?.id, hash: view?.hash } });
  });

  test('waits for what will be published, and says what it read when it does not come', async () => {
    const { owner, views } = await team('Waiting');
    const coming = owner.untilHome((text) => text.includes('ready'));
    await views.publish({ user_id: owner.id, view: home(section('not yet')) });
    await views.publish({ user_id: owner.id, view: home(section('ready')) });
    expect(await coming).toBe('ready');
    await expect(owner.untilHome(() => false, { timeoutMs: 1 })).rejects.toThrow('reads:\nready');
  });

  test('sends what is pressed, once, with the view', async () => {
    const { owner, views, workspace } = await team('Pressing');
    const menu = {
      type: 'overflow',
      action_id: 'more',
      options: ['one', 'two'].map((value) => ({ text: { type: 'plain_text', text: value }, value })),
    };
    const blocks = [
      section('A', { accessory: button('go', 'Go', { value: 'a' }) }),
      section('B', { accessory: button('go', 'Go', { value: 'b' }) }),
      section('C', { accessory: menu }),
    ];
    await views.publish({ user_id: owner.id, view: home(...blocks) });
    const { payload, body } = await owner.presses('go', { value: 'b' });
    expect(JSON.parse(new URLSearchParams(body).get('payload') ?? '')).toEqual(payload);
    expect(payload).toMatchObject({
      type: 'block_actions',
      user: { id: owner.id, team_id: workspace.id },
      team: { id: workspace.id },
      api_app_id: 'A0TEST',
      container: { type: 'view', view_id: owner.home()?.id },
      view: { type: 'home', hash: owner.home()?.hash },
      actions: [{ action_id: 'go', type: 'button', value: 'b', block_id: owner.home()?.blocks[1]?.block_id }],
    });
    for (const absent of ['channel', 'message', 'response_url']) expect(payload).not.toHaveProperty(absent);
    expect((await owner.presses('go', { nth: 0 })).payload).toMatchObject({ actions: [{ value: 'a' }] });
    expect((await owner.presses('more', { value: 'two' })).payload).toMatchObject({
      actions: [{ type: 'overflow', selected_option: { value: 'two' } }],
    });
    await expect(owner.presses('go', { value: 'c' })).rejects.toThrow('sees no go (c) to press');
    await expect(workspace.person('Other').presses('go')).rejects.toThrow('There is: nothing');
  });
});

describe('a modal', () => {
  /** Presses a button on Home and opens a modal with its trigger. */
  async function opened(name: string, view: View = modal([input])) {
    const all = await team(name);
    const { owner, views } = all;
    await views.publish({ user_id: owner.id, view: home(section('x', { accessory: button('go', 'Go') })) });
    const trigger_id = String((await owner.presses('go')).payload.trigger_id);
    await views.open({ trigger_id, view });
    return { ...all, trigger_id };
  }

  test('opens once by a trigger, within three seconds', async () => {
    const { owner, views, trigger_id } = await opened('Trigger');
    expect(owner.modal()).toMatchObject({ type: 'modal', title: { text: 'A modal' } });
    expect(await errorOf(views.open({ trigger_id, view: modal([]) }))).toBe('exchanged_trigger_id');
    expect(await errorOf(views.open({ trigger_id: 'x', view: modal([]) }))).toBe('invalid_trigger_id');
    await owner.closes();
    const late = String((await owner.presses('go')).payload.trigger_id);
    one.forward(3_001);
    expect(await errorOf(views.open({ trigger_id: late, view: modal([]) }))).toBe('expired_trigger_id');
  });

  test('brings what was filled in, and closes on an empty answer', async () => {
    const { owner } = await opened('Submit');
    const { payload } = await owner.submits({ reason: 'because' });
    expect(payload).toMatchObject({
      type: 'view_submission',
      view: { state: { values: { why: { reason: { type: 'plain_text_input', value: 'because' } } } } },
    });
    expect(owner.modal()).toBeUndefined();
  });

  test('stays on errors, changes on update, stacks on push, goes on clear', async () => {
    const { owner } = await opened('Answers');
    one.answers(answerWith({ response_action: 'errors', errors: { why: 'No' } }));
    await owner.submits();
    expect(owner.modal()).toMatchObject({ title: { text: 'A modal' } });
    const titled = (text: string) => modal([input], { title: { type: 'plain_text', text } });
    one.answers(answerWith({ response_action: 'update', view: titled('Second') }));
    await owner.submits();
    expect(owner.modal()).toMatchObject({ title: { text: 'Second' } });
    one.answers(answerWith({ response_action: 'push', view: titled('Third') }));
    await owner.submits();
    expect(owner.modal()).toMatchObject({ title: { text: 'Third' }, previous_view_id: expect.any(String) });
    one.answers((_, response) => response.end());
    await owner.submits();
    expect(owner.modal()).toMatchObject({ title: { text: 'Second' } });
    one.answers(answerWith({ response_action: 'clear' }));
    await owner.submits();
    expect(owner.modal()).toBeUndefined();
  });

  test('is pushed upon another one, three at most', async () => {
    const { owner, views } = await opened(
      'Push',
      modal([input, { type: 'actions', elements: [button('on', 'On')] }]),
    );
    const pushing = () => modal([{ type: 'actions', elements: [button('on', 'On')] }]);
    const push = async () => {
      const trigger_id = String((await owner.presses('on')).payload.trigger_id);
      return errorOf(views.push({ trigger_id, view: pushing() }));
    };
    const root = owner.modal()?.id;
    expect([await push(), await push(), await push()]).toEqual([
      'no error',
      'no error',
      'push_limit_reached',
    ]);
    expect(owner.modal()).toMatchObject({ root_view_id: root, previous_view_id: expect.any(String) });
    await owner.closes();
    await owner.closes();
    expect(owner.modal()?.id).toBe(root);
    await owner.closes();
    const { payload } = await owner.presses('go');
    const interactivity_pointer = String(payload.trigger_id);
    expect(await errorOf(views.push({ interactivity_pointer, view: pushing() }))).toBe('invalid_trigger_id');
    expect(await errorOf(views.push({ interactivity_pointer, view: pushing() }))).toBe(
      'exchanged_trigger_id',
    );
  });

  test('tells of being closed only when asked to', async () => {
    const quiet = await opened('Quiet');
    expect(await quiet.owner.closes()).toBeUndefined();
    const told = await opened('Told', modal([], { notify_on_close: true }));
    expect((await told.owner.closes())?.payload).toMatchObject({ type: 'view_closed', is_cleared: false });
  });

  test('is updated by id, external id and hash', async () => {
    const { owner, views } = await opened('Update', modal([input], { external_id: 'mine' }));
    const { id: view_id = '', hash } = owner.modal() ?? {};
    const next = modal([], { external_id: 'mine' });
    expect((await views.update({ view_id, hash: String(hash), view: next })).view?.id).toBe(view_id);
    expect(await errorOf(views.update({ view_id, hash: String(hash), view: next }))).toBe('hash_conflict');
    expect((await views.update({ external_id: 'mine', view: next })).ok).toBe(true);
    expect(await errorOf(views.update({ external_id: 'nobodys', view: next }))).toBe('not_found');
    // Neither id: the client's types do not let it through.
    const nothing = { view: next } as unknown as Parameters<typeof views.update>[0];
    expect(await errorOf(views.update(nothing))).toBe('invalid_arguments');
  });
});
