import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { AppRegistration } from '../apps.ts';
import { ROLES } from '../role-words.ts';
import type { TwoFactor, WorkspaceRecord } from '../state.ts';
import { ICONS } from './icons.ts';
import { clientPath, panePath, pathIn, type Scene } from './scene.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const TINTS = ['#2f5fa8', '#0b6e7f', '#8a5300', '#6b3fa0', '#1d6b43', '#a13a52'];
const APP_TINT = '#1f3a5f';
export const SLACKBOT_TINT = '#6b3fa0';

/** Neighbours in a list never look alike. */
const tintAt = (index: number): string => TINTS[index % TINTS.length] ?? APP_TINT;

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .slice(0, 2)
    .join('')
    .toUpperCase() || '?';

const TWO_FACTOR: Record<TwoFactor, string> = { app: 'by app', sms: 'by SMS', off: 'off' };

/** The letters of a name in place of a picture. */
export const badge = (name: string, className: string, tint = APP_TINT): Html =>
  html`<span class="${className}" style="background:${tint}" aria-hidden="true">${initialsOf(name)}</span>`;

/** One whole page of the window. */
export function framePage(
  scene: Scene,
  parts: { title: string; main: Html; modal: Html; inspector: Html },
): Html {
  const { workspace, person } = scene;
  return bare(
    `${parts.title} | ${workspace.name}`,
    html`<div class="frame">
${rail(scene)}
<aside class="side" id="side" aria-label="${workspace.name}">${sidebar(scene)}</aside>
<div class="stage">
<main class="main" id="main" tabindex="-1">${parts.main}</main>
<details class="inspector" data-remember="inspector">
<summary>Inspector<span class="quiet"> requests between Slack and the app</span></summary>
<div class="rows" id="inspector" data-live>${parts.inspector}</div>
</details>
</div>
</div>
<div id="modal" data-live>${parts.modal}</div>
<div class="toast" id="toast" role="status" aria-live="polite"></div>`,
    `${workspace.id}/${person.id}`,
  );
}

/** A page without the window around it: nobody there, or nothing found. */
export const bare = (title: string, body: Html, acting = ''): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} | Simulated Slack</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/client/window.css">
<script src="/client/window.js" defer></script>
</head>
<body data-acting="${acting}">
<a class="skip" href="#main">Skip to content</a>
<p class="banner"><b>Simulator:</b> nothing here talks to Slack. Tokens are fake.</p>
${body}
</body>
</html>`;

function rail(scene: Scene): Html {
  const { state } = scene.world.store;
  return html`<nav class="rail" aria-label="Workspaces">${state.workspaces.map((workspace, index) => {
    const here = workspace.id === scene.workspace.id;
    const person = personIn(scene, workspace);
    if (!person) return '';
    const path = clientPath(workspace.id, person, panePath(scene.pane, scene.app));
    return html`<a class="tile${here ? ' here' : ''}" href="${path}" title="${workspace.name}" aria-label="${workspace.name}"${
      here ? html` aria-current="true"` : ''
    }>${badge(workspace.name, 'square', tintAt(index))}</a>`;
  })}</nav>`;
}

/** Whom to act as after a change of workspace: the same person where an organization has them in both. */
function personIn(scene: Scene, workspace: WorkspaceRecord): string | undefined {
  const people = scene.world.store.state.people.filter(
    (each) => each.workspaceId === workspace.id && !each.deleted,
  );
  return (people.find((each) => each.id === scene.record.id) ?? people[0])?.id;
}

function sidebar(scene: Scene): Html {
  const { world, workspace, record, pane, app } = scene;
  const { state } = world.store;
  const people = state.people.filter((person) => person.workspaceId === workspace.id && !person.deleted);
  const organization = state.organizations.find((each) => each.id === workspace.organizationId);
  const item = (path: string, here: boolean, icon: Html, words: string) =>
    html`<a class="item" href="${pathIn(scene, path)}"${here ? html` aria-current="page"` : ''}>${icon}<span>${words}</span></a>`;
  const appItem = (each: AppRegistration) =>
    item(
      `home/${each.appId}`,
      each.appId === app?.appId && (pane === 'home' || pane === 'messages'),
      badge(each.name, 'mini'),
      each.name,
    );
  const manageItem = (each: AppRegistration) =>
    item(
      `manage/${each.appId}`,
      each.appId === app?.appId && pane === 'manage',
      ICONS.gear,
      `Manage ${each.name}`,
    );
  return html`<div class="top"><div class="name"><strong>${workspace.name}</strong><small>${
    organization ? `${organization.name} organization` : `${workspace.domain}.slack.com`
  }${workspace.sso ? ' · single sign-on' : ''}</small></div>
<button class="menu" type="button" aria-expanded="false" aria-controls="navigation" aria-label="Navigation">${ICONS.menu}</button></div>
<div class="navigation" id="navigation">
<form class="acting" method="get" action="/client/switch">
<label for="acting">Acting as</label>
<input type="hidden" name="pane" value="${panePath(pane, app)}">
<select id="acting" name="person" data-submit>${people.map(
    (person) =>
      html`<option value="${workspace.id}/${person.id}"${person.id === record.id ? html` selected` : ''}>${person.name}</option>`,
  )}</select><noscript><button class="btn">Switch</button></noscript>
<p id="who" data-live>${ROLES[record.role]} · 2FA ${TWO_FACTOR[record.twoFactor]}</p>
</form>
<nav aria-label="Places"><h2>Channels</h2>${item('general', pane === 'general', ICONS.hash, 'general')}
<h2>Apps</h2>${world.apps.all().map(appItem)}
<h2>Slack’s side</h2>${world.apps.all().map(manageItem)}</nav>
</div>`;
}
