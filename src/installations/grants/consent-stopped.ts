import type { AppError } from '../../errors.ts';
import { isSlackCode } from '../../slack-api/slack-answer.ts';
import { slackCodeOf } from '../../slack-api/slack-error.ts';
import { isCodeOf } from '../../slack-api/slack-error-codes.ts';
import type { Intent } from './oauth-state.ts';

/** Why a way through Slack's consent page ended without a permission. A closed set: every page and callback has all. */
export type ConsentStop =
  | 'approval_pending'
  | 'cancelled'
  | 'code_used'
  | 'install_unavailable'
  | 'misconfigured'
  | 'not_distributed'
  | 'not_saved'
  | 'other_browser'
  | 'slack_refused'
  | 'slack_unreachable'
  | 'state_expired'
  | 'state_missing'
  | 'state_used';

/** Thrown by the verbs of the consent flow. */
export class ConsentStopped extends Error {
  readonly stop: ConsentStop;
  /** Slack's code, where it is Slack that refused. */
  readonly slackError: string | undefined;
  /** What the attempt was for; absent before its state was accepted. */
  readonly intent: Intent | undefined;

  constructor(stop: ConsentStop, more: { slackError?: string; intent?: Intent; cause?: unknown } = {}) {
    super(`An installation ended: ${stop}.`, { cause: more.cause });
    this.name = 'ConsentStopped';
    this.stop = stop;
    this.slackError = more.slackError;
    this.intent = more.intent;
  }
}

/**
 * What Slack's consent page may send back in place of a code. A person whose request went to an admin is mostly kept on
 * Slack's own pages; no code is documented for it, so whatever names an approval gets that page.
 */
export function refusedBySlack(error: string): ConsentStopped {
  // Anyone can write anything into an address: what is not one of Slack's codes did not come from Slack.
  if (!isSlackCode(error)) return new ConsentStopped('state_missing');
  if (error === 'access_denied') return new ConsentStopped('cancelled');
  if (/approval|pending/.test(error)) return new ConsentStopped('approval_pending', { slackError: error });
  if (error === 'invalid_team_for_non_distributed_app') return new ConsentStopped('not_distributed');
  if (isCodeOf(error, 'app_credentials')) return new ConsentStopped('misconfigured', { slackError: error });
  return new ConsentStopped('slack_refused', { slackError: error });
}

/** @see https://docs.slack.dev/reference/methods/oauth.v2.access#errors */
export function exchangeFailed(cause: AppError, intent: Intent): ConsentStopped {
  const slackError = slackCodeOf(cause);
  if (slackError === undefined) return new ConsentStopped('slack_unreachable', { intent, cause });
  const stopped = (stop: ConsentStop) => new ConsentStopped(stop, { slackError, intent, cause });
  if (isCodeOf(slackError, 'app_credentials')) return stopped('misconfigured');
  if (isCodeOf(slackError, 'spent_code')) return stopped('code_used');
  return stopped('slack_refused');
}
