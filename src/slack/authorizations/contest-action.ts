import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import type { Once } from '../requests/once.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'contestRevocation' | 'find' | 'lookUp'>;
  once: Once;
  words: Words;
};

/** *I did not expect this*, in the message about a revocation by an admin: the admins see it among their alerts. */
export function createContestAction({ authorizations, once, words }: Dependencies) {
  return async function contest(args: PressArgs): Promise<void> {
    await args.ack();
    if (!(await once(args.body))) return;
    const { asker, value } = readPress(args);
    // What they granted themselves is theirs to contest, whatever they are by now.
    const viewer = { ...(await authorizations.lookUp(asker)), role: 'guest' } as const;
    const row = await authorizations.find(viewer, value ?? '');
    const noted = row !== undefined && (await authorizations.contestRevocation(row));
    const text = noted ? words.notifications.access_ended.contested : words.home.stale;
    await args.respond({ response_type: 'ephemeral', replace_original: false, text });
  };
}
