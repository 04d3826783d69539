import { setTimeout as pause } from 'node:timers/promises';
import type { HomeView } from '@slack/types';
import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Role } from '../../../authorizations/roles/role.ts';
import type { HomeOf, Shown } from '../../../authorizations/shown-home.ts';
import type { SlackCaller } from '../../../slack-api/slack-client.ts';
import { isSlackError } from '../../../slack-api/slack-error.ts';

/** Between Slack's answer and the note of it there are milliseconds. */
const PAUSES_MS = [20, 60, 150];
/** Writing over a newer one is repaired at once; more often than this no one is overtaken. */
const REPAIRS = 5;

export type MadeView = { view: HomeView; lookingAt: string; shownAs: Role | null };
type Dependencies = {
  authorizations: Pick<Authorizations, 'beginHome' | 'homeShown' | 'shownHome'>;
};
type Sending = {
  home: HomeOf;
  bot: SlackCaller;
  /** The hash that came with what the person did, if any. */
  seenHash: string | undefined;
  /** Reads and renders; called after a number was taken, so that a higher number never shows older facts. */
  make: (last: Pick<Shown, 'lookingAt' | 'shownAs'>) => Promise<MadeView>;
};

/**
 * Shows a Home so that, also across processes, a list that was read earlier never replaces one that was read later. Slack's
 * `hash` refuses a process that doesn't know what is there now; then the numbers say whose list is the newer.
 * @see https://docs.slack.dev/reference/methods/views.publish
 */
export function createSendHome({ authorizations }: Dependencies) {
  return async function sendHome(sending: Sending): Promise<'shown' | 'overtaken'> {
    for (let repair = 0; repair < REPAIRS; repair += 1) {
      const outcome = await sendOnce(sending);
      if (outcome !== 'wrote_over_newer') return outcome;
    }
    return 'overtaken';
  };

  async function sendOnce({ home, bot, seenHash, make }: Sending) {
    const begun = await authorizations.beginHome(home);
    const { view, lookingAt, shownAs } = await make(begun);
    const publish = async (hash: string | undefined) => {
      const args = { user_id: home.userId, view, ...(hash && { hash }) };
      const answer = await bot.call('views.publish', args);
      const shown = { number: begun.number, hash: answer.view.hash ?? null, lookingAt, shownAs };
      return (await authorizations.homeShown(home, shown)) ? 'shown' : 'wrote_over_newer';
    };

    let known = begun.hash;
    if (known === null) {
      const outcome = await unlessConflict(() => publish(seenHash));
      if (outcome !== 'conflict') return outcome;
    }
    for (const pauseMs of PAUSES_MS) {
      if (known !== null) {
        const hash = known;
        const outcome = await unlessConflict(() => publish(hash));
        if (outcome !== 'conflict') return outcome;
      }
      await pause(pauseMs);
      const now = await authorizations.shownHome(home);
      if (now.shown > begun.number) return 'overtaken';
      known = now.hash;
    }
    // No one notes what is there: the process that put it there died before it could, and won't come back.
    const outcome = await unlessConflict(() => publish(seenHash));
    return outcome === 'conflict' ? publish(undefined) : outcome;
  }
}

async function unlessConflict<T>(run: () => Promise<T>): Promise<T | 'conflict'> {
  try {
    return await run();
  } catch (error) {
    if (isSlackError(error, 'view_changed')) return 'conflict';
    throw error;
  }
}
