import { html } from 'hono/html';
import { findDirectChannel, generalChannel } from '../messages/messages.ts';
import { unreadIn } from '../messages/unread.ts';
import { ROLES } from '../people/role-words.ts';
import type { AppRegistration } from '../state/apps.ts';
import { administers, isGuest } from '../state/find.ts';
import type { PersonRecord, TwoFactor, WorkspaceRecord } from '../state/state.ts';
import { ICONS } from './assets/icons.ts';
import { badge, type Html, tintAt, tintOf } from './frame-parts.ts';
import { panel } from './panes/panel.ts';
import { clientPath, panePath, pathIn, type Scene } from './scene.ts';

const TWO_FACTOR: Record<TwoFactor, string> = {
  app: '2FA by app',
  sms: '2FA by SMS',
  on: '2FA on',
  off: '2FA off',
};

/** Whom one can act as, in the order of what they may do. */
const GROUPS: { words: string; are: (person: PersonRecord) => boolean }[] = [
  { words: 'Owners and admins', are: (person) => !person.deleted && administers(person) },
  { words: 'Members', are: ({ deleted, role }) => !deleted && role === 'member' },
  { words: 'Guests', are: (person) => !person.deleted && isGuest(person) },
  { words: 'From another company', are: ({ deleted, role }) => !deleted && role === 'stranger' },
  { words: 'Deactivated', are: ({ deleted }) => deleted },
];

/** One whole page of the window. */
export function framePage(scene: Scene, parts: { title: string; main: Html; modal: Html }): Html {
  const { workspace, person } = scene;
  return bare(
    `${parts.title} | ${workspace.name}`,
    html`<div class="frame">
${rail(scene)}
<aside class="side" id="side" aria-label="${workspace.name}">${sidebar(scene)}</aside>
<div class="stage"><main class="main" id="main" tabindex="-1">${parts.main}</main></div>
${panel(scene)}
</div>
<div id="modal" data-live>${parts.modal}</div>
<div class="toast" id="toast" role="status" aria-live="polite"></div>`,
    `${workspace.id}/${person.id}`,
  );
}

/** A page without the window around it: no one there, or nothing found. */
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
<header class="banner"><span><b>Simulator:</b> nothing here talks to Slack. Tokens are fake.</span>${
  acting
    ? html`<button type="button" class="panel-button" data-panel aria-controls="panel" aria-expanded="true">${ICONS.bolt}<span>Tools</span></button>`
    : ''
}</header>
${body}
</body>
</html>`;

function rail(scene: Scene): Html {
  const { workspaces, organizations } = scene.world.store.state;
  const tile = (workspace: WorkspaceRecord) => workspaceTile(scene, workspace, workspaces.indexOf(workspace));
  const alone = workspaces.filter(({ organizationId }) => organizationId === null);
  return html`<nav class="rail" aria-label="Workspaces">${alone.map(tile)}${organizations.map(
    (organization) => {
      const within = workspaces.filter(({ organizationId }) => organizationId === organization.id);
      return within.length === 0
        ? ''
        : html`<div class="org" role="group" aria-label="Organization ${organization.name}"><span class="org-name" aria-hidden="true">${organization.name}</span>${within.map(tile)}</div>`;
    },
  )}</nav>`;
}

function workspaceTile(scene: Scene, workspace: WorkspaceRecord, index: number): Html {
  const here = workspace.id === scene.workspace.id;
  const person = personIn(scene, workspace);
  if (!person) return html``;
  const path = clientPath(workspace.id, person, panePath(scene.pane, scene.app));
  return html`<a class="tile${here ? ' here' : ''}" href="${path}" title="${workspace.name}"${
    here ? html` aria-current="true"` : ''
  }>${badge(workspace.name, 'square', tintAt(index))}<span class="hidden">${workspace.name}</span></a>`;
}

/** Whom to act as after a change of workspace: the same person where an organization has them in both. */
function personIn(scene: Scene, workspace: WorkspaceRecord): string | undefined {
  const people = scene.world.store.state.people.filter(
    (each) => each.workspaceId === workspace.id && !each.deleted,
  );
  return (people.find((each) => each.id === scene.record.id) ?? people[0])?.id;
}

function sidebar(scene: Scene): Html {
  const { world, workspace, pane, app, record } = scene;
  const { state } = world.store;
  const organization = state.organizations.find((each) => each.id === workspace.organizationId);
  const item = (path: string, here: boolean, icon: Html, words: string, unread = 0) =>
    html`<a class="item${unread > 0 && !here ? ' unread' : ''}" href="${pathIn(scene, path)}"${here ? html` aria-current="page"` : ''}>${icon}<span class="words">${words}</span>${
      unread > 0 && !here ? html`<span class="count">${unread}<span class="hidden"> unread</span></span>` : ''
    }</a>`;
  const unreadFrom = (each: AppRegistration) => {
    const channel = findDirectChannel(state, workspace.id, record.id, each.appId);
    return channel ? unreadIn(world.store, record, channel.id) : 0;
  };
  const ofApp = (each: AppRegistration, panes: string[]) => each.appId === app?.appId && panes.includes(pane);
  return html`<div class="top"><div class="name"><strong>${workspace.name}</strong><small>${
    organization ? `${organization.name} organization` : `${workspace.domain}.slack.com`
  }${workspace.sso ? ' · single sign-on' : ''}</small></div>
<button class="menu" type="button" aria-expanded="false" aria-controls="navigation" aria-label="Navigation">${ICONS.menu}</button></div>
<div class="navigation" id="navigation">
${acting(scene)}
<nav aria-label="Places" id="places" data-live><h2>Channels</h2>${item('general', pane === 'general', ICONS.hash, 'general', unreadIn(world.store, record, generalChannel(state, workspace.id).id))}
<h2>Apps</h2>${world.apps
    .all()
    .map((each) =>
      item(
        unreadFrom(each) > 0 && each.messagesTab !== false ? `messages/${each.appId}` : `home/${each.appId}`,
        ofApp(each, ['home', 'messages']),
        badge(each.name, 'mini'),
        each.name,
        unreadFrom(each),
      ),
    )}
<h2>Settings in Slack</h2>${world.apps
    .all()
    .map((each) =>
      item(`manage/${each.appId}`, ofApp(each, ['manage']), ICONS.gear, `Manage ${each.name}`),
    )}</nav>
</div>`;
}

function acting({ world, workspace, record, pane, app }: Scene): Html {
  const people = world.store.state.people.filter((person) => person.workspaceId === workspace.id);
  const option = (person: PersonRecord) =>
    html`<option value="${workspace.id}/${person.id}"${person.id === record.id ? html` selected` : ''}>${person.name}</option>`;
  const groups = GROUPS.flatMap(({ words, are }) => {
    const some = people.filter(are);
    return some.length > 0 ? [html`<optgroup label="${words}">${some.map(option)}</optgroup>`] : [];
  });
  return html`<form class="acting" method="get" action="/client/switch">
<label for="acting">Acting as</label>
<input type="hidden" name="pane" value="${panePath(pane, app)}">
<div class="me">${badge(record.name, 'avatar-square small', tintOf(record.id))}
<select id="acting" name="person" data-submit>${groups}</select></div><noscript><button class="btn">Switch</button></noscript>
<p id="who" data-live>${
    record.deleted ? 'deactivated' : ROLES[record.role]
  } · ${workspace.sso ? 'single sign-on' : TWO_FACTOR[record.twoFactor]}</p>
</form>`;
}
