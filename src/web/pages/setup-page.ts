import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/page-words.ts';
import { page } from './layout.ts';
import { type Html, prose } from './prose.ts';
import { sheet } from './sheet.ts';

export type Setup = {
  /** What the manifest is filled with; undefined: not given yet, or no usable address. */
  publicUrl: string | undefined;
  /** As it was typed. */
  typed: string;
  socketMode: boolean;
  manifest: string;
  createUrl: string;
  settings: { name: string; problem: string | undefined; where: string }[];
  /** Lines for `.env`, with the secrets left open. */
  lines: string;
};

/** For an operator who has not configured anything yet: what to paste into Slack, and what to bring back from it. */
export function renderSetup(setup: Setup, words: PageWords): Html {
  const { title, headline, lead, progress, steps } = words.setup;
  const open = setup.settings.filter(({ problem }) => problem !== undefined).length;
  return page({
    words,
    title,
    bare: true,
    body: html`<div class="frame">
<div class="opening"><h1>${headline}</h1><p class="lead">${lead}</p><p class="progress">${progress(open)}</p></div>
${sheet('address', steps.address.heading, address(setup, words))}
${sheet('app', steps.app.heading, app(setup, words))}
${sheet('values', steps.values.heading, values(setup, words))}
</div>`,
  });
}

function address({ publicUrl, typed, socketMode }: Setup, words: PageWords): Html {
  const { text, label, socketMode: socketLabel, button, wrong } = words.setup.steps.address;
  const refused = typed !== '' && publicUrl === undefined;
  return html`<p>${text}</p>
<form class="form" method="get" action="/">
<label for="public_url">${label}</label>
<input id="public_url" name="public_url" type="url" value="${typed}" placeholder="https://lanyard.example.com" autocomplete="off"${refused && html` aria-invalid="true" aria-describedby="wrong"`}>
${refused && html`<p class="wrong" id="wrong">${wrong}</p>`}
<label class="tick"><input type="checkbox" name="socket_mode" value="1"${socketMode && html` checked`}> <span>${socketLabel}</span></label>
<button class="button${publicUrl === undefined ? ' button-primary' : ''}" type="submit">${button}</button>
</form>`;
}

function app({ publicUrl, manifest, createUrl }: Setup, words: PageWords): Html {
  const { text, before, button, byHand, manifestLabel, distribution } = words.setup.steps.app;
  return html`<p>${publicUrl === undefined ? before : text}</p>
${publicUrl !== undefined && html`<p class="ways"><a class="button button-primary" href="${createUrl}">${button}</a></p>`}
<p>${prose(byHand)}</p>
<textarea class="copy" readonly rows="14" spellcheck="false" aria-label="${manifestLabel}">${manifest}</textarea>
<p>${prose(distribution)}</p>`;
}

function values({ settings, lines }: Setup, words: PageWords): Html {
  const { text, names, state, found, ok, key, fileLabel, check } = words.setup.steps.values;
  return html`<p>${text}</p>
<table class="scopes" role="table" aria-labelledby="values">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${names}</th><th role="columnheader" scope="col">${state}</th><th role="columnheader" scope="col">${found}</th></tr></thead>
<tbody role="rowgroup">${settings.map(
    ({ name, problem, where }) => html`<tr role="row">
<th role="rowheader" scope="row"><code>${name}</code></th>
<td role="cell" data-label="${state}">${problem ?? ok}</td>
<td role="cell" data-label="${found}">${where}</td>
</tr>`,
  )}</tbody>
</table>
<p>${key}</p>
<textarea class="copy" readonly rows="7" spellcheck="false" aria-label="${fileLabel}">${lines}</textarea>
<p>${prose(check)}</p>`;
}
