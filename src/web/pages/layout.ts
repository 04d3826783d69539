import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/pages/page-words.ts';
import { iconUrl, mark } from './drawings/mark.ts';
import type { Html } from './prose.ts';
import { STYLESHEET_PATH } from './stylesheet.ts';

/** The landing page, where the name in the rail leads too. */
export const START_PATH = '/';
export const PRIVACY_PATH = '/privacy';
export const SUPPORT_PATH = '/support';

type Page = {
  words: PageWords;
  title: string;
  /** One sentence for search engines. Without it the page asks them to leave it out. */
  description?: string;
  /** Where the other pages are not served: no links to them. */
  bare?: boolean;
  /** The path of a script of ours. Default: none, as everywhere but on the set-up page. */
  script?: string;
  body: Html;
};

/** A whole document: no styles but our own sheet, nothing from other sites. */
export function page({ words, title, description, bare = false, script, body }: Page): Html {
  return html`<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${description === undefined ? html`<meta name="robots" content="noindex">` : html`<meta name="description" content="${description}">`}
<link rel="icon" href="${iconUrl}">
<link rel="stylesheet" href="${STYLESHEET_PATH}">
${script !== undefined && html`<script src="${script}" defer></script>`}
</head>
<body>
<a class="skip" href="#content">${words.layout.skip}</a>
<header class="rail"><div class="frame"><a class="brand" href="${START_PATH}">${mark()}<span>${words.layout.name}</span></a></div></header>
<main id="content">
${body}
</main>
<footer class="foot"><div class="frame">
${!bare && html`<nav aria-label="${words.layout.more}"><a href="${PRIVACY_PATH}">${words.layout.privacy}</a> <a href="${SUPPORT_PATH}">${words.layout.support}</a> <a href="${words.layout.slackStatusUrl}">${words.layout.slackStatus}</a></nav>`}
<p>${words.layout.footer}</p>
</div></footer>
</body>
</html>`;
}
