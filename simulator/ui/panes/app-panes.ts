import { html, raw } from 'hono/html';
import type { AppRegistration } from '../../state/apps.ts';
import { badge, type Html } from '../frame-parts.ts';
import { renderBlocks } from '../rendering/render-blocks.ts';
import { installLink, pathIn, renderingOf, type Scene } from '../scene.ts';
import { channelPane } from './channel-pane.ts';

/** The app's own place: its Home, and its messages where it has that tab. */
export function appPane(scene: Scene): Html {
  const { app, pane, world } = scene;
  if (!app)
    return html`<div class="pane"><p class="empty">No app is registered with this simulator.</p></div>`;
  const tab = (name: 'home' | 'messages', words: string) =>
    html`<a class="tab" href="${pathIn(scene, `${name}/${app.appId}`)}"${pane === name ? html` aria-current="page"` : ''}>${words}</a>`;
  return html`<header class="head app"><h1>${badge(app.name, 'icon')}${app.name}</h1>
<nav class="tabs" aria-label="${app.name}">${app.homeTab === false ? '' : tab('home', 'Home')}${app.messagesTab === false ? '' : tab('messages', 'Messages')}</nav></header>
${
  pane === 'messages'
    ? channelPane(scene, 'dm')
    : html`<div class="scroll"><div class="pane home" id="home" data-live>${homeBody(scene, app, world.clock())}</div></div>`
}`;
}

function homeBody(scene: Scene, app: AppRegistration, now: Date): Html {
  if (!scene.installed) return notInstalled(scene, app);
  const home = scene.person.home(app.appId);
  if (!home) return loading(scene, app, now);
  const pressUrl = `${pathIn(scene, `press/${app.appId}`)}?surface=home`;
  return html`<div class="blocks" data-surface>${raw(renderBlocks(home.blocks, { ...renderingOf(scene), pressUrl, prefix: 'home' }))}</div>
<p class="published">Published ${new Intl.DateTimeFormat('en-US', { timeStyle: 'medium' }).format(home.publishedAt)} · ${home.blocks.length} of 100 blocks · ${kilobytes(home.blocks)} of 250 kB</p>`;
}

const kilobytes = (blocks: readonly object[]): string =>
  (Buffer.byteLength(JSON.stringify(blocks)) / 1000).toFixed(1);

function notInstalled(scene: Scene, app: AppRegistration): Html {
  const link = installLink(scene);
  return html`<div class="empty">${badge(app.name, 'icon big')}
<h2>${app.name} isn’t in ${scene.workspace.name} yet</h2>
${app.description ? html`<p>${app.description}</p>` : ''}
${
  link
    ? html`<a class="btn primary large" href="${link}">Add ${app.name} to ${scene.workspace.name}</a>
<p class="hint">First, Slack shows what it may do, and asks.</p>`
    : html`<p>You can add it from the app’s own page.</p>`
}</div>`;
}

/** Slack shows this until an app publishes; here it also tells when the app cannot. */
function loading(scene: Scene, app: AppRegistration, now: Date): Html {
  const opened = scene.world.deliveries.list.findLast(({ payload }) => {
    const event = (payload.event ?? {}) as { type?: string; user?: string };
    const mine = event.user === scene.record.id && payload.team_id === scene.workspace.id;
    return mine && event.type === 'app_home_opened';
  });
  const late = opened?.done === true && now.getTime() - opened.at.getTime() > 5_000;
  const why = opened?.failure
    ? `${app.name} didn’t take the app_home_opened event: ${opened.failure}.`
    : late
      ? `${app.name} took the app_home_opened event, but has published nothing yet.`
      : '';
  return html`<div class="loading"><p>Loading…</p><div class="bone wide"></div><div class="bone"></div><div class="bone short"></div>${
    why ? html`<p class="problem">${why} The Inspector shows what was sent.</p>` : ''
  }</div>`;
}
