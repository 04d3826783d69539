import { html } from 'hono/html';
import { safeLine } from '../../slack-api/outside-text.ts';

export type Html = ReturnType<typeof html>;

/** A /command after a space or at the start, or the name of a *button*. */
const SET_APART = /((?<!\S)\/[a-z0-9][a-z0-9-]*|\*[^*]+\*)/;

/**
 * A sentence of ours, with its /commands and *buttons* set apart. Everything is escaped. Not for names that people
 * chose: those may hold the same marks.
 */
export function prose(sentence: string): Html {
  return html`${sentence
    .split(SET_APART)
    .map((text, index) =>
      index % 2 === 0
        ? text
        : text.startsWith('/')
          ? html`<code>${text}</code>`
          : html`<strong>${text.slice(1, -1)}</strong>`,
    )}`;
}

/** The name of a workspace in one line, safe to be in a sentence. Empty when nothing visible is left. */
export const visibleName = (name: string): string => safeLine(name);
