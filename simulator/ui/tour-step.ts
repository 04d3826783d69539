import { html } from 'hono/html';
import type { Html } from './frame-parts.ts';

export type Step = {
  title: string;
  /** What to do, shown while it is the next one. */
  text: string;
  done: boolean;
  /** The button that leads there. */
  way: Html;
};

/** @param main false where the page has a button of its own that leads there */
export const stepLink = (path: string, words: string, main = true): Html =>
  html`<a class="btn small${main ? ' primary' : ''}" href="${path}">${words}</a>`;
