import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/pages/page-words.ts';
import { type Html, prose } from './prose.ts';

export type ScopeLine = {
  /** As Slack names it: `users:read`. */
  scope: string;
  lets: string;
  never: string;
};

/** What is asked for, by who gives it. The roles are spelled out: on narrow screens the sheet lays rows out as blocks. */
export function scopeTable(
  words: PageWords,
  scopes: { bot: readonly ScopeLine[]; user: readonly ScopeLine[] },
): Html {
  const { columns, bot, user } = words.landing.asks;
  return html`<table class="scopes" role="table" aria-labelledby="asks">
<thead role="rowgroup"><tr role="row">
<th role="columnheader" scope="col">${columns.scope}</th>
<th role="columnheader" scope="col">${columns.lets}</th>
<th role="columnheader" scope="col">${columns.never}</th>
</tr></thead>
${group(words, bot, scopes.bot)}
${group(words, user, scopes.user)}
</table>`;
}

function group(
  words: PageWords,
  heading: { title: string; note: string },
  lines: readonly ScopeLine[],
): Html | '' {
  if (lines.length === 0) return '';
  const { columns } = words.landing.asks;
  return html`<tbody role="rowgroup">
<tr class="scopes-group" role="row"><th role="rowheader" scope="rowgroup" colspan="3"><b>${heading.title}</b> <span>${heading.note}</span></th></tr>
${lines.map(
  (line) => html`<tr role="row">
<th role="rowheader" scope="row"><code>${line.scope}</code></th>
<td role="cell" data-label="${columns.lets}">${prose(line.lets)}</td>
<td role="cell" data-label="${columns.never}">${prose(line.never)}</td>
</tr>`,
)}
</tbody>`;
}
