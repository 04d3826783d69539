import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { SlackPlace } from '../../installations/installation-key.ts';
import type { Words } from '../../locales/words.ts';
import { placeOf } from '../place-of.ts';
import { escapeText } from '../slack-text.ts';

/** Who asked, where. */
export type Asker = { place: SlackPlace; userId: string; appId: string };

/** A message for the asker's eyes only. `text` is what notifications and screen readers get. */
export type Answer = { text: string; blocks?: KnownBlock[] };

type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** After this long without an answer the person is told that one is coming. */
const PATIENCE_MS = 2_500;

type CommandOptions = { words: Words; help: string; answer: (asker: Asker) => Promise<Answer> };

/**
 * A slash command of one word: bare it answers, `help` explains itself, anything else is told the usage. It is
 * acknowledged before anything that can be slow, and always answered ephemerally through `response_url`.
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function createCommand({ words, help, answer }: CommandOptions) {
  return async function answerCommand({ command, context, ack, respond }: CommandArgs): Promise<void> {
    await ack();
    const say = ({ text, blocks }: Answer) =>
      respond({ response_type: 'ephemeral', replace_original: false, text, ...(blocks && { blocks }) });

    const typed = command.text.trim();
    if (typed.toLowerCase() === 'help') {
      await say({ text: help });
    } else if (typed !== '') {
      await say({ text: words.commands.unknown(escapeText(typed.slice(0, 80)), command.command) });
    } else {
      const patience = setTimeout(() => {
        // Losing this line loses nothing; the answer itself is still awaited below.
        say({ text: words.commands.stillWorking }).catch(() => {});
      }, PATIENCE_MS);
      try {
        const found = await answer({
          place: placeOf(context),
          userId: command.user_id,
          appId: command.api_app_id,
        });
        clearTimeout(patience);
        await say(found);
      } finally {
        clearTimeout(patience);
      }
    }
  };
}
