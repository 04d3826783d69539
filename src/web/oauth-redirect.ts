import type { Context } from 'hono';
import { type AppError, toAppError } from '../errors.ts';
import type { InFlight } from '../in-flight.ts';
import { isAlive } from '../installations/find.ts';
import type { Grant } from '../installations/grant.ts';
import type { SlackPlace } from '../installations/installation-key.ts';
import type { Installations } from '../installations/installations.ts';
import type { Words } from '../locales/words.ts';
import type { Logger } from '../observability/logger.ts';
import { isSlackCode } from '../slack-api/slack-answer.ts';
import type { AttemptCookie } from './attempt-cookie.ts';
import { type Before, describeGrant } from './describe-grant.ts';
import { INSTALL_PATH, installPath, REDIRECT_PATH } from './install.ts';
import type { OutcomeToShow, ShowOutcome } from './show-outcome.ts';

type Dependencies = {
  installations: Pick<
    Installations,
    'exchangeCode' | 'findInstallation' | 'findUserAuthorization' | 'oauthState' | 'saveGrant'
  >;
  /** Brings what the person sees in Slack up to date. */
  onGranted: (place: SlackPlace, userId: string) => Promise<void>;
  authorizeUrl: string;
  publicUrl: string;
  attemptCookie: AttemptCookie;
  inFlight: InFlight;
  words: Words;
  showOutcome: ShowOutcome;
  logger: Logger;
};

/** `GET /slack/oauth_redirect`: where Slack sends the browser back to. Every way it can end has its own page. */
export function createOAuthRedirectRoute(dependencies: Dependencies) {
  const { installations, onGranted, inFlight, publicUrl, attemptCookie, showOutcome, logger } = dependencies;

  async function finish(context: Context): Promise<OutcomeToShow> {
    const { code, state, error } = context.req.query();
    if (error) return refusedBySlack(error);
    if (!code || !state) return { kind: 'state_missing' };

    const verdict = await step(notSaved, () =>
      installations.oauthState.consume(state, (name) => attemptCookie.read(context, name)),
    );
    if (verdict.kind !== 'accepted') return { kind: REFUSED_STATE[verdict.kind] };
    const retryPath = installPath(verdict);

    const redirectUri = `${publicUrl}${REDIRECT_PATH}`;
    const grant = await step(
      (failure) => ({ ...exchangeFailed(failure), retryPath }),
      () => installations.exchangeCode(code, redirectUri, verdict.purpose),
    );
    const before = await step(
      () => ({ kind: 'not_saved', retryPath }),
      async () => {
        const found = await livingBefore(grant);
        await installations.saveGrant(grant);
        return found;
      },
    );

    const { installedIn, isEnterpriseInstall } = grant.key;
    logger.info({ installedIn, isEnterpriseInstall, bot: Boolean(grant.bot) }, 'A permission was granted');
    const place = isEnterpriseInstall
      ? { enterpriseId: installedIn, isEnterpriseInstall }
      : { teamId: installedIn, enterpriseId: grant.enterpriseId };
    // The page does not wait for this: Home is shown anew at its next opening in any case.
    inFlight
      .track(onGranted(place, grant.grantedByUserId))
      .catch((err) => logger.warn({ err }, 'Home not refreshed'));
    if (verdict.teamId && isElsewhere(grant, verdict.teamId)) {
      return { kind: 'other_workspace', chosen: grant.name ?? '', retryPath };
    }
    if (verdict.userId && verdict.userId !== grant.grantedByUserId)
      return { kind: 'other_person', retryPath };
    if (verdict.purpose === 'workspace' && !grant.bot && !before.installation)
      return { kind: 'app_not_added', retryPath };
    return describeGrant(dependencies, grant, before, verdict.channelId);
  }

  async function livingBefore({ key, grantedByUserId }: Grant): Promise<Before> {
    const place = key.isEnterpriseInstall
      ? { ...key, enterpriseId: key.installedIn }
      : { teamId: key.installedIn };
    const [installation, authorization] = await Promise.all([
      installations.findInstallation(place),
      installations.findUserAuthorization(place, grantedByUserId),
    ]);
    return {
      installation: installation && isAlive(installation) ? installation : undefined,
      authorization: authorization && isAlive(authorization) ? authorization : undefined,
    };
  }

  async function step<T>(onFailure: (error: AppError) => OutcomeToShow, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (thrown) {
      const error = toAppError(thrown);
      logger.error({ err: thrown, code: error.code, details: error.details }, 'An installation failed');
      throw new Ended(onFailure(error));
    }
  }

  return async function oauthRedirect(context: Context): Promise<Response> {
    const { code, state } = context.req.query();
    // From Slack's own pages (its directory, "Manage distribution") people come back without having begun here. Their
    // code is left alone, for nothing ties it to this browser; the way through the consent page is theirs to go again.
    if (code && !state) return context.redirect(INSTALL_PATH, 302);
    try {
      return await showOutcome(context, await finish(context));
    } catch (ended) {
      if (ended instanceof Ended) return showOutcome(context, ended.outcome);
      throw ended;
    }
  };
}

/** Carries the page out of a step that failed. */
class Ended extends Error {
  readonly outcome: OutcomeToShow;
  constructor(outcome: OutcomeToShow) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

const notSaved = (): OutcomeToShow => ({ kind: 'not_saved' });

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
  if (OUR_FAULT.has(error)) return { kind: 'misconfigured' };
  return { kind: 'slack_refused', slackError: error };
}

/** Answers that are about our own client id, secret or redirect URL. */
const OUR_FAULT: ReadonlySet<unknown> = new Set([
  'bad_client_secret',
  'bad_redirect_uri',
  'invalid_client',
  'invalid_client_id',
  'oauth_authorization_url_mismatch',
]);
const CODE_SPENT: ReadonlySet<unknown> = new Set(['invalid_code', 'code_already_used']);

/** @see https://docs.slack.dev/reference/methods/oauth.v2.access#errors */
function exchangeFailed({ code, details }: AppError): OutcomeToShow {
  const { slackError } = details;
  const isRefusal = code === 'slack_refused' || code === 'slack_token_dead';
  if (!isRefusal || !isSlackCode(slackError)) return { kind: 'slack_unreachable' };
  if (OUR_FAULT.has(slackError)) return { kind: 'misconfigured' };
  if (CODE_SPENT.has(slackError)) return { kind: 'code_used' };
  return { kind: 'slack_refused', slackError };
}
