import { html } from 'hono/html';
import { type Html, prose } from './prose.ts';

/** One part of a longer page: its heading on the left, what it says next to it. */
export function sheet(id: string, heading: string, body: Html, note?: string): Html {
  return html`<section class="sheet" aria-labelledby="${id}">
<div class="sheet-head"><h2 id="${id}">${heading}</h2>${note !== undefined && html`<p>${prose(note)}</p>`}</div>
<div class="sheet-body">${body}</div>
</section>`;
}

export function points(entries: readonly string[], style: 'crossed' | 'points'): Html {
  return html`<ul class="${style}">${entries.map((entry) => html`<li>${prose(entry)}</li>`)}</ul>`;
}

export function facts(entries: readonly { title: string; text: string }[]): Html {
  return html`<dl class="facts">${entries.map(
    (entry) => html`<div><dt>${prose(entry.title)}</dt><dd>${prose(entry.text)}</dd></div>`,
  )}</dl>`;
}
