import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { VariableName } from '../config/variables.ts';
import type { Settings } from '../config.ts';
import type { Words } from '../locales/words.ts';
import type { Manifest, ManifestKind } from '../slack-api/manifest.ts';
import { renderSetup } from './pages/setup-page.ts';
import { SETUP_SCRIPT_PATH, setupScript } from './pages/setup-script.ts';
import { STYLESHEET_PATH, stylesheet } from './pages/stylesheet.ts';
import { pageHeaders } from './server/page-headers.ts';

type Dependencies = {
  /** Read again for each page. */
  settings: () => Settings;
  readManifest: (kind: ManifestKind, publicUrl?: string) => Manifest;
  words: Words;
};

/** What has to be brought back; the order of the table. */
const ASKED = ['PUBLIC_URL', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'] as const;
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * The page that is in Lanyard's place while it has no configuration. It shows how far the settings are, so it
 * answers only a browser on this machine: the Host header keeps out sites that point their name here, and the
 * headers of a proxy keep out visitors from elsewhere.
 */
export function createSetupRoutes({ settings, readManifest, words }: Dependencies): Hono {
  const web = new Hono();
  web.use(pageHeaders({ https: false, ownScripts: true }));
  web.use(async (context, next) => {
    if (!isLocal(context)) return context.text(words.pages.setup.notHere, 403);
    await next();
    context.header('cache-control', 'no-store');
  });
  web.get(STYLESHEET_PATH, (context) =>
    context.body(stylesheet, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  web.get(SETUP_SCRIPT_PATH, (context) =>
    context.body(setupScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  web.get('/', (context) => {
    const { problems, publicUrl: configured, isGiven, whereFound } = settings();
    const typed = context.req.query('public_url')?.trim() ?? configured ?? '';
    const publicUrl = usable(typed);
    const socketMode = context.req.query('socket_mode') === '1';
    const manifest = readManifest(socketMode ? 'socket-mode' : 'http', publicUrl);
    const names: VariableName[] = [
      ...ASKED,
      ...(socketMode ? (['SLACK_APP_TOKEN'] as const) : []),
      'TOKEN_ENCRYPTION_KEYS',
    ];
    const others = problems.filter(({ name }) => !names.includes(name));
    return context.html(
      renderSetup(
        {
          publicUrl,
          typed,
          socketMode,
          manifest: JSON.stringify(manifest, undefined, 2),
          createUrl: `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(manifest))}`,
          settings: names.map((name) => {
            const found = problems.find((one) => one.name === name)?.problem;
            const problem = found ?? (isGiven(name) ? undefined : words.pages.setup.steps.values.missing);
            const line = problem === undefined ? undefined : lineFor(name, publicUrl);
            return { name, problem, where: whereFound(name), line };
          }),
          others,
        },
        words.pages,
      ),
    );
  });
  web.notFound((context) => context.redirect('/', 302));
  return web;
}

function lineFor(name: string, publicUrl: string | undefined): string {
  if (name === 'PUBLIC_URL') return publicUrl ?? '';
  return name === 'TOKEN_ENCRYPTION_KEYS' ? `k1:${randomBytes(32).toString('base64')}` : '';
}

function usable(typed: string): string | undefined {
  if (!URL.canParse(typed)) return undefined;
  const url = new URL(typed);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackName(url.hostname));
  return safe && url.href === `${url.origin}/` ? url.origin : undefined;
}

const isLoopbackName = (name: string) => ['localhost', '127.0.0.1', '[::1]'].includes(name);

function isLocal(context: Context): boolean {
  if (PROXY_HEADERS.some((name) => context.req.header(name) !== undefined)) return false;
  const host = context.req.header('host') ?? '';
  return isLoopbackName(host.replace(/:\d+$/, ''));
}
