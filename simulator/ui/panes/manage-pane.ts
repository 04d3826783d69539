import { html } from 'hono/html';
import { approvalOf } from '../../oauth/app-approval.ts';
import { scopeWords } from '../../oauth/consent-scope-words.ts';
import { ROLES } from '../../people/role-words.ts';
import type { AppRegistration } from '../../state/apps.ts';
import { administers, liveBotGrant, liveGrantsBy, servingInstallation } from '../../state/find.ts';
import type { GrantRecord, Role, TwoFactor } from '../../state/state.ts';
import { badge, type Html } from '../frame-parts.ts';
import { installLink, pathIn, type Scene } from '../scene.ts';

const TWO_FACTOR: [TwoFactor, string, string][] = [
  ['app', 'Authentication app', 'A code from an app on the phone'],
  ['sms', 'Text message', 'A code by SMS'],
  ['off', 'Off', 'Only a password'],
];

/** What happens in Slack itself, without the app being asked: installing, taking back, signing in. */
export function managePane(scene: Scene): Html {
  const { app } = scene;
  if (!app)
    return html`<div class="pane"><p class="empty">No app is registered with this simulator.</p></div>`;
  return html`<header class="head"><h1>${badge(app.name, 'icon')}Manage ${app.name}</h1></header>
<div class="scroll"><div class="pane cards" id="manage" data-live>
<p class="lead">These are Slack’s own settings, not ${app.name}’s. ${app.name} only hears what Slack tells it.</p>
${workspaceCard(scene, app)}${approvalCard(scene, app)}${permissionCard(scene, app)}${accountCard(scene)}
</div></div>`;
}

function workspaceCard(scene: Scene, app: AppRegistration): Html {
  const { world, workspace, installed } = scene;
  const { state } = world.store;
  const installation = servingInstallation(state, app, workspace.id);
  const orgWide = installation?.organizationId != null;
  const grant = installation && liveBotGrant(state, app.appId, installation);
  const link = installLink(scene);
  const elsewhere =
    !installed &&
    state.installations.find(
      (each) =>
        each.appId === app.appId &&
        each.organizationId !== null &&
        each.organizationId === workspace.organizationId &&
        liveBotGrant(state, app.appId, each),
    );
  return html`<section class="card" aria-labelledby="in-workspace"><h2 id="in-workspace">${app.name} in ${workspace.name}</h2>
${
  installed
    ? html`<p><span class="state on">Installed${orgWide ? ' for the organization' : ''}</span></p>${scopeList(app.name, grant)}`
    : html`<p><span class="state">Not installed</span></p>`
}
<div class="choice">${link ? html`<a class="btn${installed ? '' : ' primary'}" href="${link}">${installed ? 'Install again' : `Add ${app.name}`}</a>` : ''}
${elsewhere ? button(scene, `break/org-add/${app.appId}`, 'Add from the organization', `Add ${app.name} to ${workspace.name} from its organization`) : ''}
${
  installed
    ? danger(scene, `break/uninstall/${app.appId}`, {
        words: orgWide ? 'Remove from the organization' : 'Remove from workspace',
        title: `Remove ${app.name}?`,
        text: `Its bot and everyone’s permissions end at once. Slack tells ${app.name}.`,
        confirm: 'Remove',
      })
    : ''
}</div></section>`;
}

/** Where admins approve apps: what they said, who asks, and the decision for those who may take it. */
function approvalCard(scene: Scene, app: AppRegistration): Html {
  const { world, workspace, record } = scene;
  if (!workspace.approvesApps) return html``;
  const { decision = null, requests = [] } = approvalOf(world.store.state, app, workspace) ?? {};
  const nameOf = (userId: string) =>
    world.store.state.people.find((each) => each.id === userId && each.workspaceId === workspace.id)?.name;
  const state =
    decision === 'approved' ? 'Approved' : decision === 'denied' ? 'Not approved' : 'Not decided yet';
  const decides = administers(record) && !record.deleted;
  return html`<section class="card" aria-labelledby="approval"><h2 id="approval">Approval for ${app.name}</h2>
<p><span class="state${decision === 'approved' ? ' on' : ''}">${state}</span></p>
<p>Admins of ${workspace.name} approve apps before members can add them.</p>
${
  requests.length > 0
    ? html`<ul class="scopes" aria-label="Who asks">${requests.map(
        ({ userId, message }) =>
          html`<li><b>${nameOf(userId) ?? userId}</b> asks for it${message === '' ? '' : html`: “${message}”`}</li>`,
      )}</ul>`
    : ''
}
${
  decides
    ? html`<div class="choice">${decision === 'approved' ? '' : button(scene, `break/approve/${app.appId}`, 'Approve', `Approve ${app.name} for ${workspace.name}`)}${decision === 'denied' ? '' : button(scene, `break/deny/${app.appId}`, 'Don’t approve', `Don’t approve: ${app.name} in ${workspace.name}`)}</div>`
    : ''
}</section>`;
}

