import type { Words } from '../../../locales/words.ts';
import type { Remind } from '../../notifications/remind-listener.ts';
import type { Subcommand } from '../subcommand.ts';

type Dependencies = { remind: Pick<Remind, 'answer'>; words: Words };

/** `/2fa remind`: the preview of reminders. Nothing is sent before its button is pressed and confirmed. */
export function createRemindSubcommand({ remind, words }: Dependencies): Subcommand {
  return {
    word: 'remind',
    forAdmins: true,
    help: words.commands.twoFactor.help.remind,
    answer: ({ asker }) => remind.answer(asker),
  };
}
