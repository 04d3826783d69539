import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import { AppError, toAppError } from '../../errors.ts';
import type { InFlight } from '../../in-flight.ts';
import type { Grant } from '../../installations/grants/grant.ts';
import type { SavedGrant } from '../../installations/grants/save-grant.ts';
import type { Installations } from '../../installations/installations.ts';
import { isAlive } from '../../installations/rows/find-installation.ts';
import {
  contextOf,
  type InstallationKey,
  type SlackContext,
} from '../../installations/rows/installation-key.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import { INSTALL_PATH, REDIRECT_PATH } from '../../slack-api/app-surface.ts';
import { isSlackCode } from '../../slack-api/slack-answer.ts';
import { slackCodeOf } from '../../slack-api/slack-error.ts';
import { isCodeOf } from '../../slack-api/slack-error-codes.ts';
import type { Turns } from '../../turns.ts';
import type { OutcomeToShow, ShowOutcome } from '../show-outcome.ts';
import type { AttemptCookie } from './attempt-cookie.ts';
import { describeGrant } from './describe-grant.ts';
import { installPath } from './install.ts';

type Dependencies = {
  installations: Pick<Installations, 'exchangeCode' | 'findInstallation' | 'keepGrant' | 'oauthState'>;
  /** Brings what the person sees in Slack up to date. */
  onGranted: (key: InstallationKey, context: SlackContext, userId: string) => Promise<void>;
  /** A few installations at a time, in the order in which people came: a code is only spent when its turn has come. */
  installTurns: Turns;
  authorizeUrl: string;
  publicUrl: string;
  attemptCookie: AttemptCookie;
  inFlight: InFlight;
  words: Words;
  showOutcome: ShowOutcome;
  logger: Logger;
};

/** After the database has failed, a person in front of the page waits this long; the saving goes on without them. */
const PAGE_PATIENCE_MS = 20_000;

/** `GET /slack/oauth_redirect`: where Slack sends the browser back to. Every way it can end has its own page. */
export function createOAuthRedirectRoute(dependencies: Dependencies) {
  const { installations, installTurns, onGranted, inFlight, publicUrl, attemptCookie, showOutcome, logger } =
    dependencies;

  async function finish(context: Context): Promise<OutcomeToShow> {
    const { code, state, error } = context.req.query();
    if (error) return refusedBySlack(error);
    if (!code || !state) return { kind: 'state_missing' };
    const cookieOf = (name: string) => attemptCookie.read(context, name);
    try {
      // A stop waits for it, also when the browser does not: what was spent is to be kept.
      return await inFlight.track(installTurns.run(() => install(code, state, cookieOf)));
    } catch (thrown) {
      if (toAppError(thrown).code !== 'overloaded') throw thrown;
      logger.warn({ err: thrown }, 'An installation was sent away');
      return { kind: 'busy' };
    }
  }

  async function install(
    code: string,
    state: string,
    cookieOf: (name: string) => string | undefined,
  ): Promise<OutcomeToShow> {
    const consumed = await step(unavailable, () => installations.oauthState.consume(state, cookieOf));
    if ('failed' in consumed) return consumed.failed;
    const verdict = consumed.value;
    if (verdict.kind !== 'accepted') return { kind: REFUSED_STATE[verdict.kind] };
    const retryPath = installPath(verdict);

    const redirectUri = `${publicUrl}${REDIRECT_PATH}`;
    const exchanged = await step(
      (error) => ({ ...exchangeFailed(error), retryPath }),
      () => installations.exchangeCode(code, redirectUri, verdict.purpose),
    );
    if ('failed' in exchanged) return exchanged.failed;
    const grant = exchanged.value;
    const saved = await step(
      () => ({ kind: 'not_saved', retryPath }),
      () => keep(grant),
    );
    if ('failed' in saved) return saved.failed;

    const { installedIn, isEnterpriseInstall } = grant.key;
    logger.info({ installedIn, isEnterpriseInstall, bot: Boolean(grant.bot) }, 'A permission was granted');
    const context = isEnterpriseInstall
      ? { enterpriseId: installedIn, isEnterpriseInstall }
      : { teamId: installedIn, enterpriseId: grant.enterpriseId };
    // The page does not wait for this, and a stop may cut it off: opening Home shows it as well.
    inFlight
      .later(() => onGranted(grant.key, context, grant.grantedByUserId))
      .catch((err) => logger.warn({ err }, 'Home not refreshed'));
    if (verdict.teamId && isElsewhere(grant, verdict.teamId)) {
      return { kind: 'other_workspace', chosen: grant.name ?? '', retryPath };
    }
    if (verdict.userId && verdict.userId !== grant.grantedByUserId)
      return { kind: 'other_person', retryPath };
    if (verdict.purpose === 'workspace' && !grant.bot) {
      // Saving reads only what it writes: of a person's permission, nothing of the bot's.
      const found = await step(unavailable, () => installations.findInstallation(contextOf(grant.key)));
      if ('failed' in found) return found.failed;
      if (!found.value || !isAlive(found.value)) return { kind: 'app_not_added', retryPath };
    }
    return describeGrant(dependencies, grant, saved.value.before, verdict.channelId);
  }

  /** The code is spent: what becomes of the page is nothing to the saving. A slow database is waited for, however slow. */
  async function keep(grant: Grant): Promise<SavedGrant> {
    const page = new AbortController();
    const { signal } = page;
    try {
      return await new Promise<SavedGrant>((resolve, reject) => {
        const giveUp = () => {
          pause(PAGE_PATIENCE_MS, undefined, { signal }).then(
            () => reject(notYet()),
            () => {},
          );
        };
        inFlight.track(installations.keepGrant(grant, giveUp)).then(resolve, reject);
      });
    } finally {
      page.abort();
    }
  }

  async function step<T>(
    onFailure: (error: AppError) => OutcomeToShow,
    run: () => Promise<T>,
  ): Promise<Step<T>> {
    try {
      return { value: await run() };
    } catch (thrown) {
      const error = toAppError(thrown);
      logger.error({ err: thrown, code: error.code, details: error.details }, 'An installation failed');
      return { failed: onFailure(error) };
    }
  }

  return async function oauthRedirect(context: Context): Promise<Response> {
    const { code, state } = context.req.query();
    // From Slack's own pages (its directory, "Manage distribution") people come back without having begun here. Their
    // code is left alone, for nothing ties it to this browser; the way through the consent page is theirs to go again.
    if (code && !state) return context.redirect(INSTALL_PATH, 302);
    return showOutcome(context, await finish(context));
  };
}

