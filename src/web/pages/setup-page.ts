import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/pages/page-words.ts';
import { page } from './layout.ts';
import { type Html, prose } from './prose.ts';
import { SETUP_SCRIPT_PATH } from './setup-script.ts';
import { sheet } from './sheet.ts';

export type Setup = {
  /** What the manifest is filled with; undefined: not given yet, or no usable address. */
  publicUrl: string | undefined;
  /** As it was typed. */
  typed: string;
  socketMode: boolean;
  manifest: string;
  createUrl: string;
  settings: AskedSetting[];
  /** What else is wrong with the settings: nothing to bring back, but to be put right in `.env`. */
  others: { name: string; problem: string; where: string }[];
};

export type AskedSetting = {
  name: string;
  /** Undefined: in place. */
  problem: string | undefined;
  where: string;
  /** Its value in the block to copy, empty where only the operator knows it; undefined: not in the block, because it's set already. */
  line: string | undefined;
};

/** What the server takes too, for the block that fills in before anything is sent. */
const PATTERN = 'https://[^\\/?#\\s]+\\/?|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?\\/?';

/** For an operator who has not configured anything yet: what to paste into Slack, and what to bring back from it. */
export function renderSetup(setup: Setup, words: PageWords): Html {
  const { title, headline, lead, steps } = words.setup;
  return page({
    words,
    title,
    bare: true,
    script: SETUP_SCRIPT_PATH,
    body: html`<div class="frame">
<div class="opening"><h1>${headline}</h1><p class="lead">${lead}</p>${progress(setup, words)}</div>
${sheet('address', steps.address.heading, address(setup, words))}
${sheet('app', steps.app.heading, app(setup, words))}
${sheet('values', steps.values.heading, values(setup, words))}
</div>`,
  });
}

/** How much is open, with the words for whatever the script counts. */
function progress(setup: Setup, words: PageWords): Html {
  const say = words.setup.progress;
  return html`<p class="progress" id="progress" role="status" data-others="${setup.others.length}" data-none="${say.filled}" data-one="${say.open(1)}" data-many="${say.open('{open}')}" data-in-block="${words.setup.steps.values.inBlock}">${progressNow(setup, words)}</p>`;
}

function progressNow({ settings, others }: Setup, { setup: { progress: say } }: PageWords): string {
  const missing = settings.filter(({ problem }) => problem !== undefined);
  if (missing.length + others.length === 0) return say.done;
  const open = missing.filter(({ line }) => !line).length + others.length;
  return open === 0 ? say.filled : say.open(open);
}

function address({ publicUrl, typed, socketMode }: Setup, words: PageWords): Html {
  const { text, label, socketMode: socketLabel, button, wrong } = words.setup.steps.address;
  const refused = typed !== '' && publicUrl === undefined;
  return html`<p>${text}</p>
<form class="form" method="get" action="/" novalidate>
<label for="public_url">${label}</label>
<input id="public_url" name="public_url" type="url" pattern="${PATTERN}" data-setting="PUBLIC_URL" value="${typed}" placeholder="https://lanyard.example.com" autocomplete="off"${refused && html` aria-invalid="true" aria-describedby="wrong"`}>
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
<textarea class="copy" id="manifest" readonly rows="14" spellcheck="false" aria-label="${manifestLabel}">${manifest}</textarea>
${copyButton('manifest', words.setup.copy.manifest, words)}
<p>${prose(distribution)}</p>`;
}

function values(setup: Setup, words: PageWords): Html {
  const { settings, others } = setup;
  const { text, names, state, found, key, fileLabel, check } = words.setup.steps.values;
  const lines = settings.flatMap(({ name, line }) => (line === undefined ? [] : [`${name}=${line}`]));
  return html`<p>${text}</p>
<table class="scopes" role="table" aria-labelledby="values">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${names}</th><th role="columnheader" scope="col">${state}</th><th role="columnheader" scope="col">${found}</th></tr></thead>
<tbody role="rowgroup">${settings.map((setting) => row(setting, words))}${others.map((other) =>
    row({ ...other, line: undefined }, words),
  )}</tbody>
</table>
${
  lines.length > 0 &&
  html`${lines.some((line) => line.startsWith('TOKEN_ENCRYPTION_KEYS')) && html`<p>${key}</p>`}
<textarea class="copy" id="lines" readonly rows="7" spellcheck="false" autocomplete="off" aria-label="${fileLabel}">${lines.join('\n')}</textarea>
${copyButton('lines', words.setup.copy.lines, words)}
<p class="progress" id="progress-here" aria-hidden="true">${progressNow(setup, words)}</p>`
}
<p>${prose(check)}</p>`;
}

/** What the operator alone knows has a field: what is typed there appears in the block. */
function row({ name, problem, where, line }: AskedSetting, words: PageWords): Html {
  const { state, found, ok, inBlock, paste } = words.setup.steps.values;
  const field =
    line === '' && name !== 'PUBLIC_URL'
      ? html`<input class="value" data-setting="${name}" aria-label="${name}" placeholder="${paste}" autocomplete="off" autocapitalize="off" spellcheck="false">`
      : '';
  return html`<tr role="row">
<th role="rowheader" scope="row"><code>${name}</code></th>
<td role="cell" data-label="${state}"${line !== undefined && html` data-state="${name}"`}>${problem === undefined ? ok : line ? inBlock : problem}</td>
<td role="cell" data-label="${found}">${where}${field}</td>
</tr>`;
}

/** Shown by the script that it needs. */
const copyButton = (from: string, label: string, { setup: { copy } }: PageWords): Html =>
  html`<button class="button copy-button" type="button" data-copy="${from}" data-copied="${copy.copied}" data-selected="${copy.selected}" aria-live="polite" hidden>${label}</button>`;
