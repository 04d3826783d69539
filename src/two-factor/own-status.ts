import { LRUCache } from 'lru-cache';
import { AppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import type { SlackContext } from '../installations/rows/installation-key.ts';
import type { SlackUser } from '../slack-api/answers.ts';
import { isSlackError } from '../slack-api/slack-error.ts';
import { usesSingleSignOn } from './single-sign-on.ts';

/** A person's own two-factor sign-in, as far as Slack shows it. `not_visible` is never "off". */
export type TwoFactorStatus =
  | { kind: 'on'; by: 'app' | 'sms' | 'unknown' }
  | { kind: 'off'; singleSignOn: 'no' | 'unknown' }
  | { kind: 'single_sign_on' }
  | { kind: 'not_visible'; because: NotVisibleReason };

/** As Slack said it then. */
export type RememberedStatus = { status: TwoFactorStatus; at: Date };

export type NotVisibleReason =
  | 'no_own_permission'
  | 'own_permission_ended'
  | 'own_permission_expired'
  | 'own_permission_lacks_scope'
  | 'slack_does_not_say';

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'asUser'>;
  clock: () => Date;
};

const MOST_REMEMBERED = 10_000;
/** Older than this it is no answer any more, only a memory. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/**
 * A person's own status: asked of Slack, or as Slack said it last. A bot token never sees `has_2fa`, and under single
 * sign-on the flag speaks of Slack's own second factor only.
 */
export function createOwnTwoFactorStatus({ installations, clock }: Dependencies) {
  const remembered = new LRUCache<string, RememberedStatus>({
    max: MOST_REMEMBERED,
    // The cache keeps what is exactly this old.
    ttl: REMEMBERED_MS - 1,
    ttlResolution: 0,
    perf: { now: () => clock().getTime() },
  });
  const keyOf = ({ teamId, enterpriseId }: SlackContext, userId: string) =>
    JSON.stringify([teamId, enterpriseId, userId]);

  async function ask(context: SlackContext, userId: string): Promise<TwoFactorStatus> {
    let user: SlackUser;
    try {
      const caller = await installations.asUser(context, userId);
      user = (await caller.call('users.info', { user: userId })).user;
    } catch (error) {
      const because = whyNotVisible(error);
      if (because === undefined) throw error;
      return { kind: 'not_visible', because };
    }
    if (user.has_2fa === true) {
      const by = user.two_factor_type;
      return { kind: 'on', by: by === 'app' || by === 'sms' ? by : 'unknown' };
    }
    const singleSignOn = await usesSingleSignOn(installations, context);
    if (singleSignOn === 'yes') return { kind: 'single_sign_on' };
    if (user.has_2fa === undefined) return { kind: 'not_visible', because: 'slack_does_not_say' };
    return { kind: 'off', singleSignOn };
  }

  return {
    async ownStatus(context: SlackContext, userId: string): Promise<TwoFactorStatus> {
      const status = await ask(context, userId);
      const key = keyOf(context, userId);
      remembered.delete(key);
      // What Slack does not show (any more) is forgotten, too.
      if (status.kind === 'not_visible') return status;
      remembered.set(key, { status, at: clock() });
      return status;
    },

    rememberedOwnStatus: (context: SlackContext, userId: string): RememberedStatus | undefined =>
      remembered.get(keyOf(context, userId)),
  };
}

function whyNotVisible(error: unknown): NotVisibleReason | undefined {
  if (!(error instanceof AppError)) return undefined;
  if (error.code === 'not_authorized_yet') return 'no_own_permission';
  if (error.code === 'slack_token_dead') return 'own_permission_ended';
  // A renewal that Slack refuses for good, and an expired token that nothing renews.
  if (error.code === 'token_expired' || isSlackError(error, 'expired_token')) return 'own_permission_expired';
  return isSlackError(error, 'missing_scope') ? 'own_permission_lacks_scope' : undefined;
}
