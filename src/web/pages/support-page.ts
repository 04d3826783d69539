import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/pages/page-words.ts';
import { contactLink, type Operator } from './contact.ts';
import { page } from './layout.ts';
import { type Html, prose } from './prose.ts';
import { facts, sheet } from './sheet.ts';

export function renderSupport({ words, operator }: { words: PageWords; operator: Operator }): Html {
  const { support } = words;
  const { named, unnamed, noContact, answered, include } = support.ask;
  const whom = operator.name === undefined ? unnamed : named(operator.name);
  return page({
    words,
    title: support.title,
    description: support.description,
    body: html`<div class="frame">
<div class="opening"><h1>${support.headline}</h1><p class="lead">${support.lead}</p></div>
${sheet(
  'ask',
  support.ask.heading,
  html`<p>${operator.contact ? html`${whom} ${contactLink(operator.contact)}. ${answered}` : noContact}</p>
<p>${prose(include)}</p>`,
)}
${sheet('questions', support.questions.heading, facts(support.questions.facts))}
${sheet('security', support.security.heading, html`<p>${prose(support.security.text)}</p>`)}
${sheet('status', support.status.heading, html`<p>${support.status.text} <a href="${support.status.url}">${support.status.link}</a>.</p>`)}
</div>`,
  });
}