function permissionCard(scene: Scene, app: AppRegistration): Html {
  const { world, record } = scene;
  const grant = liveGrantsBy(world.store.state, record).find((each) => each.appId === app.appId);
  const link = installLink(scene, { own: true });
  return html`<section class="card" aria-labelledby="own"><h2 id="own">${record.name}’s permission</h2>
${
  grant
    ? html`<p><span class="state on">Granted</span></p>${scopeList(app.name, grant)}`
    : html`<p><span class="state">Not granted</span></p><p>${app.name} can’t do anything on ${record.name}’s behalf.</p>`
}
<div class="choice">${
    grant
      ? danger(scene, `break/revoke-own/${app.appId}`, {
          words: 'Revoke my permission',
          title: 'Revoke your permission?',
          text: `${app.name} can’t do anything on your behalf after that. Its bot stays.`,
          confirm: 'Revoke',
        })
      : link
        ? html`<a class="btn" href="${link}">Grant permission</a>`
        : ''
  }</div></section>`;
}

function accountCard(scene: Scene): Html {
  const { record, workspace } = scene;
  return html`<section class="card" aria-labelledby="account"><h2 id="account">${record.name}’s account</h2>
<form method="post" action="${pathIn(scene, 'account')}" data-live-form data-keep>
<fieldset class="field"><legend>Two-factor authentication</legend>
${workspace.sso ? html`<p class="hint">People in ${workspace.name} sign in through single sign-on, so this setting says nothing about them.</p>` : ''}
${TWO_FACTOR.map(
  ([value, words, more]) =>
    html`<label class="box"><input type="radio" name="two_factor" value="${value}"${record.twoFactor === value ? html` checked` : ''}> <span>${words}<small>${more}</small></span></label>`,
)}</fieldset>
<div class="field"><label for="role">Role in ${workspace.name}</label>
<select class="input" id="role" name="role">${(Object.keys(ROLES) as Role[]).map(
    (role) =>
      html`<option value="${role}"${record.role === role ? html` selected` : ''}>${ROLES[role]}</option>`,
  )}</select></div>
<div class="choice"><button class="btn">Save</button></div></form></section>`;
}

function scopeList(name: string, grant: GrantRecord | undefined): Html {
  if (!grant) return html``;
  return html`<ul class="scopes" aria-label="What ${name} may do">${grant.scopes.map((scope) => {
    const words = scopeWords(scope, grant.kind === 'user');
    return html`<li>${words ? html`${words} ` : ''}<code>${scope}</code></li>`;
  })}</ul>`;
}

const button = (scene: Scene, path: string, words: string, label: string): Html =>
  html`<form method="post" action="${pathIn(scene, path)}" data-live-form><button class="btn" aria-label="${label}">${words}</button></form>`;

type Danger = { words: string; title: string; text: string; confirm: string };

/** Asks before it does something that can't be undone. */
function danger(scene: Scene, path: string, { words, title, text, confirm }: Danger): Html {
  const id = `confirm-${path.split('/')[1]}`;
  return html`<form method="post" action="${pathIn(scene, path)}" data-live-form data-confirm="${id}"><button class="btn danger-quiet">${words}</button></form>
<dialog id="${id}" class="confirm" aria-labelledby="${id}-title"><form method="dialog"><h2 id="${id}-title">${title}</h2><div class="text">${text}</div>
<div class="choice"><button class="btn" value="deny">Cancel</button><button class="btn danger" value="confirm">${confirm}</button></div></form></dialog>`;
}
