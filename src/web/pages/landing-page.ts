import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/pages/page-words.ts';
import { homeDrawing } from './drawings/home-drawing.ts';
import { homePicture } from './drawings/home-picture.ts';
import { PRIVACY_PATH, page } from './layout.ts';
import { type Html, prose } from './prose.ts';
import { type ScopeLine, scopeTable } from './scope-table.ts';
import { facts, points, sheet } from './sheet.ts';

export type Landing = {
  words: PageWords;
  scopes: { bot: readonly ScopeLine[]; user: readonly ScopeLine[] };
  installPath: string;
  installForMePath: string;
  /** Where the simulator's window is, if one runs. */
  tryWithoutSlackUrl?: string;
};

/**
 * The start page: what Lanyard is, the two ways to begin, and everything to know before pressing either.
 *
 * @see https://docs.slack.dev/slack-marketplace/slack-marketplace-app-guidelines-and-requirements
 */
export function renderLanding(landing: Landing): Html {
  const { words, scopes } = landing;
  const { asks, never, data, admins, removal } = words.landing;
  return page({
    words,
    title: words.landing.title,
    description: words.landing.description,
    body: html`<div class="frame hero">
<div class="pitch">
<h1>${words.landing.promise.map((sentence) => html`<span>${sentence}</span> `)}</h1>
<p class="lead">${prose(words.landing.lead)}</p>
${begin(landing)}
</div>
${homeDrawing(words)}
</div>
<div class="frame">
${homePicture(words)}
${sheet('asks', asks.heading, html`${scopeTable(words, scopes)}`, asks.note)}
${sheet('never', never.heading, points(never.points, 'crossed'), never.note)}
${sheet('data', data.heading, html`${facts(data.facts)}<p>${data.more} <a href="${PRIVACY_PATH}">${words.layout.privacy}</a></p>`, data.note)}
${sheet('admins', admins.heading, points(admins.points, 'points'))}
${sheet('removal', removal.heading, facts(removal.facts))}
</div>`,
  });
}

function begin({ words, installPath, installForMePath, tryWithoutSlackUrl }: Landing): Html {
  const { gains, choices } = words.landing;
  return html`<ul class="gains">${gains.map((gain) => html`<li><b>${gain.title}</b> ${prose(gain.text)}</li>`)}</ul>
<div class="choices">
<p><a class="button button-primary" href="${installPath}" aria-describedby="choice-workspace">${choices.workspace.button}</a><span id="choice-workspace">${choices.workspace.hint}</span></p>
<p><a class="button" href="${installForMePath}" aria-describedby="choice-me">${choices.me.button}</a><span id="choice-me">${choices.me.hint}</span></p>
</div>
${tryWithoutSlackUrl !== undefined && html`<p class="try"><a href="${tryWithoutSlackUrl}">${choices.tryWithoutSlack}</a></p>`}`;
}
