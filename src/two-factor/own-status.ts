import { LRUCache } from 'lru-cache';
import type { Installations } from '../installations/installations.ts';
import type { SlackContext } from '../installations/rows/installation-key.ts';
import type { SlackUser } from '../slack-api/answers.ts';
import { lacksPermission, type NoPermission, type SecondFactor, secondFactorOf } from './second-factor.ts';
import { usesSingleSignOn } from './single-sign-on.ts';

/** A person's own two-factor sign-in, as far as Slack shows it. `not_visible` is never "off". */
export type TwoFactorStatus = SecondFactor | { kind: 'not_visible'; because: NoPermission };

/** As Slack said it then. */
export type RememberedStatus = { status: TwoFactorStatus; at: Date };

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
      const because = lacksPermission(error);
      if (because === undefined) throw error;
      // Under single sign-on a permission would show nothing, so that nobody is asked for one.
      const handled = await usesSingleSignOn(installations, context).catch(() => 'unknown');
      return handled === 'yes' ? { kind: 'single_sign_on' } : { kind: 'not_visible', because };
    }
    // Where it is on, single sign-on makes no difference.
    const singleSignOn = user.has_2fa ? 'no' : await usesSingleSignOn(installations, context);
    return secondFactorOf(user, singleSignOn);
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
