import { Hono } from 'hono';
import type { InFlight } from '../in-flight.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Installations } from '../installations/installations.ts';
import type { InstallationKey, SlackContext } from '../installations/rows/installation-key.ts';
import type { Words } from '../locales/words.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Refusals } from '../observability/refusals.ts';
import { INSTALL_FOR_ME_PATH, INSTALL_PATH, REDIRECT_PATH } from '../slack-api/app-surface.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../slack-api/scope-catalogue.ts';
import type { Turns } from '../turns.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import { exportRoutes } from './coverage-download.ts';
import { capitalized } from './installing/describe-grant.ts';
import { createInstallRoute } from './installing/install.ts';
import { createOAuthRedirectRoute } from './installing/oauth-redirect.ts';
import { createMetricsRoute } from './metrics-route.ts';
import type { Operator } from './pages/contact.ts';
import { renderLanding } from './pages/landing-page.ts';
import { PRIVACY_PATH, SUPPORT_PATH } from './pages/layout.ts';
import { renderPrivacy } from './pages/privacy-page.ts';
import { STYLESHEET_PATH, stylesheet } from './pages/stylesheet.ts';
import { renderSupport } from './pages/support-page.ts';
import { PICTURES, type PictureName, readPicture } from './pictures.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { limitRate, type TooMany } from './server/limit-rate.ts';
import { EXPORT_PATH, RATE_LIMITED_PATHS } from './server/limits.ts';
import { pageHeaders } from './server/page-headers.ts';
import { createShowOutcome } from './show-outcome.ts';

export type WebDependencies = {
  installations: Installations;
  twoFactor: TwoFactor;
  incidents: Pick<Incidents, 'open'>;
  readiness: Readiness;
  onGranted: (key: InstallationKey, context: SlackContext, userId: string) => Promise<void>;
  installTurns: Turns;
  clientId: string;
  authorizeUrl: string;
  publicUrl: string;
  operator: Operator;
  /** Where Lanyard can be tried without a Slack account, if such a place runs. */
  tryWithoutSlackUrl?: string | undefined;
  inFlight: InFlight;
  words: Words;
  logger: Logger;
  metrics: Metrics;
  refusals: Pick<Refusals, 'note'>;
  tooMany: TooMany;
  /** False: they have a port of their own. */
  metricsHere: boolean;
};

/** Every page and endpoint for browsers and operators. */
export function createWebRoutes(dependencies: WebDependencies): Hono {
  const { words, logger, metrics, refusals, tooMany, metricsHere, publicUrl, operator, tryWithoutSlackUrl } =
    dependencies;
  const showOutcome = createShowOutcome(dependencies);
  const scopeLine = (kind: 'bot' | 'user') => (scope: string) => {
    const { lets, never } = words.scopes.of(kind, scope);
    return { scope, lets: capitalized(lets), never: capitalized(never) };
  };
  const landing = renderLanding({
    words: words.pages,
    scopes: {
      bot: REQUESTED_BOT_SCOPES.map(scopeLine('bot')),
      user: REQUESTED_USER_SCOPES.map(scopeLine('user')),
    },
    installPath: INSTALL_PATH,
    installForMePath: INSTALL_FOR_ME_PATH,
    ...(tryWithoutSlackUrl && { tryWithoutSlackUrl }),
  });

  const web = new Hono();
  web.use(pageHeaders({ https: publicUrl.startsWith('https:') }));
  // States, codes and outcomes belong to one visit.
  web.use('/slack/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });

  web.get('/', (context) => context.html(landing));
  const privacy = renderPrivacy({ words: words.pages, operator });
  web.get(PRIVACY_PATH, (context) => context.html(privacy));
  const support = renderSupport({ words: words.pages, operator });
  web.get(SUPPORT_PATH, (context) => context.html(support));
  for (const [name, { path }] of Object.entries(PICTURES)) {
    const { bytes } = readPicture(name as PictureName);
    web.get(path, (context) =>
      context.body(bytes, 200, { 'content-type': 'image/png', 'cache-control': 'max-age=86400' }),
    );
  }
  web.get(STYLESHEET_PATH, (context) =>
    context.body(stylesheet, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'max-age=300',
    }),
  );
  for (const path of RATE_LIMITED_PATHS) {
    web.use(path, limitRate(path, tooMany));
  }
  web.get(INSTALL_PATH, createInstallRoute({ ...dependencies, showOutcome }));
  web.get(REDIRECT_PATH, createOAuthRedirectRoute({ ...dependencies, showOutcome }));
  web.route(EXPORT_PATH, exportRoutes(dependencies));
  web.get('/healthz', (context) => context.json({ status: 'ok' }));
  web.get('/readyz', createReadiness(dependencies));
  if (metricsHere) web.route('/', createMetricsRoute({ metrics, logger }));

  web.notFound((context) => {
    refusals.note('not_found');
    return showOutcome(context, { kind: 'not_found', retryPath: '/' });
  });
  web.onError((error, context) => {
    logger.error({ err: error, path: context.req.path }, 'A page failed');
    return showOutcome(context, { kind: 'unexpected', retryPath: '/' });
  });
  return web;
}
