import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import type { Once } from '../requests/once.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'contestRevocation' | 'find'>;
  once: Once;
  words: Words;
};

/** *I did not expect this*, in the message about a revocation by an admin: the admins see it among their alerts. */
export function createContestAction({ authorizations, once, words }: Dependencies) {
  return async function contest(args: PressArgs): Promise<void> {
    await args.ack();
    if (!(await once(args.body))) return;
    const { asker, value } = readPress(args);
    const row = await authorizations.find(asker, value ?? '', { guest: true });
    const noted = row !== undefined && (await authorizations.contestRevocation(row));
    const text = noted ? words.notifications.access_ended.contested : words.home.stale;
    await args.respond({ response_type: 'ephemeral', replace_original: false, text });
  };
}