/** What came of one step of an installation, or the page that says why it failed. */
type Step<T> = { value: T } | { failed: OutcomeToShow };

const unavailable = (): OutcomeToShow => ({ kind: 'install_unavailable' });

const notYet = () =>
  new AppError({
    code: 'database_unavailable',
    message: 'The database does not take a permission that Slack gave. It is tried again for ten minutes.',
    retryable: true,
  });

const REFUSED_STATE = {
  unknown: 'state_missing',
  expired: 'state_expired',
  used: 'state_used',
  other_browser: 'other_browser',
} as const;

/** An org-wide grant may cover the workspace that was meant: Slack does not say. */
const isElsewhere = ({ key }: Grant, meant: string) => !key.isEnterpriseInstall && key.installedIn !== meant;

/**
 * What Slack's consent page may send back in place of a code. A person whose request went to an admin is mostly kept on
 * Slack's own pages; no code is documented for it, so whatever names an approval gets that page.
 */
function refusedBySlack(error: string): OutcomeToShow {
  // Anybody can write anything into an address: what is not one of Slack's codes did not come from Slack.
  if (!isSlackCode(error)) return { kind: 'state_missing' };
  if (error === 'access_denied') return { kind: 'cancelled' };
  if (/approval|pending/.test(error)) return { kind: 'approval_pending' };
  if (error === 'invalid_team_for_non_distributed_app') return { kind: 'not_distributed' };
  if (isCodeOf(error, 'app_credentials')) return { kind: 'misconfigured' };
  return { kind: 'slack_refused', slackError: error };
}

/** @see https://docs.slack.dev/reference/methods/oauth.v2.access#errors */
function exchangeFailed(error: AppError): OutcomeToShow {
  const slackError = slackCodeOf(error);
  if (slackError === undefined) return { kind: 'slack_unreachable' };
  if (isCodeOf(slackError, 'app_credentials')) return { kind: 'misconfigured' };
  if (isCodeOf(slackError, 'spent_code')) return { kind: 'code_used' };
  return { kind: 'slack_refused', slackError };
}
