import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/pages/page-words.ts';
import { contactLink, type Operator } from './contact.ts';
import { page } from './layout.ts';
import { type Html, prose } from './prose.ts';
import { facts, points, sheet } from './sheet.ts';

/** @see https://docs.slack.dev/slack-marketplace/slack-marketplace-app-guidelines-and-requirements */
export function renderPrivacy({ words, operator }: { words: PageWords; operator: Operator }): Html {
  const { privacy } = words;
  const { named, unnamed, contact, noContact } = privacy.operator;
  return page({
    words,
    title: privacy.title,
    description: privacy.description,
    body: html`<div class="frame">
<div class="opening"><h1>${privacy.headline}</h1><p class="lead">${privacy.lead}</p></div>
${sheet(
  'operator',
  privacy.operator.heading,
  html`<p>${operator.name === undefined ? unnamed : named(operator.name)}</p>
<p>${operator.contact ? html`${contact} ${contactLink(operator.contact)}` : noContact}</p>`,
)}
${sheet('keeps', privacy.keeps.heading, facts(words.landing.data.facts))}
${sheet('uses', privacy.uses.heading, points(privacy.uses.points, 'points'))}
${sheet('reads', privacy.reads.heading, points(privacy.reads.points, 'points'))}
${sheet('stays', privacy.stays.heading, facts(privacy.stays.facts))}
${sheet('rights', privacy.rights.heading, html`<p>${prose(privacy.rights.text)}</p>`)}
${sheet('browser', privacy.browser.heading, html`<p>${prose(privacy.browser.text)}</p>`)}
</div>`,
  });
}
