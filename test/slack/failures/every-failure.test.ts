import { describe, expect, test } from '@jest/globals';
import { AppError, ERROR_CODES, type ErrorCode } from '../../../src/errors.ts';
import { english } from '../../../src/locales/words.ts';
import { createTellFailure, type Where } from '../../../src/slack/failures/tell-failure.ts';
import { createIncidentNote } from '../../../src/slack/incident-note.ts';
import { createSlackLinks } from '../../../src/slack/slack-links.ts';
import { SlackError, type TokenKind } from '../../../src/slack-api/slack-error.ts';
import {
  SLACK_ERROR_CODES,
  type SlackErrorClass,
  slackErrorClass,
} from '../../../src/slack-api/slack-error-codes.ts';

const links = createSlackLinks({
  publicUrl: 'https://lanyard.example.com',
  authorizeUrl: 'https://slack.com/oauth/v2/authorize',
});
const incidentNote = createIncidentNote({ incidents: { open: () => [] }, words: english });
const tell = createTellFailure({ words: english, links, incidentNote });
const here = { asker: { context: { teamId: 'T1' }, userId: 'U1' }, appId: 'A1' };
const answer: Where = { ...here, surface: 'answer', channelId: 'C1', retry: '/2fa' };
const SURFACES: readonly Where[] = [answer, { ...here, surface: 'home' }, { ...here, surface: 'modal' }];

const GRANT = 'https://lanyard.example.com/slack/install?for=me&team=T1&user=U1&channel=C1';
const HOME = 'https://slack.com/app_redirect?app=A1&team=T1';
const SUPPORT = 'https://lanyard.example.com/support';

/** What is on the button under each failure of one’s own permission, and where it leads or what it types. */
const STEPS = {
  backup_unusable: ['Get help', SUPPORT],
  bad_request: ['Open Lanyard’s Home', HOME],
  config_invalid: ['Get help', SUPPORT],
  data_dir_locked: ['Get help', SUPPORT],
  data_dir_unusable: ['Get help', SUPPORT],
  database_unavailable: ['Try again', '/2fa'],
  installation_changed: ['Open Lanyard’s Home', HOME],
  migration_failed: ['Get help', SUPPORT],
  not_authorized_yet: ['Grant my permission', GRANT],
  not_installed: ['Add to Slack', 'https://lanyard.example.com/slack/install?team=T1'],
  outdated: ['Open Lanyard’s Home', HOME],
  overloaded: ['Try again', '/2fa'],
  rotation_pending: ['Try again', '/2fa'],
  slack_refused: ['Get help', SUPPORT],
  slack_timeout: ['Try again', '/2fa'],
  slack_rate_limited: ['Try again', '/2fa'],
  slack_unreachable: ['Try again', '/2fa'],
  slack_token_dead: ['Reauthorize', GRANT],
  token_expired: ['Reauthorize', GRANT],
  token_unreadable: ['Reauthorize', GRANT],
  unexpected: ['Try again', '/2fa'],
  vault_key_missing: ['Get help', SUPPORT],
  workspace_migrating: ['Try again', '/2fa'],
} satisfies Record<ErrorCode, [button: string, leads: string]>;

/** The same for what Slack refuses, by what its answer means, each with the beginning of its words. */
const REFUSALS = {
  dead_token: ['Reauthorize', 'Your permission has ended in Slack.'],
  expired_token: ['Reauthorize', 'Your permission has expired.'],
  doubted_token: ['Reauthorize', 'Your permission isn’t one that Slack recognizes'],
  missing_scope: ['Reauthorize', 'Your permission doesn’t cover this.'],
  wrong_token_type: ['Reauthorize', 'Your permission is of a kind'],
  not_permitted: ['Try again', 'Your permission isn’t allowed to do this.'],
  needs_two_factor: ['Set up two-factor', 'Your permission won’t work in Slack until you set up'],
  needs_workspace_admin: ['Try again', 'Your permission is blocked by a setting of the workspace.'],
  needs_organization_admin: ['Try again', 'Your permission is blocked by a setting of the organization.'],
  dead_refresh_token: ['Reauthorize', 'Your permission can no longer be renewed.'],
  spent_code: ['Reauthorize', 'Slack’s approval was already used'],
  already_exchanged: ['Reauthorize', 'Your permission was already replaced'],
  app_credentials: ['Get help', 'Slack doesn’t recognize the settings'],
  rotation_off: ['Get help', 'Slack doesn’t renew tokens for this Lanyard'],
  nobody: ['Open Lanyard’s Home', 'Slack doesn’t show Lanyard anyone with that ID'],
  closed_to_messages: ['Open Lanyard’s Home', 'That person or channel doesn’t accept messages'],
  channel_gone: ['Open Lanyard’s Home', 'That conversation no longer exists'],
  message_gone: ['Open Lanyard’s Home', 'Slack no longer lets that message be changed'],
  message_not_found: ['Open Lanyard’s Home', 'That message was deleted'],
  view_changed: ['Try again', 'What you see was updated at the same moment'],
  lost_cursor: ['Try again', 'Slack lost its place'],
  our_fault: ['Get help', 'Slack didn’t understand what Lanyard asked'],
  our_request: ['Get help', 'Slack doesn’t do what Lanyard asked for'],
  rate_limited: ['Try again', 'Slack is rate-limiting Lanyard'],
  passing: ['Try again', 'Slack has a problem right now'],
  undocumented: ['Get help', 'Slack refused it for a reason that Lanyard doesn’t recognize'],
} satisfies Record<SlackErrorClass, [button: string, begins: string]>;

