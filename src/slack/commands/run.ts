import { noteReplaces } from '../error-handler.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import type { Command } from './command.ts';
import { createReply } from './reply.ts';

/**
 * A button of an answer that does what typing a command would, in place of that answer. Its value is no more
 * believed than what people type.
 */
export function createRunAction(commands: readonly Command[], clock: () => Date) {
  return async function run(args: PressArgs): Promise<void> {
    await args.ack();
    const { asker, value = '' } = readPress(args);
    noteReplaces(args.context, value);
    const [name, typed = ''] = /^(\S+)(?:\s+(.*))?$/s.exec(value)?.slice(1) ?? [];
    const command = commands.find((each) => each.name === name);
    if (!command) return;
    const asked = { asker, appId: args.body.api_app_id, channelId: args.body.channel?.id };
    await command.run(typed, asked, createReply({ respond: args.respond, clock, pressed: true }));
  };
}
