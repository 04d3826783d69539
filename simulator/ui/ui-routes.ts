import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import { findDirectChannel, generalChannel } from '../messages/messages.ts';
import { markRead } from '../messages/unread.ts';
import type { World } from '../state/world.ts';
import { actionRoutes } from './actions.ts';
import { WINDOW_SCRIPT } from './assets/script.ts';
import { WINDOW_STYLES } from './assets/styles.ts';
import { bare, framePage } from './frame.ts';
import type { Html } from './frame-parts.ts';
import { appPane } from './panes/app-panes.ts';
import { channelPane } from './panes/channel-pane.ts';
import { managePane } from './panes/manage-pane.ts';
import { modalHtml } from './panes/modal-pane.ts';
import {
  clientPath,
  lastActing,
  type Pane,
  panePath,
  readScene,
  rememberActing,
  type Scene,
  type UiParts,
} from './scene.ts';

const LOOK_EVERY_MS = 400;

/** Blocks are escaped; should one ever slip through, it still could not run or send anything. */
const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http: https:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

const PANES: Record<Pane, { path: string; title: (scene: Scene) => string; main: (scene: Scene) => Html }> = {
  home: { path: 'home/:app', title: ({ app }) => app?.name ?? 'Home', main: appPane },
  messages: { path: 'messages/:app', title: ({ app }) => `${app?.name} messages`, main: appPane },
  general: { path: 'general', title: () => '#general', main: (scene) => channelPane(scene, 'general') },
  manage: { path: 'manage/:app', title: ({ app }) => `Manage ${app?.name}`, main: managePane },
};

/** The browser window of the simulated Slack. Everything it shows is read afresh; nothing is kept here. */
export function uiRoutes(parts: UiParts): Hono {
  const { world } = parts;
  const routes = new Hono();
  const fixed = { 'cache-control': 'no-cache' };
  routes.get('/client/window.css', (c) =>
    c.body(WINDOW_STYLES, 200, { ...fixed, 'content-type': 'text/css; charset=utf-8' }),
  );
  routes.get('/client/window.js', (c) =>
    c.body(WINDOW_SCRIPT, 200, { ...fixed, 'content-type': 'text/javascript; charset=utf-8' }),
  );
  routes.get('/favicon.ico', (c) => c.body(null, 204));
  routes.get('/client/changes', (c) => changes(c, parts));
  routes.get('/client/switch', (c) => {
    const [workspaceId = '', userId = ''] = (c.req.query('person') ?? '').split('/');
    const pane =
      /^(general|(home|messages|manage)\/[\w-]+)$/.exec(c.req.query('pane') ?? '')?.[0] ?? 'general';
    return c.redirect(clientPath(encodeURIComponent(workspaceId), encodeURIComponent(userId), pane));
  });
  routes.get('/', (c) => toHome(c, world));
  // Where Slack's own deep links to an app lead.
  routes.get('/app_redirect', (c) => followDeepLink(c, world));
  for (const [pane, { path, title, main }] of Object.entries(PANES)) {
    routes.get(`/client/:team/:user/${path}`, (c) => {
      const scene = readScene(c, parts, pane as Pane);
      if (!scene) return c.html(nothingHere('This person, workspace or app doesn’t exist.'), 404);
      // A refresh by the page's script is not an entry: only a person's click opens Home.
      if (c.req.header('x-live') === undefined) enter(c, scene);
      read(scene);
      const page = framePage(scene, {
        title: title(scene),
        main: scene.record.deleted ? deactivatedPane(scene) : main(scene),
        modal: modalHtml(scene),
      });
      return c.html(page, 200, PAGE_HEADERS);
    });
  }
  routes.route('/', actionRoutes(parts));
  return routes;
}

function enter(c: Context, scene: Scene): void {
  rememberActing(c, scene);
  const { pane, app, installed, person, record } = scene;
  if (record.deleted) return;
  if ((pane !== 'home' && pane !== 'messages') || !app || !installed) return;
  // What goes wrong with it is in the Inspector; the page does not wait for it.
  void person.opensHome(app.appId, pane).catch(() => {});
}

/** What is on the page has been read. */
function read({ pane, world, record, app }: Scene): void {
  const { state } = world.store;
  const channel =
    pane === 'general'
      ? generalChannel(state, record.workspaceId)
      : pane === 'messages' && app && findDirectChannel(state, record.workspaceId, record.id, app.appId);
  if (channel) markRead(world.store, record, channel.id);
}

const deactivatedPane = ({ record, workspace, pane, app }: Scene): Html =>
  html`<div class="scroll"><div class="empty"><h1>${record.name} is signed out</h1>
<p>The account was deactivated: ${workspace.name} is closed to it, and Slack ended its permissions.</p>
<form method="post" action="${clientPath(workspace.id, record.id, 'break/person')}" data-live-form data-then="${clientPath(workspace.id, record.id, panePath(pane, app))}">
<input type="hidden" name="who" value="${record.id}"><input type="hidden" name="change" value="reactivate"><button class="btn primary">Reactivate the account</button></form></div></div>`;

function toHome(c: Context, world: World, teamId?: string, appId?: string): Response | Promise<Response> {
  const record = lastActing(c, world, teamId);
  if (!record) return c.html(nothingHere('There’s no one in this Slack yet.'));
  const app = world.apps.all().find((each) => each.appId === appId) ?? world.apps.all()[0];
  return c.redirect(clientPath(record.workspaceId, record.id, panePath('home', app)));
}

/** To a channel, or to the Home of an app. */
function followDeepLink(c: Context, world: World): Response | Promise<Response> {
  const { channel, team, app } = c.req.query();
  const record = lastActing(c, world, team);
  const general = record && generalChannel(world.store.state, record.workspaceId);
  if (!record || channel === undefined || channel !== general?.id) return toHome(c, world, team, app);
  return c.redirect(clientPath(record.workspaceId, record.id, panePath('general', undefined)));
}

const nothingHere = (words: string): Html =>
  bare(
    'Nothing here',
    html`<main class="alone" id="main"><h1>Nothing here</h1><p>${words}</p><p><a href="/">Go to the start</a></p></main>`,
  );

/** Tells the page that something changed, so that it reads itself again. */
function changes(c: Context, { world, calls }: UiParts): Response {
  return streamSSE(c, async (stream) => {
    let changed = true;
    let seen = '';
    const unwatch = world.store.watch(() => {
      changed = true;
    });
    const traffic = () => {
      const [delivery, call] = [world.deliveries.list.at(-1), calls.at(-1)];
      return `${delivery?.at.getTime()} ${delivery?.done} ${world.deliveries.list.length} ${call?.at.getTime()} ${calls.length} ${world.time.movedMs}`;
    };
    const look = () => {
      const now = traffic();
      if (!changed && now === seen) return;
      [changed, seen] = [false, now];
      void stream.writeSSE({ event: 'change', data: '' }).catch(() => {});
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    timer.unref();
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    clearInterval(timer);
    unwatch();
  });
}