const failed = (code: ErrorCode, kind: TokenKind = 'user') =>
  new AppError({ code, message: `Of operators: ${code}.`, details: { kind } });

function refused(error: string, kind: TokenKind | undefined): SlackError {
  const slackError = new SlackError({
    code: 'slack_refused',
    message: 'Refused.',
    method: 'users.info',
    error,
  });
  slackError.tokenKind = kind;
  return slackError;
}

type Control = { text?: { text: string }; url?: string; value?: string; accessibility_label?: string };
const control = (error: AppError, where: Where): Control => {
  const { button } = tell(error, 'REF', where);
  if (!button) throw new Error(`No button for ${error.code} on ${where.surface}.`);
  return button as Control;
};

describe('a failure', () => {
  test.each(ERROR_CODES)('of the code %s has words and a next step of its own', (code) => {
    const { text } = tell(failed(code), 'REF', answer);
    expect(text).toMatch(/^\p{Lu}.{20,}\. Reference REF\.$/su);
    expect(text).not.toMatch(/Of operators|[a-z]_[a-z]/);
    const button = control(failed(code), answer);
    expect([button.text?.text, button.url ?? button.value]).toEqual(STEPS[code]);
  });

  test('never reads like another one', () => {
    const said = ERROR_CODES.map((code) => tell(failed(code), 'REF', answer).text);
    // Settings, keys, backups and migrations are all the operator’s; each still says what to look at.
    expect(new Set(said).size).toBe(ERROR_CODES.length);
    const refusals = Object.values(english.failures.refused).map((words) => words('It'));
    expect(new Set(refusals).size).toBe(refusals.length);
  });

  test.each(Object.keys(SLACK_ERROR_CODES).concat('a_code_of_tomorrow'))(
    'by Slack’s refusal %s says what it means, and what to do',
    (slackError) => {
      const [step, begins] = REFUSALS[slackErrorClass(slackError)];
      const error = refused(slackError, 'user');
      expect(tell(error, 'REF', answer).text).toMatch(new RegExp(`^${begins}`));
      expect(tell(error, 'REF', answer).text).not.toContain(slackError.includes('_') ? slackError : '_');
      expect(control(error, answer).text?.text).toBe(step);
    },
  );

  test('names whose permission it is, and leads to the one who can grant it again', () => {
    const bot = refused('invalid_auth', 'bot');
    expect(tell(bot, 'REF', answer).text).toMatch(/^The workspace’s permission/);
    expect(control(bot, answer)).toMatchObject({ url: 'https://lanyard.example.com/slack/install?team=T1' });
    expect(tell(failed('token_expired', 'bot'), 'REF', answer).text).toMatch(
      /^The workspace’s permission has expired/,
    );
    expect(tell(failed('token_expired'), 'REF', answer).text).toMatch(/^Your permission has expired/);
    // Where it isn’t known, nobody is sent to grant the wrong one.
    const unknown = refused('invalid_auth', undefined);
    expect(tell(unknown, 'REF', answer).text).toMatch(/^This permission/);
    expect(control(unknown, answer).url).toBe(HOME);
  });

  test.each(SURFACES.map((where) => [where.surface, where] as const))(
    'has a button that works on each surface, within Slack’s limits: %s',
    (surface, where) => {
      const errors = [
        ...ERROR_CODES.map((code) => failed(code)),
        ...Object.keys(SLACK_ERROR_CODES).map((code) => refused(code, 'user')),
      ];
      for (const error of errors) {
        const { text, url, value, accessibility_label: label = '' } = control(error, where);
        expect(text?.text.length).toBeLessThanOrEqual(75);
        expect(label.startsWith(text?.text ?? '?')).toBe(true);
        // In a modal there is nothing that could be typed or shown again.
        if (surface === 'modal') expect(url).toMatch(/^https:/);
        if (surface === 'home') expect(url ?? value).toMatch(/^https:|^again$/);
      }
    },
  );

  test('of a command too long for a button leads to Home', () => {
    const where: Where = { ...answer, retry: `/2fa ${'x'.repeat(2_000)}` };
    expect(control(failed('slack_timeout'), where).url).toBe(HOME);
    expect(tell(failed('slack_timeout'), 'REF', { ...where, appId: undefined }).button).toBeUndefined();
  });
});
