import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../src/errors.ts';
import { failureOf, questionFailureOf } from '../../../src/notifications/sending/attempts.ts';
import { SlackError } from '../../../src/slack-api/slack-error.ts';

type Options = ConstructorParameters<typeof SlackError>[0];
const slackError = (options: Pick<Options, 'code'> & Partial<Options>) =>
  new SlackError({ message: 'It failed.', method: 'chat.postMessage', ...options });
const MINUTES = 60_000;

describe('what a failure to send a message means', () => {
  test.each([
    ['the app is not installed', new AppError({ code: 'not_installed', message: 'Gone.' })],
    ['its token is dead', slackError({ code: 'slack_token_dead', error: 'token_revoked' })],
  ])('never again when %s', (_name, thrown) => {
    expect(failureOf(thrown, 0)).toEqual({ kind: 'never', reason: 'app_removed' });
    expect(questionFailureOf(thrown, 0)).toEqual({ kind: 'never', reason: 'app_removed' });
  });

  test.each(['user_not_found', 'messages_tab_disabled', 'channel_not_found'])(
    'never again at %s',
    (error) => {
      const thrown = slackError({ code: 'slack_refused', error });
      expect(failureOf(thrown, 0)).toEqual({ kind: 'never', reason: error });
    },
  );

  test('a lost answer is unclear to a message, and tried again for a question', () => {
    const thrown = slackError({ code: 'slack_timeout', arrived: 'maybe' });
    expect(failureOf(thrown, 0)).toEqual({ kind: 'unclear', reason: 'slack_timeout' });
    expect(questionFailureOf(thrown, 0)).toEqual({
      kind: 'later',
      reason: 'slack_timeout',
      waitMs: 5 * MINUTES,
    });
  });

  test('what Slack certainly did not get is tried again', () => {
    const thrown = slackError({ code: 'slack_unreachable', arrived: 'no' });
    expect(failureOf(thrown, 0)).toMatchObject({ kind: 'later' });
  });

  test('each wait is twice the one before, and the seventh try is the last', () => {
    const thrown = slackError({ code: 'slack_refused', error: 'fatal_error' });
    const waits = [0, 1, 2, 3, 4, 5].map((attempts) => failureOf(thrown, attempts));
    expect(waits).toEqual(
      [5, 10, 20, 40, 80, 160].map((minutes) => ({
        kind: 'later',
        reason: 'fatal_error',
        waitMs: minutes * MINUTES,
      })),
    );
    expect(failureOf(thrown, 6)).toEqual({ kind: 'never', reason: 'fatal_error' });
  });

  test.each([
    [30, 30_000],
    [1, 1_000],
    [0, 60_000],
    [undefined, 60_000],
  ])('a rate limit of %s seconds waits %s ms, however often', (retryAfterSeconds, waitMs) => {
    const thrown = slackError({ code: 'slack_rate_limited', error: 'ratelimited', retryAfterSeconds });
    for (const attempts of [0, 6, 50]) {
      expect(failureOf(thrown, attempts)).toEqual({ kind: 'busy', reason: 'ratelimited', waitMs });
    }
  });

  test('a fault of our own is tried again, too', () => {
    expect(failureOf(new Error('A bug.'), 0)).toMatchObject({ kind: 'later', waitMs: 5 * MINUTES });
  });
});
