import { setTimeout as wait } from 'node:timers/promises';
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import { toAppError } from '../../errors.ts';
import type { Words } from '../../locales/words.ts';
import { nameText } from '../blocks/slack-text.ts';
import { noteReplaces } from '../error-handler.ts';
import type { IncidentNote } from '../incident-note.ts';
import { slackContextOf } from '../requests/slack-context.ts';
import type { SlackLinks } from '../slack-links.ts';
import { answerOf, createButtons, noted } from './answer.ts';
import { COMMAND_PATIENCE_MS } from './patience.ts';
import { type Answer, createReply, type Reply } from './reply.ts';
import type { Asked, Subcommand } from './subcommand.ts';
import { type Named, readTyped } from './typed.ts';
import { helpText, unknownText } from './usage.ts';

export type Command = {
  name: string;
  /** Answers what was typed after the name, or is in the value of a button. */
  run(typed: string, asked: Asked, reply: Reply): Promise<void>;
};

type CommandOptions = {
  name: string;
  /** The first sentence of its help. */
  about: string;
  subcommands: readonly Subcommand[];
  authorizations: Pick<Authorizations, 'resolveViewer'>;
  words: Words;
  links: SlackLinks;
  incidentNote: IncidentNote;
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** A person is told something within a second: after this long without an answer, what is known by then. */
const PATIENCE_MS = 800;

/** A slash command: a table of subcommands, with help and usage made from it. */
export function createCommand(options: CommandOptions): Command {
  const {
    name,
    about,
    subcommands,
    authorizations,
    words,
    links,
    incidentNote,
    pause = pauseByRealTime,
  } = options;

  function find(text: string): { subcommand: Subcommand; rest: string; person?: Named } | undefined {
    const { word, person, rest } = readTyped(text);
    const wanted = person ? '@' : word;
    const subcommand = subcommands.find((each) => each.word === wanted || each.aliases?.includes(wanted));
    if (!subcommand || (rest !== '' && subcommand.takes === undefined)) return undefined;
    return { subcommand, rest, ...(person && { person }) };
  }

  /** Without an installation there is one thing to do, whatever was asked. */
  function notInstalled({ asker }: Asked): Answer {
    const { text, button } = words.commands.notInstalled;
    const { link } = createButtons(words);
    const add = link(links.install(asker.context.teamId), { text: button, style: 'primary' });
    return answerOf({ text, buttons: [add] });
  }

  /** What the reader may type. Of whom Slack doesn’t speak in time, or nothing is known, reads what everyone may. */
  async function tableFor({ asker }: Asked) {
    const role = await authorizations.resolveViewer(asker, COMMAND_PATIENCE_MS).then(
      ({ viewer }) => viewer.role,
      () => undefined,
    );
    return { name, about, subcommands, forAdmin: role === 'admin' };
  }

  /** What waits for Slack, or lacks its answer, says what Slack reports. */
  function withIncident(answer: Answer): Answer {
    const line = incidentNote.line();
    return line === undefined ? answer : noted(answer, line);
  }

  return {
    name,
    async run(text, asked, reply) {
      const soFar = (answer: Answer) => reply.soFar(withIncident(answer));
      const typed = readTyped(text);
      if (typed.word === 'help') return reply.last({ text: helpText(words, await tableFor(asked)) });
      const found = find(text);
      if (!found) {
        const unknown = nameText(text, 80);
        return reply.last({ text: unknownText(words, await tableFor(asked), unknown) });
      }
      const { subcommand, rest, person } = found;
      const answered = new AbortController();
      const told = pause(PATIENCE_MS, answered.signal).then(
        () => (reply.said() ? undefined : soFar(subcommand.known?.(asked) ?? still(words))),
        () => {},
      );
      try {
        const answer = await subcommand.answer({ ...asked, rest, person, soFar }).catch((thrown) => {
          if (toAppError(thrown).code === 'not_installed') return notInstalled(asked);
          throw thrown;
        });
        await reply.last(answer.lacksSlack ? withIncident(answer) : answer);
      } finally {
        answered.abort();
        await told;
      }
    },
  };
}

const still = ({ commands }: Words): Answer => ({ text: commands.stillWorking });

const pauseByRealTime = (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal });

type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** Acknowledges before anything that can be slow, and answers by `response_url`. */
export function listenTo(command: Command, clock: () => Date) {
  return async function answerCommand({ command: body, context, ack, respond }: CommandArgs): Promise<void> {
    await ack();
    noteReplaces(context, `${command.name} ${body.text}`.trim());
    const asked = {
      asker: { context: slackContextOf(context), userId: body.user_id },
      appId: body.api_app_id,
      channelId: body.channel_id,
    };
    await command.run(body.text, asked, createReply({ respond, clock, pressed: false }));
  };
}
