import type { IncomingMessage, ServerResponse } from 'node:http';
import oauth, {
  type AuthorizeResult,
  type CallbackOptions,
  GenerateInstallUrlError,
  type Installation,
  type InstallationQuery,
  type InstallPathOptions,
  InstallProvider,
  type InstallURLOptions,
  type OrgInstallation,
} from '@slack/oauth';
import { asInstallation } from '../../installations/bolt/grant-as-installation.ts';
import { readInstallation } from '../../installations/bolt/installation-shape.ts';
import { askedIn, intentOf } from '../../installations/bolt/state-store.ts';
import { setCookieHeaders } from '../../installations/grants/attempt-cookie.ts';
import type { Consent } from '../../installations/grants/consent.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Logger } from '../../observability/logger.ts';
import { slackLogger } from '../../observability/slack-logger.ts';
import { type Callbacks, callbacksOf } from './callbacks.ts';
import { toInstallFailure } from './install-failure.ts';

/** As @slack/oauth's options of the same names; states, credentials and tokens are the store's business. */
export type InstallProviderOptions = {
  /** Scopes, redirect URL and metadata where the receiver hands over none. */
  installUrlOptions?: InstallURLOptions;
  /** What people see where the receiver hands over no callbacks, and where an installation cannot even begin. */
  callbackOptions?: CallbackOptions;
  /** True: `/slack/install` leads to Slack without a page in between. Default: false. */
  directInstall?: boolean;
  renderHtmlForInstallPath?: (url: string) => string;
  /** Default: Slack's. */
  authorizationUrl?: string;
};

type Dependencies = {
  clientId: string;
  clientSecret: string;
  installations: Pick<Installations, 'authorize' | 'consent' | 'installationStore' | 'stateStore'>;
  /** Is handed what a stop waits for: what Slack gave is to be kept. */
  track: (saving: Promise<unknown>) => unknown;
  logger: Logger;
};

/**
 * @slack/oauth's provider on the verbs that Lanyard's own pages run on: one-time states in the database, a cookie per
 * attempt, client credentials by HTTP Basic, and tokens that are rotated by the store alone. Every way that does not end
 * in an installation is told to `failure`, by an `InstallFailure`.
 */
export class StoreInstallProvider extends InstallProvider {
  readonly #own: Dependencies & InstallProviderOptions & { consent: Consent };

  constructor(dependencies: Dependencies, options: InstallProviderOptions) {
    const { clientId, clientSecret, installations, logger } = dependencies;
    const { stateStore, installationStore, consent } = installations;
    super({
      clientId,
      clientSecret,
      stateStore,
      installationStore,
      logger: slackLogger(logger, 'oauth'),
      ...(options.authorizationUrl !== undefined && { authorizationUrl: options.authorizationUrl }),
      directInstall: options.directInstall ?? false,
    });
    this.#own = { ...dependencies, ...options, consent };
  }

  /** As `OpenInstallationStore.authorize`. */
  override authorize(source: InstallationQuery<boolean>): Promise<AuthorizeResult> {
    return this.#own.installations.authorize(source);
  }

  /**
   * Begins an attempt in this browser and leads it to Slack. An address from `generateInstallUrl` alone is tied to no
   * browser, and its way back is refused.
   * @throws GenerateInstallUrlError without scopes
   */
  override async handleInstallPath(
    req: IncomingMessage,
    res: ServerResponse,
    { beforeRedirection }: InstallPathOptions = {},
    installOptions: InstallURLOptions | undefined = this.#own.installUrlOptions,
  ): Promise<void> {
    if (installOptions === undefined)
      throw new GenerateInstallUrlError('Name the scopes: installUrlOptions, or the scopes of the receiver.');
    await this.#orFail(req, res, callbacksOf(this.#own.callbackOptions), installOptions, async () => {
      if (beforeRedirection && !(await beforeRedirection(req, res, installOptions))) return;
      await this.#begin(req, res, installOptions, this.#own.directInstall === true);
    });
  }

  override async handleCallback(
    req: IncomingMessage,
    res: ServerResponse,
    options?: CallbackOptions,
    installOptions: InstallURLOptions | undefined = this.#own.installUrlOptions,
  ): Promise<void> {
    const callbacks = callbacksOf(options, this.#own.callbackOptions);
    const [code, state, error] = ['code', 'state', 'error'].map(
      (name) => queryOf(req).get(name) ?? undefined,
    );
    const { consent, track } = this.#own;
    await this.#orFail(req, res, callbacks, installOptions, async (known) => {
      // From Slack's own pages people come back without having begun here. Nothing ties their code to this browser.
      if (code && !state && !error && installOptions) return this.#begin(req, res, installOptions, true);
      const accepted = await consent.accept({ code, state, error, cookies: req.headers.cookie });
      const asked = known(askedIn(accepted.intent));
      if (!(await callbacks.beforeInstallation(asked, req, res))) return;
      const exchanged = await consent.exchange(accepted.code, accepted.intent, asked.redirectUri);
      const { grantedAt, ...given } = await consent.complete({ ...exchanged, metadata: asked.metadata });
      const installation = asInstallation({ ...given, grantedAt }) as Installation | OrgInstallation;
      if (!(await callbacks.afterInstallation(installation, asked, req, res))) return;
      // What the app has changed in it is kept, too.
      await consent.keep(readInstallation(installation, grantedAt), accepted.intent, track);
      await callbacks.success(installation, asked, req, res);
    });
  }

  async #begin(req: IncomingMessage, res: ServerResponse, asked: InstallURLOptions, directly: boolean) {
    const { consent, renderHtmlForInstallPath } = this.#own;
    const { state, cookie } = await consent.begin(intentOf(asked), asked.redirectUri);
    for (const header of setCookieHeaders(req.headers.cookie, cookie)) res.appendHeader('Set-Cookie', header);
    const url = await this.generateInstallUrl(asked, true, state);
    if (directly) {
      res.writeHead(302, { Location: url, 'Cache-Control': 'no-store' }).end();
      return;
    }
    // Node finds no export of this name in the package: it is only in the whole of it.
    const render = renderHtmlForInstallPath ?? oauth.defaultRenderHtmlForInstallPath;
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    res.end(render(url));
  }

  /** Whatever happens, the browser gets an answer. */
  async #orFail(
    req: IncomingMessage,
    res: ServerResponse,
    callbacks: Callbacks,
    installOptions: InstallURLOptions | undefined,
    run: (known: (asked: InstallURLOptions) => InstallURLOptions) => Promise<unknown>,
  ): Promise<void> {
    let asked = installOptions ?? { scopes: [] };
    try {
      await run((known) => {
        asked = known;
        return known;
      });
    } catch (thrown) {
      const failure = toInstallFailure(thrown, queryOf(req));
      this.#own.logger.info({ outcome: failure.reason, slackError: failure.slackError }, 'Not installed');
      if (failure.reason === 'unexpected') this.#own.logger.error({ err: thrown }, 'An installation failed');
      await callbacks.failure(failure, asked, req, res).catch((err: unknown) => {
        this.#own.logger.error({ err }, 'The callback for failed installations failed');
        if (!res.headersSent) res.writeHead(500);
        if (!res.writableEnded) res.end();
      });
    }
  }
}

/** Host and protocol do not matter, and need not be true. */
const queryOf = (req: IncomingMessage): URLSearchParams =>
  new URL(req.url ?? '/', 'https://localhost').searchParams;
