import { beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { createBrowser } from '../support/browser.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { OWN, pressesButton } from '../support/home.ts';
import { opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import type { Lanyard } from '../support/lanyard.ts';
import { until, untilHome } from '../support/until.ts';

const REASON = 'left after the quarrel about the budget';
const EXEMPTED = 'in hospital until spring';
const WORKSPACE = 'Quetzal Industries';
const NAMES = ['Wilhelmina', 'Bartholomew', 'Adelheid'] as const;

/**
 * Every surface in one run at the finest level, with failures of every kind, and then a search of the log for all that came
 * from outside: what the simulated Slack issued, what people typed, and what they were shown.
 */
const OPTIONS = { on: 'PGlite', tokenRotation: true, env: { LOG_LEVEL: 'trace' } } as const;
describeLanyard('the log of a whole run at the level trace, over HTTP', OPTIONS, leavesNothing);
describeLanyard(
  'the log of a whole run at the level trace, in Socket Mode',
  { ...OPTIONS, socketMode: true },
  leavesNothing,
);

function leavesNothing(lanyard: Lanyard): void {
  let log: string;
  const issued = new Set<string>();

  beforeAll(async () => {
    const { slack } = lanyard;
    const workspace = slack.workspace(WORKSPACE);
    const owner = workspace.person(NAMES[0], { role: 'owner', twoFactor: 'app' });
    const member = workspace.person(NAMES[1], { twoFactor: 'off' });
    const admin = workspace.person(NAMES[2], { role: 'admin', twoFactor: 'sms' });
    await installs(owner, '');
    await installs(member, '?for=me');
    await installs(admin, '?for=me');

    // Home, its modals, and what they are for.
    await owner.opensHome();
    await untilHome(owner, 'Granted by you');
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
    await pressesButton(owner, 'details', OWN);
    await untilModal(owner, 'Token:');
    await owner.closes();
    await opensWorkspaceTab(owner);
    await pressesButton(owner, 'coverage_agree');
    await untilModal(owner, 'What your permission is used for');
    await owner.submits();
    await untilHome(owner, 'Counted just now.');
    await owner.closes();
    await pressesButton(owner, 'coverage_export');
    const link = await until(
      () => /http[^"]*\/export\?link=([^"]*)/.exec(JSON.stringify(owner.modal()?.blocks ?? '')),
      (found) => found !== null,
      'a link',
    );
    issued.add(String(link?.[1]));
    await fetch(String(link?.[0]), { method: 'POST', body: new URLSearchParams({ form: 'csv' }) });
    await owner.closes();
    await pressesButton(owner, 'admin_revoke', new RegExp(member.id));
    await untilModal(owner, 'Why?');
    await owner.submits({ reason: REASON });
    await member.untilSees(({ channel }) => channel === 'dm');
    await owner.closes();

    for (const [command, text] of [
      ['/2fa'],
      ['/2fa', 'team'],
      ['/2fa', EXEMPTED],
      ['/token-status'],
      ['/token-status', 'all'],
    ] as const) {
      const run = await owner.types(command, text);
      await until(run.messages, (messages) => messages.length > 0, 'an answer');
    }

    // Slack refuses, with all that its answers carry; does not answer; and answers what is not its own.
    slack.fault('users.info', { error: 'fatal_error' });
    await owner.types('/2fa');
    slack.fault('views.publish', { error: 'invalid_arguments' }, 2);
    await owner.opensHome();
    slack.fault('auth.test', { status: 500 });
    await pressesButton(owner, 'look', /^My authorizations/);
    slack.fault('views.open', { dropConnection: true });
    await pressesButton(owner, 'look', /^Workspace/).catch(() => {});
    slack.fault('oauth.v2.access', { error: 'invalid_code' });
    await installs(owner, '');
    slack.healFaults();
    // Tokens are renewed, once in vain; then everything ends.
    lanyard.clock.forward(11 * 60 * 60_000);
    slack.fault('oauth.v2.access', { error: 'internal_error' });
    await lanyard.runJob('rotate-tokens');
    await workspace.uninstall();
    await slack.settled();
    // What is no request of Slack's, and a page that there is not.
    await fetch(`${lanyard.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-signature': 'v0=0',
        'x-slack-request-timestamp': '1',
      },
      body: JSON.stringify({ text: REASON }),
    });
    await fetch(`${lanyard.url}/${NAMES[0]}?code=${REASON}`);
    await slack.settled();
    log = lanyard.log.join('\n');
  });
  /** Through the consent page and back, remembering all that travels on the way. */
  async function installs(person: Person, query: string): Promise<void> {
    const browser = createBrowser();
    const start = await browser.get(`${lanyard.url}/slack/install${query}`);
    const back = await person.allows(String(start.location));
    for (const name of ['code', 'state']) issued.add(String(new URL(back).searchParams.get(name)));
    issued.add(String(/=([^;]+)/.exec(String(start.headers.get('set-cookie')))?.[1]));
    await browser.get(back);
    await lanyard.slack.settled();
  }

  /** Every text under one of these names, however deep, in all that Slack sent and was sent. */
  function textsUnder(names: readonly string[]): string[] {
    const found = new Set<string>();
    const read = (value: unknown, name = ''): void => {
      if (typeof value === 'string' && names.includes(name)) found.add(value);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) read(inner, Array.isArray(value) ? name : key);
    };
    read([lanyard.slack.deliveries, lanyard.slack.calls]);
    return [...found];
  }

  test('holds no code, state, cookie, link, token or key', () => {
    expect(issued.size).toBeGreaterThan(10);
    const secrets = [
      ...issued,
      ...lanyard.slack.secrets(),
      lanyard.credentials.clientSecret,
      lanyard.credentials.signingSecret,
      ...lanyard.config.vaultKeys.map(({ key }) => key.toString('base64')),
    ];
    for (const secret of secrets) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/\bx(?:ox[a-z]|app)(?:\.xox[a-z])?-/);
  });

  test('holds nothing that could be acted with: no trigger and no response_url', () => {
    const handles = textsUnder(['trigger_id', 'response_url']);
    expect(handles.length).toBeGreaterThan(5);
    for (const handle of handles) expect(log).not.toContain(handle);
    expect(log).not.toMatch(/trigger_id|response_url/);
  });

  test('holds no reason, no name and nothing of a second factor', () => {
    for (const text of [REASON, EXEMPTED, WORKSPACE, ...NAMES]) expect(log).not.toContain(text);
    expect(log).not.toMatch(/has_2fa|two_factor_type|real_name|display_name/);
  });

  test('holds no text of a message, modal or command', () => {
    const texts = textsUnder(['text']).filter((text) => text.length > 8);
    expect(texts.length).toBeGreaterThan(50);
    for (const text of texts) expect(log).not.toContain(JSON.stringify(text).slice(1, -1));
    expect(log).not.toMatch(/"blocks"|private_metadata|callback_id/);
  });

  test('still tells what was asked of Slack, by method, outcome and duration, and what failed', () => {
    const lines = lanyard.log.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ method: 'oauth.v2.access', outcome: 'ok', durationMs: expect.any(Number) }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ method: 'oauth.v2.access', slackError: 'invalid_code' }),
    );
    expect(lines.some(({ err }) => err?.name === 'SlackError' && err.stack?.includes('    at '))).toBe(true);
    // No field was asked for that has no place in the log.
    expect(lines.filter(({ leftOut }) => leftOut !== undefined)).toEqual([]);
  });
}
