import { escapeHtml } from './escape.ts';
import { mrkdwnToHtml, plainToHtml, type Reading } from './mrkdwn.ts';

export type Json = Record<string, unknown>;

/** Everything that blocks need to become a page on which things can be pressed. */
export type Rendering = Reading & {
  /** Where presses are posted; undefined: nothing can be pressed (an old message, say). */
  pressUrl?: string;
  /** The id of the form to which inputs belong. */
  inputForm?: string;
  /** Makes ids that are unique on the page. */
  prefix: string;
  /** Who and what can be chosen where an app lets people choose people and channels. */
  people?: readonly { id: string; name: string }[];
  channels?: readonly { id: string; name: string }[];
};

/**
 * How many equal elements came before, which tells them apart: those of the same action and value, or of the same
 * action at all for one that has no value.
 */
export type Counter = (actionId: string, value: string) => number;

export function createCounter(): Counter {
  const seen: { actionId: string; value: string }[] = [];
  return (actionId, value) => {
    const equal = seen.filter((each) => each.actionId === actionId && (value === '' || each.value === value));
    seen.push({ actionId, value });
    return equal.length;
  };
}

export type Spot = { rendering: Rendering; count: Counter; id: string };

export function textToHtml(value: unknown, reading: Reading): string {
  const { type, text, emoji } = (value ?? {}) as Json;
  if (type === 'mrkdwn') return mrkdwnToHtml(String(text), reading);
  return plainToHtml(String(text ?? ''), { emoji: emoji !== false });
}

export const wordsOf = (value: unknown): string => String(((value ?? {}) as Json).text ?? '');

export const attribute = (name: string, value: unknown): string =>
  value === undefined || value === null || value === '' ? '' : ` ${name}="${escapeHtml(String(value))}"`;
