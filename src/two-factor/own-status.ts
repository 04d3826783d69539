import { LRUCache } from 'lru-cache';
import type { Installations } from '../installations/installations.ts';
import type { SlackContext } from '../installations/rows/installation-key.ts';
import type { SlackUser } from '../slack-api/answers.ts';
import { lacksPermission, type NoPermission, type SecondFactor, secondFactorOf } from './second-factor.ts';
import { type SingleSignOn, usesSingleSignOn } from './single-sign-on.ts';

/** A person's own two-factor sign-in, as far as Slack shows it. `not_visible` is never "off". */
export type TwoFactorStatus = SecondFactor | { kind: 'not_visible'; because: NoPermission };

/** As Slack said it then. */
export type RememberedStatus = { status: TwoFactorStatus; at: Date };

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'asUser'>;
  clock: () => Date;
};

const MOST_REMEMBERED = 10_000;
/** Older than this it's no longer an answer, only a memory. */
const REMEMBERED_MS = 24 * 60 * 60_000;
/** A workspace's single sign-on hardly changes, and people without a permission may open Home again and again. */
const SIGN_ON_MS = 10 * 60_000;

/**
 * A person's own status: asked of Slack, or as Slack said it last. A bot token never sees `has_2fa`, and under single
 * sign-on the flag speaks of Slack's own second factor only.
 */
export function createOwnTwoFactorStatus({ installations, clock }: Dependencies) {
  // The cache keeps what is exactly as old as its limit.
  const forMs = (ms: number) => ({
    max: MOST_REMEMBERED,
    ttl: ms - 1,
    ttlResolution: 0,
    perf: { now: () => clock().getTime() },
  });
  const remembered = new LRUCache<string, RememberedStatus>(forMs(REMEMBERED_MS));
  const signOns = new LRUCache<string, SingleSignOn>(forMs(SIGN_ON_MS));
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
      // Under single sign-on a permission would show nothing, so no one is asked for one.
      const handled = await rememberedSignOn(context).catch(() => 'unknown');
      return handled === 'yes' ? { kind: 'single_sign_on' } : { kind: 'not_visible', because };
    }
    // Where it is on, single sign-on makes no difference.
    const singleSignOn = user.has_2fa ? 'no' : await usesSingleSignOn(installations, context);
    return secondFactorOf(user, singleSignOn);
  }

  async function rememberedSignOn(context: SlackContext): Promise<SingleSignOn> {
    const key = keyOf(context, '');
    const known = signOns.get(key);
    if (known !== undefined) return known;
    const handled = await usesSingleSignOn(installations, context);
    signOns.set(key, handled);
    return handled;
  }

  return {
    async ownStatus(context: SlackContext, userId: string): Promise<TwoFactorStatus> {
      const status = await ask(context, userId);
      const key = keyOf(context, userId);
      remembered.delete(key);
      // What Slack doesn't show, or no longer shows, is forgotten, too.
      if (status.kind === 'not_visible') return status;
      remembered.set(key, { status, at: clock() });
      return status;
    },

    rememberedOwnStatus: (context: SlackContext, userId: string): RememberedStatus | undefined =>
      remembered.get(keyOf(context, userId)),
  };
}
