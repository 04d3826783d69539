import { html, raw } from 'hono/html';
import { findDirectChannel } from '../../messages/messages.ts';
import type { SeenMessage } from '../../messages/seen-message.ts';
import { ROLES } from '../../people/role-words.ts';
import { servingInstallation } from '../../state/find.ts';
import { ICONS } from '../assets/icons.ts';
import { badge, type Html, SLACKBOT_TINT, tintOf } from '../frame-parts.ts';
import { mrkdwnToHtml } from '../rendering/mrkdwn.ts';
import { renderBlocks } from '../rendering/render-blocks.ts';
import { pathIn, renderingOf, type Scene } from '../scene.ts';

/** A channel as one person sees it, with a composer that completes commands and people. */
export function channelPane(scene: Scene, kind: 'general' | 'dm'): Html {
  const { app, record, world } = scene;
  const channelId = app && findDirectChannel(world.store.state, record.workspaceId, record.id, app.appId)?.id;
  const messages = scene.person
    .reads()
    .filter((message) => message.channel === kind && (kind === 'general' || message.channelId === channelId));
  const list =
    messages.length > 0 ? messages.map((message) => messageHtml(scene, message)) : emptyChannel(scene, kind);
  return html`${kind === 'general' ? html`<header class="head"><h1>${ICONS.hash}general</h1></header>` : ''}
<div class="scroll end"><div class="messages" id="messages" data-live role="log" aria-label="Messages">${list}</div></div>
${composer(scene, kind)}`;
}

function emptyChannel({ app, workspace }: Scene, kind: 'general' | 'dm'): Html {
  return kind === 'dm'
    ? html`<div class="empty"><h2>This is the very beginning of your messages with ${app?.name ?? 'the app'}</h2><p>What it tells only you appears here.</p></div>`
    : html`<div class="empty"><h2>This is the very beginning of #general in ${workspace.name}</h2>
<p>Type <kbd>/</kbd> to see what the apps here can do, and <kbd>@</kbd> to name someone.</p></div>`;
}

type Author = { name: string; tint: string | undefined; kind: 'app' | 'slack' | 'person' };

function authorOf({ world, workspace }: Scene, message: SeenMessage): Author {
  const app = world.apps.all().find((each) => each.appId === message.appId);
  if (app) return { name: app.name, tint: undefined, kind: 'app' };
  const person = world.store.state.people.find(
    (each) => each.id === message.authorId && each.workspaceId === workspace.id,
  );
  if (person) return { name: person.name, tint: tintOf(person.id), kind: 'person' };
  return { name: 'Slackbot', tint: SLACKBOT_TINT, kind: 'slack' };
}

function messageHtml(scene: Scene, message: SeenMessage): Html {
  const { name, tint, kind } = authorOf(scene, message);
  const rendering = renderingOf(scene);
  const pressUrl =
    kind === 'app' ? `${pathIn(scene, `press/${message.appId}`)}?surface=message-${message.id}` : undefined;
  const prefix = `message-${message.id}`;
  const body =
    message.blocks.length > 0
      ? renderBlocks(message.blocks, { ...rendering, ...(pressUrl ? { pressUrl } : {}), prefix })
      : `<div class="text">${mrkdwnToHtml(message.text, rendering)}</div>`;
  const time = new Intl.DateTimeFormat('en-US', { timeStyle: 'short' }).format(message.at);
  return html`<article class="message${message.ephemeral ? ' ephemeral' : ''}${message.via === 'slack' ? ' failed' : ''}" aria-label="${name}${message.ephemeral ? ', only visible to you' : ''}">
${message.ephemeral ? html`<p class="only">${ICONS.eye} Only visible to you</p>` : ''}
${badge(name, 'avatar-square', tint)}
<div class="said"><p class="by"><strong>${name}</strong>${kind === 'app' ? html` <span class="tag">App</span>` : ''} <time datetime="${message.at.toISOString()}">${time}</time></p>
<div class="blocks" data-surface>${raw(body)}${message.edited && !message.ephemeral ? html`<span class="edited">(edited)</span>` : ''}</div></div></article>`;
}

function composer(scene: Scene, kind: 'general' | 'dm'): Html {
  const commands = scene.world.apps
    .all()
    .filter((app) => servingInstallation(scene.world.store.state, app, scene.workspace.id))
    .flatMap((app) => app.commands.map((command) => ({ ...command, app: app.name })));
  const people = scene.world.store.state.people
    .filter((each) => each.workspaceId === scene.workspace.id && !each.deleted)
    .sort((a, b) => a.name.localeCompare(b.name));
  const where = kind === 'general' ? '#general' : (scene.app?.name ?? 'the app');
  return html`<form class="composer" method="post" action="${pathIn(scene, 'command')}" data-live-form data-command>
<input type="hidden" name="channel" value="${kind}">
<ul class="suggestions" id="suggestions" role="listbox" aria-label="Commands" hidden>${commands.map(
    ({ command, description, app }, index) =>
      html`<li role="option" id="suggestion-${index}" aria-selected="false" data-kind="command" data-takes="${command}">${badge(app, 'mini')}<b>${command}</b> <span>${description}</span><small>${app}</small></li>`,
  )}${people.map(
    ({ id, name, handle, role }) =>
      html`<li role="option" id="suggestion-${id}" aria-selected="false" data-kind="person" data-takes="@${handle}" data-name="${name}">${badge(name, 'mini', tintOf(id))}<b>${name}</b> <span>@${handle}</span><small>${ROLES[role]}</small></li>`,
  )}</ul>
<div class="compose"><label class="hidden" for="composer">Message ${where}</label>
<input id="composer" name="text" autocomplete="off" placeholder="Message ${where}, / for commands, @ for people" required>
<button class="send" aria-label="Send">${ICONS.send}</button></div>
<p class="hint" data-status role="status">${
    commands.length === 0
      ? 'No app is installed here yet, so there are no commands.'
      : html`Try ${commands.slice(0, 3).map(({ command }, index) => html`${index > 0 ? ', ' : ''}<button class="chip" type="button" data-insert="${command}">${command}</button>`)}`
  }</p>
</form>`;
}
