import type { Button, KnownBlock } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import { actions, button, context, createLabels, section, textOf } from '../blocks/blocks.ts';
import type { Answer } from './reply.ts';

const LINK = 'answer_link';
const RUN = 'command_run';

/** Buttons that open the browser: Slack sends an action all the same, which is only acknowledged. */
export const anyLink = new RegExp(`^${LINK}:`);
/** Buttons that do what typing a command would: their value is what would be typed. */
export const anyRun = new RegExp(`^${RUN}:`);

type ButtonParts = { text: string; label?: string; style?: 'primary' };

/** Makes the buttons of one answer, no two with the same id or label. */
export type Buttons = {
  /** One that opens the browser. */
  link(url: string, parts: ButtonParts): Button;
  /** One that does what typing a command would. */
  run(typed: string, parts: ButtonParts): Button;
};

export function createButtons(words: Words): Buttons {
  const labels = createLabels(words.home.labels.numbered);
  let made = 0;
  const actionId = (kind: string) => {
    made += 1;
    return `${kind}:${made}`;
  };
  const parts = ({ text, label, style }: ButtonParts) => ({
    text,
    label: labels(label ?? text),
    ...(style && { style }),
  });
  return {
    link: (url, given) => button({ actionId: actionId(LINK), url, ...parts(given) }),
    run: (typed, given) => button({ actionId: actionId(RUN), value: typed, ...parts(given) }),
  };
}

type Parts = {
  /** What it is about, as the first thing that is read. */
  text: string;
  more?: readonly KnownBlock[];
  /** In small letters under it: how old it is, who sees it. */
  note?: string | undefined;
  buttons?: readonly Button[];
};

/**
 * One answer: a text, more blocks, a note, and what can be pressed. Screen readers read the text in place of the
 * blocks, so it holds all that is in them.
 */
export function answerOf({ text, more = [], note, buttons = [] }: Parts): Answer {
  const shown = [section(text), ...more, ...(note === undefined ? [] : [context(note)])];
  return { text: textOf(shown), blocks: [...shown, ...actions('answer', [...buttons])] };
}

/** The same answer with one more line in small letters, above what can be pressed. */
export function noted({ text, blocks = [section(text)] }: Answer, line: string): Answer {
  const buttonsFrom = blocks.at(-1)?.type === 'actions' ? blocks.length - 1 : blocks.length;
  return {
    text: `${text}\n${line}`,
    blocks: [...blocks.slice(0, buttonsFrom), context(line), ...blocks.slice(buttonsFrom)],
  };
}
