import { html, raw } from 'hono/html';
import type { SeenMessage } from '../seen-message.ts';
import { badge, type Html, SLACKBOT_TINT } from './frame.ts';
import { ICONS } from './icons.ts';
import { mrkdwnToHtml } from './mrkdwn.ts';
import { renderBlocks } from './render-blocks.ts';
import { pathIn, readingOf, type Scene } from './scene.ts';

/** A channel as one person sees it, with a composer that sends slash commands. */
export function channelPane(scene: Scene, kind: 'general' | 'dm'): Html {
  const messages = scene.person
    .reads()
    .filter((message) => message.channel === kind && (kind === 'general' || message.appId !== null));
  const list =
    messages.length > 0 ? messages.map((message) => messageHtml(scene, message)) : emptyChannel(scene, kind);
  return html`${kind === 'general' ? html`<header class="head"><h1>${ICONS.hash}general</h1></header>` : ''}
<div class="scroll end"><div class="messages" id="messages" data-live role="log" aria-label="Messages">${list}</div></div>
${composer(scene, kind)}`;
}

function emptyChannel({ app, workspace }: Scene, kind: 'general' | 'dm'): Html {
  return kind === 'dm'
    ? html`<div class="empty"><h2>No messages yet</h2><p>What ${app?.name ?? 'the app'} writes to you appears here.</p></div>`
    : html`<div class="empty"><h2>This is the beginning of #general in ${workspace.name}</h2>
<p>Only slash commands do something here. Answers that only you can see look as they do in Slack.</p></div>`;
}

function messageHtml(scene: Scene, message: SeenMessage): Html {
  const { world } = scene;
  const app = world.apps.all().find((each) => each.appId === message.appId);
  const name = app?.name ?? 'Slackbot';
  const reading = readingOf(scene);
  const pressUrl = app ? `${pathIn(scene, `press/${app.appId}`)}?surface=message-${message.id}` : undefined;
  const body =
    message.blocks.length > 0
      ? renderBlocks(message.blocks, {
          ...reading,
          ...(pressUrl ? { pressUrl } : {}),
          prefix: `message-${message.id}`,
        })
      : `<div class="text">${mrkdwnToHtml(message.text, reading)}</div>`;
  const time = new Intl.DateTimeFormat('en-US', { timeStyle: 'short' }).format(message.at);
  return html`<article class="message${message.ephemeral ? ' ephemeral' : ''}${app ? '' : ' failed'}">
${message.ephemeral ? html`<p class="only">${ICONS.eye} Only visible to you</p>` : ''}
${badge(name, 'avatar-square', app ? undefined : SLACKBOT_TINT)}
<div class="said"><p class="by"><strong>${name}</strong>${app ? html` <span class="tag">App</span>` : ''} <time datetime="${message.at.toISOString()}">${time}</time></p>
<div class="blocks">${raw(body)}</div></div></article>`;
}

function composer(scene: Scene, kind: 'general' | 'dm'): Html {
  const commands = scene.world.apps.all().flatMap((app) => app.commands);
  const where = kind === 'general' ? '#general' : (scene.app?.name ?? 'the app');
  return html`<form class="composer" method="post" action="${pathIn(scene, 'command')}" data-live-form data-command>
<input type="hidden" name="channel" value="${kind}">
<div class="chips" role="group" aria-label="Slash commands">${commands.map(
    ({ command, description }) =>
      html`<button class="chip" type="button" data-insert="${command}" title="${description}"><b>${command}</b> <span>${description}</span></button>`,
  )}</div>
<div class="box"><label class="hidden" for="composer">Message ${where}</label>
<input id="composer" name="text" autocomplete="off" list="commands" placeholder="Type a slash command in ${where}" required>
<datalist id="commands">${commands.map(({ command }) => html`<option value="${command}"></option><option value="${command} help"></option>`)}</datalist>
<button class="send" aria-label="Send">${ICONS.send}</button></div>
<p class="hint" data-status role="status">Enter sends. Slack waits three seconds for the app’s acknowledgement.</p>
</form>`;
}
