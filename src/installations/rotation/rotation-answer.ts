import { AppError } from '../../errors.ts';
import type { TokenAnswer } from '../../slack-api/answers.ts';
import { parseScopes } from '../../slack-api/scope-catalogue.ts';
import { isSlackError, retryAfterSecondsOf, slackCodeOf } from '../../slack-api/slack-error.ts';
import type { TokenRow } from '../rows/token-row.ts';
import { expiryOf } from './token-expiry.ts';

/** A fresh pair. The one before it works until its own expiry, or until a third one pushes it out. */
export type RotatedPair = {
  token: string;
  refreshToken: string;
  expiresAt: Date;
  scopes: string[] | undefined;
};

/** What came of asking Slack for a new pair. */
export type RotationVerdict =
  | { kind: 'pair'; pair: RotatedPair }
  /** Slack will never renew this one: a new authorization is needed. */
  | { kind: 'dead'; slackError: string }
  /** It may work later. `retryAfterMs`: Slack's own word, where it gave one. */
  | { kind: 'later'; slackError: string; retryAfterMs?: number | undefined };

/**
 * Judges the answer to a refresh. It is flat: a person's new token too is at the top level, with `user_id`; the
 * nested form of an authorization is read as well.
 * @see https://docs.slack.dev/authentication/using-token-rotation
 */
export function readRotation(answer: TokenAnswer, row: TokenRow, now: Date): RotationVerdict {
  const nested = row.kind === 'user' && answer.authed_user?.access_token ? answer.authed_user : undefined;
  const part = nested ?? answer;
  const { access_token: token, refresh_token: refreshToken } = part;
  const expiresAt = expiryOf(part, now);
  if (!token || !refreshToken || !expiresAt || !isFor(row, answer, nested?.id ?? answer.user_id)) {
    return { kind: 'later', slackError: 'slack_unreachable' };
  }
  const scopes = part.scope === undefined ? undefined : parseScopes(part.scope);
  return part.token_type === row.kind
    ? { kind: 'pair', pair: { token, refreshToken, expiresAt, scopes } }
    : { kind: 'later', slackError: 'slack_unreachable' };
}

/** What the answer does not name may be this row's; what it names has to be. */
function isFor(row: TokenRow, answer: TokenAnswer, userId: string | undefined): boolean {
  const home = row.isEnterpriseInstall ? answer.enterprise : answer.team;
  return (
    (home === undefined || home.id === row.installedIn) &&
    (answer.app_id === undefined || row.appId === null || answer.app_id === row.appId) &&
    (row.userId === null || userId === undefined || userId === row.userId)
  );
}

/** Judges a refresh that failed. What is not Slack's own error is thrown on. */
export function readRotationFailure(error: unknown): RotationVerdict {
  if (!(error instanceof AppError)) throw error;
  const slackError = slackCodeOf(error) ?? error.code;
  if (isSlackError(error, 'dead_token', 'dead_refresh_token')) return { kind: 'dead', slackError };
  const seconds = retryAfterSecondsOf(error) ?? 0;
  return { kind: 'later', slackError, ...(seconds > 0 && { retryAfterMs: seconds * 1000 }) };
}
