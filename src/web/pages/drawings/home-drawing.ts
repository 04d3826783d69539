import { html } from 'hono/html';
import type { PageWords } from '../../../locales/en/pages/page-words.ts';
import { type Html, prose } from '../prose.ts';
import { pass } from './pass.ts';

type RowWords = PageWords['landing']['drawing']['workspace'];

/** Lanyard's Home as a member sees it. A picture: one description for screen readers, nothing in it can be pressed. */
export function homeDrawing(words: PageWords): Html {
  const drawing = words.landing.drawing;
  return html`<figure class="drawing">
<div role="img" aria-label="${drawing.description}">
${pass({
  held: true,
  body: html`<div class="home">
<div class="home-head"><b>${drawing.heading}</b><span>${drawing.place}</span></div>
${row(drawing.workspace)}
${row(drawing.own)}
<div class="home-answer"><code>${drawing.command}</code><p>${prose(drawing.answer)}<small>${drawing.onlyYou}</small></p></div>
</div>`,
})}
</div>
<figcaption>${drawing.caption}</figcaption>
</figure>`;
}

function row(words: RowWords): Html {
  return html`<div class="home-row">
<div class="home-title"><b>${words.title}</b><span class="status">${words.status}</span></div>
<p>${prose(words.sentence)}</p>
<small>${words.given}</small>
<div class="home-buttons">${words.buttons.map((button) => html`<span>${button}</span>`)}</div>
</div>`;
}
