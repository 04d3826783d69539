import { html } from 'hono/html';
import type { Words } from '../../locales/words.ts';
import { page } from './layout.ts';
import { pass } from './pass.ts';
import { type Html, prose } from './prose.ts';

export type ExportFailure = keyof Words['coverage']['page']['failures'];

/** Before the download: looking at it spends nothing, only the form's buttons do. */
export function renderExport(words: Words): Html {
  const say = words.coverage.page;
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
  const say = words.coverage.page;
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
    title: words.coverage.page.title,
    body: html`<div class="frame ending">
${pass({ held, body: html`<h1>${headline}</h1>\n${body}` })}
</div>`,
  });
}
