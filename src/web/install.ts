import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Installations } from '../installations/installations.ts';
import type { Logger } from '../observability/logger.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../slack-api/scope-catalogue.ts';
import type { ShowOutcome } from './show-outcome.ts';

export const INSTALL_PATH = '/slack/install';
export const INSTALL_FOR_ME_PATH = '/slack/install?for=me';
export const REDIRECT_PATH = '/slack/oauth_redirect';

type Dependencies = {
  installations: Pick<Installations, 'oauthState'>;
  clientId: string;
  authorizeUrl: string;
  publicUrl: string;
  showOutcome: ShowOutcome;
  logger: Logger;
};

/**
 * `GET /slack/install`: on to Slack's consent page. `?for=me` asks for the person's own permission only; `?team=T…`
 * tells Slack which workspace is meant.
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export function createInstallRoute(dependencies: Dependencies) {
  const { installations, clientId, authorizeUrl, publicUrl, showOutcome, logger } = dependencies;
  return async function install(context: Context): Promise<Response> {
    const purpose = context.req.query('for') === 'me' ? 'me' : 'workspace';
    let attempt: Awaited<ReturnType<typeof installations.oauthState.begin>>;
    try {
      attempt = await installations.oauthState.begin(purpose);
    } catch (error) {
      logger.error({ err: error }, 'An installation could not begin');
      return showOutcome(context, { kind: 'install_unavailable' });
    }
    const team = context.req.query('team');
    const meant = team && /^[TE][A-Z0-9]{1,30}$/.test(team) ? team : undefined;
    setCookie(context, attempt.cookie.name, joinCookie(attempt.cookie.value, meant), {
      path: REDIRECT_PATH,
      httpOnly: true,
      // Lax: the way back from Slack is a top-level navigation from another site.
      sameSite: 'Lax',
      secure: publicUrl.startsWith('https:'),
      maxAge: attempt.cookie.maxAgeSeconds,
    });
    const url = new URL(authorizeUrl);
    url.searchParams.set('client_id', clientId);
    url.searchParams.set('scope', purpose === 'me' ? '' : REQUESTED_BOT_SCOPES.join(','));
    url.searchParams.set('user_scope', REQUESTED_USER_SCOPES.join(','));
    url.searchParams.set('state', attempt.state);
    url.searchParams.set('redirect_uri', `${publicUrl}${REDIRECT_PATH}`);
    if (meant) url.searchParams.set('team', meant);
    return context.redirect(url.href, 302);
  };
}

/**
 * The cookie of an attempt: its secret, and the workspace that the link was for. That part only chooses between two
 * pages, so it needs no protection of its own.
 */
const joinCookie = (secret: string, meant: string | undefined) => (meant ? `${secret}.${meant}` : secret);

export function splitCookie(value: string | undefined): {
  secret: string | undefined;
  meant: string | undefined;
} {
  const [secret, meant] = value?.split('.') ?? [];
  return { secret, meant };
}
