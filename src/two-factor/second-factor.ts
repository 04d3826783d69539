import { AppError } from '../errors.ts';
import type { SlackUser } from '../slack-api/answers.ts';
import { isSlackError } from '../slack-api/slack-error.ts';
import type { SingleSignOn } from './single-sign-on.ts';

/** What Slack says of someone's two-factor sign-in. `not_visible` is never "off". */
export type SecondFactor =
  | { kind: 'on'; by: 'app' | 'sms' | 'unknown' }
  | { kind: 'off'; singleSignOn: 'no' | 'unknown' }
  | { kind: 'single_sign_on' }
  | { kind: 'not_visible'; because: 'slack_does_not_say' };

/** Under single sign-on the flag speaks of Slack's own second factor alone: unless it is on, nothing is known. */
export function secondFactorOf(user: SlackUser, singleSignOn: SingleSignOn): SecondFactor {
  if (user.has_2fa === true) {
    const by = user.two_factor_type;
    return { kind: 'on', by: by === 'app' || by === 'sms' ? by : 'unknown' };
  }
  if (singleSignOn === 'yes') return { kind: 'single_sign_on' };
  if (user.has_2fa === undefined) return { kind: 'not_visible', because: 'slack_does_not_say' };
  return { kind: 'off', singleSignOn };
}

export type NoPermission =
  | 'no_own_permission'
  | 'own_permission_ended'
  | 'own_permission_expired'
  | 'own_permission_lacks_scope';

/** Why someone's own permission couldn't ask Slack; undefined: that wasn't what went wrong. */
export function lacksPermission(error: unknown): NoPermission | undefined {
  if (!(error instanceof AppError)) return undefined;
  if (error.code === 'not_authorized_yet') return 'no_own_permission';
  if (error.code === 'slack_token_dead') return 'own_permission_ended';
  // A renewal that Slack refuses for good, and an expired token that nothing renews.
  if (error.code === 'token_expired' || isSlackError(error, 'expired_token')) return 'own_permission_expired';
  return isSlackError(error, 'missing_scope') ? 'own_permission_lacks_scope' : undefined;
}
