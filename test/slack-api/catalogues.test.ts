import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { WebAPIPlatformError } from '@slack/web-api';
import { english } from '../../src/locales/words.ts';
import { outcomeSentence } from '../../src/slack/authorizations/describe-outcome.ts';
import {
  DOCUMENTED_SCOPES,
  REQUESTED_BOT_SCOPES,
  REQUESTED_USER_SCOPES,
  scopeDifference,
} from '../../src/slack-api/scope-catalogue.ts';
import { SLACK_ERROR_CODES, slackErrorClass } from '../../src/slack-api/slack-error-codes.ts';
import { toSlackError } from '../../src/slack-api/to-slack-error.ts';
import { isTokenErrorCode, judgeToken } from '../../src/slack-api/token-judgement.ts';

/** What the docs list as errors that every method may return. */
const COMMON_ERRORS =
  'access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_post_type is_bot method_deprecated missing_post_type missing_scope no_permission not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable team_access_not_granted team_added_to_org token_expired token_revoked two_factor_setup_required unknown_method'.split(
    ' ',
  );

/** Every literal that the simulator puts into `error` or into `refuse(…)`. */
function codesOfTheSimulator(): string[] {
  const root = new URL('../../simulator/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const lines = sources.flatMap((file) => readFileSync(new URL(file, root), 'utf8').split('\n'));
  const answers = lines.filter((line) => /refuse\(|\berror: /.test(line));
  return answers.flatMap(
    (line) => line.match(/(?<=(?:refuse\(|error: |\? |: )')[a-z0-9_]+(?='(?! in ))/g) ?? [],
  );
}

describe('the error catalogue', () => {
  test('knows every error that Slack documents, with words and a next step for each', () => {
    for (const code of COMMON_ERRORS) {
      expect(isTokenErrorCode(code)).toBe(true);
      expect(english.slackErrors.says(code)).not.toContain(code);
      expect(english.slackErrors.next(judgeToken(code).next)).toMatch(/\.$/);
    }
  });

  test('takes an error that nobody documented seriously, and no word of an object for one', () => {
    for (const code of ['never_seen_before', 'constructor', '__proto__', 'toString']) {
      expect(slackErrorClass(code)).toBe('undocumented');
      expect(judgeToken(code)).toEqual({ status: 'needs_attention', next: 'tell_operator' });
      expect(english.slackErrors.says(code)).toContain('a reason that Lanyard doesn’t recognize');
    }
  });

  test('classifies every code that the simulator can answer', () => {
    const codes = codesOfTheSimulator();
    expect(codes).toEqual(expect.arrayContaining(['account_inactive', 'hash_conflict', 'team_not_found']));
    expect(codes.filter((code) => slackErrorClass(code) === 'undocumented')).toEqual([]);
  });

  test('has a sentence of its own kind exactly for the codes that concern a token', () => {
    for (const code of Object.keys(SLACK_ERROR_CODES)) {
      const known = !english.slackErrors.says(code).includes('a reason that Lanyard doesn’t recognize');
      expect([code, known]).toEqual([code, isTokenErrorCode(code)]);
    }
  });

  test('a refusal names the scopes that are needed and those that are there, and nothing else', () => {
    const refusal = (needed: unknown) =>
      toSlackError(
        new WebAPIPlatformError({
          ok: false,
          error: 'missing_scope',
          needed,
          provided: 'chat:write,commands',
        } as never),
        'users.info',
      );
    expect(refusal('users:read')).toMatchObject({
      error: 'missing_scope',
      needed: ['users:read'],
      provided: ['chat:write', 'commands'],
    });
    for (const other of ['<html>', '', 7, undefined])
      expect(refusal(other)).toMatchObject({ needed: undefined });
  });

  test.each([
    ['token_revoked', 'slack_token_dead'],
    ['account_inactive', 'slack_token_dead'],
    ['invalid_auth', 'slack_refused'],
    ['token_expired', 'slack_refused'],
    ['two_factor_setup_required', 'slack_refused'],
    ['org_login_required', 'slack_unreachable'],
    ['team_added_to_org', 'slack_unreachable'],
    ['fatal_error', 'slack_unreachable'],
    ['ratelimited', 'slack_rate_limited'],
    ['rate_limited', 'slack_rate_limited'],
  ])('decides what %s is to the Slack client: %s', (error, code) => {
    const thrown = new WebAPIPlatformError({ ok: false, error } as never);
    expect(toSlackError(thrown, 'auth.test').code).toBe(code);
  });
});

describe('the scope catalogue', () => {
  test('has a sentence of its own for every scope, asked for or not', () => {
    for (const kind of ['bot', 'user'] as const) {
      const sentences = Object.keys(DOCUMENTED_SCOPES).map((scope) => english.scopes.of(kind, scope).lets);
      expect(new Set(sentences).size).toBe(sentences.length);
      for (const sentence of sentences) expect(sentence).not.toContain('has no description for');
    }
  });

  test('covers all that is asked for, with what is never done', () => {
    for (const scope of REQUESTED_BOT_SCOPES)
      expect(english.scopes.of('bot', scope).never).not.toMatch(/^uses/);
    for (const scope of REQUESTED_USER_SCOPES)
      expect(english.scopes.of('user', scope).never).not.toMatch(/^uses/);
  });

  test('says of an unknown scope that it is unknown', () => {
    for (const scope of ['admin.something:write', 'constructor']) {
      expect(english.scopes.of('bot', scope)).toEqual({
        lets: `do what Slack calls ${scope}, which Lanyard has no description for`,
        never: 'uses it: this version doesn’t ask for it',
      });
    }
  });

  test('tells what giving again adds, leaves and cannot take away', () => {
    expect(scopeDifference('user', [])).toEqual({ added: ['users:read'], same: [], kept: [] });
    expect(scopeDifference('user', ['users:read', 'chat:write'])).toEqual({
      added: [],
      same: ['users:read'],
      kept: ['chat:write'],
    });
  });
});

describe('what came of a check', () => {
  test('has a sentence of its own for each outcome', () => {
    const at = new Date();
    const row = { grantedByUserId: 'U1' } as never;
    const sentences = (
      [
        { at, outcome: 'works' },
        { at, outcome: 'revoked' },
        { at, outcome: 'app_removed' },
        { at, outcome: 'rate_limited', waitSeconds: 30 },
        { at, outcome: 'unreachable' },
        { at, outcome: 'ours_down' },
        { at, outcome: 'unreadable' },
        { at, outcome: 'refused', slackError: 'ekm_access_denied' },
        { at, outcome: 'later', because: 'workspace_migrating' },
        { at, outcome: 'later', because: 'rotation_pending' },
        { at, outcome: 'already_ended', ended: undefined },
      ] as const
    ).map((found) => outcomeSentence(english, found, row));
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
