import type { SeenMessage } from '../../simulator/messages/seen-message.ts';
import type { Person } from '../../simulator/people/people.ts';
import type { CommandOptions } from '../../simulator/surfaces/slash-commands.ts';
import { until } from './until.ts';

/** What is only said until the answer is there ends in this. */
const ON_THE_WAY =
  /…_?$|^One moment|^_?Counting|_Counting: [^\n]*_$|_Counting: [^\n]*_\n|^Checking|will appear here/;

/** Types a command and waits for its answer, which only the asker may see, as all that was said before it. */
export async function ask(
  person: Person,
  command: string,
  text?: string,
  options?: CommandOptions,
): Promise<SeenMessage> {
  const run = await person.types(command, text, options);
  if (run.timedOut) throw new Error(`${command} ${text} was not acknowledged in time.`);
  const messages = await until(
    () => run.messages(),
    (said) => said.some((each) => !ON_THE_WAY.test(each.text)),
    `an answer to ${command} ${text}`,
  );
  for (const { ephemeral, text: said } of messages) {
    if (!ephemeral) throw new Error(`Everyone could read: ${said}`);
  }
  return messages.at(-1) as SeenMessage;
}
