import type { Words } from '../../../locales/words.ts';
import type { createRemind } from '../../notifications/remind-listener.ts';
import type { Subcommand } from '../subcommand.ts';

export type Remind = Pick<ReturnType<typeof createRemind>, 'answer'>;

type Dependencies = { remind: Remind; words: Words };

/** `/2fa remind`: the preview of reminders. Nothing is sent before its button is pressed and confirmed. */
export function createRemindSubcommand({ remind, words }: Dependencies): Subcommand {
  return {
    word: 'remind',
    forAdmins: true,
    help: words.commands.twoFactor.help.remind,
    answer: ({ asker }) => remind.answer(asker),
  };
}
