import { html } from 'hono/html';
import { ROLES } from '../people/role-words.ts';
import { organizationById, ownsOrganization, workspaceById } from '../state/find.ts';
import type { PersonRecord, SimulatorState } from '../state/state.ts';
import { type Obstacle, obstacleFor } from './app-approval.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { scopeWords } from './consent-scope-words.ts';

export type ConsentPage = {
  request: AuthorizeRequest;
  state: SimulatorState;
  person: PersonRecord;
  /** The parameters of the authorize URL: the form brings them back. */
  query: URLSearchParams;
};

const OAUTH_FIELDS = ['client_id', 'scope', 'user_scope', 'redirect_uri', 'state', 'team'];

/** How a person is named in the form: people of an organization have one id in all its workspaces. */
export const personKey = (person: PersonRecord): string => `${person.workspaceId}/${person.id}`;

/** The page on which a person says yes or no. Works without JavaScript. */
export function renderConsentPage({ request, state, person, query }: ConsentPage) {
  const { app, botScopes, userScopes } = request;
  const workspace = workspaceById(state, person.workspaceId);
  const obstacle = obstacleFor(state, app, person, { asksForBot: botScopes.length > 0 });
  if (obstacle) return renderObstaclePage({ request, state, person, query }, obstacle);
  const organization = organizationById(state, workspace.organizationId);
  const mayChooseOrganization = organization && app.orgDeploy !== false && ownsOrganization(person);
  return layout(
    `${app.name} asks for permission`,
    html`
    <p class="where">${workspace.name}<span>${workspace.domain}.slack.com</span></p>
    <h1><b>${app.name}</b> is requesting permission to access the ${workspace.name} workspace</h1>
    <form method="post" action="/oauth/v2/authorize">
      ${requestAndPerson(state, person, query)}
      ${scopeList({ heading: `What will ${app.name} be able to do?`, introduction: `${app.name} may`, scopes: botScopes, optional: app.optionalScopes?.bot ?? [], kind: 'bot' })}
      ${scopeList({ heading: `What will ${app.name} do on your behalf?`, introduction: 'On your behalf it may', scopes: userScopes, optional: app.optionalScopes?.user ?? [], kind: 'user' })}
      ${
        mayChooseOrganization
          ? html`<fieldset>
        <legend>Install to</legend>
        <label><input type="radio" name="target" value="workspace" checked> ${workspace.name}, this workspace</label>
        <label><input type="radio" name="target" value="organization"> ${organization.name}, the whole organization</label>
        <label class="sub"><input type="checkbox" name="add_to" value="${workspace.id}" checked> and add it to ${workspace.name} now</label>
      </fieldset>`
          : ''
      }
      <div class="choice">
        <button class="cancel" type="submit" name="decision" value="cancel">Cancel</button>
        <button class="allow" type="submit" name="decision" value="allow">Allow</button>
      </div>
    </form>`,
  );
}

/** What the form brings along, and who fills it in. */
const requestAndPerson = (state: SimulatorState, person: PersonRecord, query: URLSearchParams) =>
  html`${OAUTH_FIELDS.filter((name) => query.has(name)).map(
    (name) => html`<input type="hidden" name="${name}" value="${query.get(name)}">`,
  )}<div class="as">
        <label for="person">You are</label>
        <select id="person" name="person">${personOptions(state, person)}</select>
        <button class="quiet" type="submit" formmethod="get" formnovalidate>Switch</button>
      </div>`;

/** For a person who may not install: why, whom to ask, and no Allow. */
function renderObstaclePage({ request, state, person, query }: ConsentPage, obstacle: Obstacle) {
  const { app } = request;
  const workspace = workspaceById(state, person.workspaceId);
  const { headline, text } = OBSTACLES[obstacle.kind](app.name, workspace.name);
  const asks = obstacle.kind === 'needs_approval';
  return layout(
    headline,
    html`
    <p class="where">${workspace.name}<span>${workspace.domain}.slack.com</span></p>
    <h1>${headline}</h1>
    <form method="post" action="/oauth/v2/authorize">
      ${requestAndPerson(state, person, query)}
      <section>
        <p class="told">${text}</p>
        ${obstacle.kind === 'asked' ? html`<p>Asked: ${obstacle.of.join(', ')}.</p>` : ''}
        ${asks ? html`<label for="message">Reason (optional)</label><textarea id="message" name="message" rows="3" maxlength="500"></textarea>` : ''}
      </section>
      <div class="choice">
        <button class="cancel" type="submit" name="decision" value="cancel">${asks ? 'Cancel' : `Back to ${app.name}`}</button>
        ${asks ? html`<button class="allow" type="submit" name="decision" value="ask">Request to install</button>` : ''}
      </div>
    </form>`,
  );
}

const OBSTACLES: Record<
  Obstacle['kind'],
  (app: string, workspace: string) => { headline: string; text: string }
