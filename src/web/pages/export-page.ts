import { html } from 'hono/html';
import type { Words } from '../../locales/words.ts';
import { pass } from './drawings/pass.ts';
import { page } from './layout.ts';
import { type Html, prose } from './prose.ts';

export type ExportFailure = keyof Words['exportPage']['failures'];

/** Before the download: looking at it spends nothing, only the form's buttons do. */
export function renderExport(words: Words): Html {
  const say = words.exportPage;
  return exportPage(
    words,
    say.headline,
    true,
    html`<p>${say.text}</p>
<form method="post" class="ways"><button class="button button-primary" name="form" value="csv">${say.csv}</button><button class="button" name="form" value="json">${say.json}</button></form>
<p>${say.csvHint}</p>`,
  );
}

export function renderExportFailure(words: Words, failure: ExportFailure): Html {
  const say = words.exportPage;
  const { headline, text } = say.failures[failure];
  return exportPage(
    words,
    headline,
    false,
    html`<p>${prose(text)}</p>
${failure !== 'unavailable' && html`<p>${prose(say.next)}</p>`}`,
  );
}

function exportPage(words: Words, headline: string, held: boolean, body: Html): Html {
  return page({
    words: words.pages,
    title: words.exportPage.title,
    body: html`<div class="frame ending">
${pass({ held, body: html`<h1>${headline}</h1>\n${body}` })}
</div>`,
  });
}
