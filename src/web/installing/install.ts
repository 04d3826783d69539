import type { Context } from 'hono';
import type { Intent } from '../../installations/grants/oauth-state.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Logger } from '../../observability/logger.ts';
import { INSTALL_PATH, REDIRECT_PATH } from '../../slack-api/app-surface.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import type { ShowOutcome } from '../show-outcome.ts';
import type { AttemptCookie } from './attempt-cookie.ts';

type Dependencies = {
  installations: Pick<Installations, 'oauthState'>;
  clientId: string;
  authorizeUrl: string;
  publicUrl: string;
  attemptCookie: AttemptCookie;
  showOutcome: ShowOutcome;
  logger: Logger;
};

/** Of a query: an id as Slack writes them, or nothing. */
const idIn = (text: string | undefined, prefix: RegExp) =>
  text && prefix.test(text) && /^[A-Z0-9]{2,32}$/.test(text) ? text : undefined;

/**
 * `GET /slack/install`: on to Slack's consent page. `?for=me` asks for the person's own permission only; `?team=T…`
 * tells which workspace is meant, `?user=U…` who pressed the button, and `?channel=C…` where. None gives a right: they only
 * choose what Slack preselects, and what the page afterwards says and leads back to.
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export function createInstallRoute(dependencies: Dependencies) {
  const { installations, clientId, authorizeUrl, publicUrl, attemptCookie, showOutcome, logger } =
    dependencies;
  return async function install(context: Context): Promise<Response> {
    const intent = {
      purpose: context.req.query('for') === 'me' ? 'me' : 'workspace',
      teamId: idIn(context.req.query('team'), /^[TE]/),
      userId: idIn(context.req.query('user'), /^[UW]/),
      channelId: idIn(context.req.query('channel'), /^[CDG]/),
    } as const;
    let attempt: Awaited<ReturnType<typeof installations.oauthState.begin>>;
    try {
      attempt = await installations.oauthState.begin(intent);
    } catch (error) {
      logger.error({ err: error }, 'An installation could not begin');
      return showOutcome(context, { kind: 'install_unavailable' });
    }
    attemptCookie.set(context, attempt.cookie);
    const url = new URL(authorizeUrl);
    url.searchParams.set('client_id', clientId);
    url.searchParams.set('scope', intent.purpose === 'me' ? '' : REQUESTED_BOT_SCOPES.join(','));
    url.searchParams.set('user_scope', REQUESTED_USER_SCOPES.join(','));
    url.searchParams.set('state', attempt.state);
    url.searchParams.set('redirect_uri', `${publicUrl}${REDIRECT_PATH}`);
    if (intent.teamId) url.searchParams.set('team', intent.teamId);
    return context.redirect(url.href, 302);
  };
}

/** Where the same attempt begins anew. */
export function installPath({ purpose, teamId, userId, channelId }: Intent): string {
  const query = new URLSearchParams({
    ...(purpose === 'me' && { for: 'me' }),
    ...(teamId && { team: teamId }),
    ...(userId && { user: userId }),
    ...(channelId && { channel: channelId }),
  }).toString();
  return query ? `${INSTALL_PATH}?${query}` : INSTALL_PATH;
}