> = {
  stranger: (app, workspace) => ({
    headline: `You can’t add ${app} to ${workspace}`,
    text: 'People from other companies can’t add apps here. Ask someone in this workspace.',
  }),
  guest: (app, workspace) => ({
    headline: `You can’t add ${app} to ${workspace}`,
    text: 'Guests can’t add apps. Ask a member or an admin.',
  }),
  needs_approval: (app, workspace) => ({
    headline: `${app} needs an admin’s approval`,
    text: `Admins of ${workspace} approve apps first. They get your request in Slack. Nothing is installed yet.`,
  }),
  asked: (app) => ({
    headline: 'The admins have your request',
    text: `Nothing is installed yet. Slackbot tells you when they decide about ${app}.`,
  }),
  denied: (app, workspace) => ({
    headline: `${app} wasn’t approved for ${workspace}`,
    text: 'An admin didn’t approve it. They can change that in Slack’s settings for the app.',
  }),
};

/** In place of the consent page when Slack would not show one, or not act on it. */
export function renderRefusalPage(code: string, message: string) {
  return layout(
    'Something went wrong',
    html`
    <h1>Something went wrong when authorizing this app</h1>
    <p>${message}</p>
    <p>Go back and try again, or tell the people who made the app.</p>
    <p class="code">Error details: <code>${code}</code></p>`,
  );
}

function personOptions(state: SimulatorState, chosen: PersonRecord) {
  return state.workspaces.map((workspace) => {
    const people = state.people.filter((person) => person.workspaceId === workspace.id && !person.deleted);
    return html`<optgroup label="${workspace.name}">${people.map(
      (person) =>
        html`<option value="${personKey(person)}"${personKey(person) === personKey(chosen) ? html` selected` : ''}>${person.name} (${ROLES[person.role]}), ${workspace.name}</option>`,
    )}</optgroup>`;
  });
}

type ScopeList = {
  heading: string;
  introduction: string;
  scopes: readonly string[];
  optional: readonly string[];
  kind: 'bot' | 'user';
};

function scopeList({ heading, introduction, scopes, optional, kind }: ScopeList) {
  if (scopes.length === 0) return '';
  const words = (scope: string) => {
    const known = scopeWords(scope, kind === 'user');
    return known ? html`${known} <code>${scope}</code>` : html`<code>${scope}</code>`;
  };
  const needed = scopes.filter((scope) => !optional.includes(scope));
  const chosen = scopes.filter((scope) => optional.includes(scope));
  return html`<section>
        <h2>${heading}</h2>
        <p>${introduction}:</p>
        <ul>${needed.map((scope) => html`<li>${words(scope)}</li>`)}</ul>
        ${
          chosen.length > 0
            ? html`<p>Optional:</p>${chosen.map(
                (scope) =>
                  html`<label class="optional"><input type="checkbox" name="optional_${kind}" value="${scope}" checked> <span>${words(scope)}</span></label>`,
              )}`
            : ''
        }
      </section>`;
}

/** A page of Slack’s own, outside of the window. */
export function layout(title: string, body: unknown) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} | Simulated Slack</title>
<link rel="stylesheet" href="/oauth/v2/consent.css">
</head>
<body>
<header class="banner">Simulator: nothing here talks to Slack. Tokens are fake.</header>
<main>${body}</main>
</body>
</html>`;
}

export const CONSENT_STYLES = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; color: #1d1c1d; background: #f4f2f4; }
.banner { margin: 0; padding: 8px 16px; text-align: center; font-size: 13px; color: #fff; background: #3f0e40; }
main { max-width: 600px; margin: 32px auto; padding: 32px 36px; background: #fff; border: 1px solid #e3dfe3; border-radius: 12px; }
.where { display: flex; justify-content: space-between; gap: 12px; margin: 0 0 20px; font-weight: 600; }
.where span { font-weight: 400; color: #5c595c; }
h1 { margin: 0 0 24px; font-size: 26px; line-height: 1.25; font-weight: 500; }
h2 { margin: 0 0 4px; font-size: 16px; }
section { padding: 18px 0; border-top: 1px solid #ece9ec; }
section p { margin: 0 0 6px; color: #5c595c; }
ul { margin: 0; padding-left: 22px; }
li { margin: 4px 0; }
code { font: 13px ui-monospace, Menlo, monospace; color: #5c595c; }
.as { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 0 0 20px; }
.as select { flex: 1 1 220px; min-width: 0; }
select, button, textarea { font: inherit; min-height: 40px; padding: 6px 14px; border: 1px solid #868386; border-radius: 6px; background: #fff; color: inherit; }
section label { display: block; margin: 12px 0 4px; font-weight: 600; }
textarea { display: block; width: 100%; }
section .told { color: inherit; }
fieldset { margin: 0; padding: 18px 0; border: 0; border-top: 1px solid #ece9ec; }
legend { float: left; width: 100%; margin-bottom: 4px; font-weight: 700; }
fieldset label { display: block; clear: both; padding: 3px 0; }
section label.optional { display: flex; gap: 10px; margin: 0; padding: 3px 0; font-weight: 400; }
.sub { padding-left: 24px; color: #5c595c; }
.choice { display: flex; justify-content: flex-end; gap: 12px; padding-top: 20px; border-top: 1px solid #ece9ec; }
button { cursor: pointer; font-weight: 600; }
button.quiet { font-weight: 400; }
button.allow { min-width: 110px; border-color: #007a5a; background: #007a5a; color: #fff; }
:focus-visible { outline: 3px solid #1264a3; outline-offset: 2px; }
.code { color: #5c595c; }
@media (max-width: 480px) { main { margin: 0; padding: 24px 20px; border: 0; border-radius: 0; } .choice button { flex: 1; } }
`;
