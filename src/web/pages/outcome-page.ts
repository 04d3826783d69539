import { html } from 'hono/html';
import type { PageWords } from '../../locales/en/pages/page-words.ts';
import { isSlackCode } from '../../slack-api/slack-answer.ts';
import {
  type Failure,
  type Installed,
  isFailure,
  type Outcome,
  type PermissionGiven,
  type ScopeChange,
  type Success,
} from '../installing/oauth-outcome.ts';
import { pass } from './drawings/pass.ts';
import { page, START_PATH, SUPPORT_PATH } from './layout.ts';
import { type Html, prose, visibleName } from './prose.ts';

/** What Slack reports while it doesn’t do what it should; each is named as Slack names it. */
export type ReportedIncident = { lead: string; named: readonly { title: string; url: string }[] };

/** The page that ends an installation: what happened, and one thing to do next. Send it with `statusOf(outcome)`. */
export function renderOutcome(
  outcome: Outcome,
  { words, incident }: { words: PageWords; incident?: ReportedIncident | undefined },
): Html {
  return isFailure(outcome) ? renderFailure(outcome, words, incident) : renderSuccess(outcome, words);
}

function renderSuccess(outcome: Success, words: PageWords): Html {
  const place = visibleName(outcome.place) || words.outcome.unnamedPlace;
  const { headline, sentences, steps } =
    outcome.kind === 'installed' ? installedWords(outcome, place, words) : givenWords(outcome, place, words);
  const success = words.outcome.success;
  return outcomePage(
    words,
    headline,
    true,
    html`${sentences.map((sentence) => html`<p>${prose(sentence)}</p>`)}
${outcome.change && scopeChange(outcome.change, words)}
<h2>${success.nextHeading}</h2>
<ol class="steps">${steps.map((step) => html`<li>${prose(step)}</li>`)}</ol>
${waysIntoSlack(outcome, words)}
<div class="grants">
${grants(success.letsHeading, outcome.lets, 'ticked')}
${outcome.kind === 'installed' && grants(success.neverHeading, outcome.never, 'crossed')}
</div>`,
  );
}

function installedWords(outcome: Installed, place: string, words: PageWords) {
  const { installed, steps } = words.outcome.success;
  const second = outcome.orgWide ? installed.secondOrgWide : installed.second;
  return {
    headline: installedHeadline(outcome, place, words),
    sentences: [
      ...(outcome.before === 'someone_elses' ? [second] : []),
      outcome.orgWide ? installed.orgWide : installed.workspace,
      outcome.personal ? installed.personal : installed.notPersonal,
    ],
    steps: outcome.orgWide
      ? [steps.chooseWorkspaces, steps.home, steps.command]
      : [steps.home, steps.command],
  };
}

function installedHeadline({ before, change }: Installed, place: string, words: PageWords): string {
  const { installed } = words.outcome.success;
  if (before === 'nothing') return installed.headline(place);
  if (change && change.added.length + change.removed.length > 0) return installed.headlineChanged(place);
  return before === 'own' ? installed.headlineAgain(place) : installed.headlineSecond(place);
}

/** What a renewal changed, before the whole list: someone who comes again looks for the difference. */
function scopeChange({ added, removed }: ScopeChange, words: PageWords): Html {
  const { change } = words.outcome.success;
  if (added.length + removed.length === 0) return html`<p>${change.none}</p>`;
  return html`<div class="change"><h2>${change.heading}</h2>
<dl>${[
    ...added.map(
      (line) => html`<div class="change-added"><dt>${change.added}</dt><dd>${prose(line)}</dd></div>`,
    ),
    ...removed.map(
      (line) => html`<div class="change-removed"><dt>${change.removed}</dt><dd>${prose(line)}</dd></div>`,
    ),
  ]}</dl></div>`;
}

function givenWords(outcome: PermissionGiven, place: string, words: PageWords) {
  const { given, steps } = words.outcome.success;
  return {
    headline: outcome.again ? given.headlineAgain(place) : given.headline(place),
    sentences: [given.sentence],
    steps: [steps.command, steps.homeToRevoke],
  };
}

function grants(heading: string, lines: readonly string[], style: 'ticked' | 'crossed'): Html | '' {
  if (lines.length === 0) return '';
  return html`<div><h2>${heading}</h2><ul class="${style}">${lines.map((line) => html`<li>${prose(line)}</li>`)}</ul></div>`;
}

/** One button that opens Slack’s own app, and under it the way for those who don’t have it: a browser can’t tell us. */
function waysIntoSlack({ leadsTo, openInSlackUrl, openInBrowserUrl }: Success, words: PageWords): Html {
  const { open, nothingHappened, openInBrowser } = words.outcome.success;
  const button = html`<p class="ways"><a class="button button-primary" href="${openInSlackUrl ?? openInBrowserUrl}">${open[leadsTo]}</a></p>`;
  if (openInSlackUrl === undefined) return button;
  return html`${button}
<p class="fallback">${nothingHappened} <a href="${openInBrowserUrl}">${openInBrowser[leadsTo]}</a></p>`;
}

function renderFailure(outcome: Failure, words: PageWords, incident: ReportedIncident | undefined): Html {
  const failure = failureWords(outcome, words);
  const wayOn = outcome.kind === 'not_found' ? START_PATH : outcome.retryPath;
  const code = outcome.kind === 'slack_refused' && isSlackCode(outcome.slackError) && outcome.slackError;
  return outcomePage(
    words,
    failure.headline,
    false,
    html`<p>${failure.cause}</p>
<p>${failure.next}</p>
${incident && incidentLines(incident)}
<p class="ways"><a class="button button-primary" href="${wayOn}">${failure.action}</a></p>
${outcome.reference && referenceLines(outcome.reference, words, code)}`,
  );
}

function referenceLines(reference: string, { outcome: say, layout }: PageWords, code: string | false): Html {
  return html`<div class="reference"><p>${say.referenceLabel} <code>${reference}</code></p><p>${say.referenceHint} <a href="${SUPPORT_PATH}">${layout.support}</a></p>
${code && html`<p>${say.slackAnswer} <code>${code}</code></p>`}</div>`;
}

const incidentLines = ({ lead, named }: ReportedIncident): Html =>
  html`<p class="incident">${lead}${named.map(({ title, url }) => html` <a href="${url}">${title}</a>`)}</p>`;

/** The words of a failure; names of workspaces are no sentences of ours, so they are not set by `prose`. */
function failureWords(outcome: Failure, words: PageWords) {
  if (outcome.kind !== 'other_workspace') {
    const { headline, cause, next, action } = words.outcome.failures[outcome.kind];
    return { headline, cause: prose(cause), next: prose(next), action };
  }
  const { headline, cause, next, action } = words.outcome.failures.other_workspace;
  const chosen = visibleName(outcome.chosen) || words.outcome.unnamedPlace;
  return { headline, cause: html`${cause(chosen)}`, next: prose(next), action };
}

function outcomePage(words: PageWords, headline: string, held: boolean, body: Html): Html {
  return page({
    words,
    title: words.outcome.title(headline),
    body: html`<div class="frame ending">
${pass({ held, body: html`<h1>${headline}</h1>\n${body}` })}
</div>`,
  });
}
