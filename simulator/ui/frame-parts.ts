import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const TINTS = ['#2f5fa8', '#0b6e7f', '#8a5300', '#6b3fa0', '#1d6b43', '#a13a52'];
const APP_TINT = '#1f3a5f';
export const SLACKBOT_TINT = '#6b3fa0';

/** Neighbours in a list never look alike. */
export const tintAt = (index: number): string => TINTS[index % TINTS.length] ?? APP_TINT;

/** The same for the same person everywhere. */
export const tintOf = (id: string): string =>
  tintAt([...id].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0));

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .slice(0, 2)
    .join('')
    .toUpperCase() || '?';

/** The letters of a name in place of a picture. */
export const badge = (name: string, className: string, tint = APP_TINT): Html =>
  html`<span class="${className}" style="background:${tint}" aria-hidden="true">${initialsOf(name)}</span>`;

/** One that cannot be pressed now can still be reached, and says why. */
export const plainButton = (words: string, why?: string): Html =>
  html`<button class="btn small"${why ? html` aria-disabled="true" title="${why}"` : ''}>${words}</button>`;
