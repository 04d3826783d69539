import type { Context } from 'hono';
import { setCookieHeaders } from '../../installations/grants/attempt-cookie.ts';
import { ConsentStopped } from '../../installations/grants/consent-stopped.ts';
import type { Attempt } from '../../installations/grants/oauth-state.ts';
import type { Installations } from '../../installations/installations.ts';
import { REDIRECT_PATH } from '../../slack-api/app-surface.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import type { ShowOutcome } from '../show-outcome.ts';
import { outcomeOf } from './stopped-outcome.ts';

type Dependencies = {
  installations: Pick<Installations, 'consent'>;
  clientId: string;
  authorizeUrl: string;
  publicUrl: string;
  showOutcome: ShowOutcome;
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
  const { installations, clientId, authorizeUrl, publicUrl, showOutcome } = dependencies;
  const redirectUri = `${publicUrl}${REDIRECT_PATH}`;
  return async function install(context: Context): Promise<Response> {
    const intent = {
      purpose: context.req.query('for') === 'me' ? 'me' : 'workspace',
      teamId: idIn(context.req.query('team'), /^[TE]/),
      userId: idIn(context.req.query('user'), /^[UW]/),
      channelId: idIn(context.req.query('channel'), /^[CDG]/),
    } as const;
    let attempt: Attempt;
    try {
      attempt = await installations.consent.begin(intent, redirectUri);
    } catch (error) {
      if (!(error instanceof ConsentStopped)) throw error;
      return showOutcome(context, outcomeOf(error));
    }
    for (const cookie of setCookieHeaders(context.req.header('cookie'), attempt.cookie)) {
      context.header('set-cookie', cookie, { append: true });
    }
    const url = new URL(authorizeUrl);
    url.searchParams.set('client_id', clientId);
    url.searchParams.set('scope', intent.purpose === 'me' ? '' : REQUESTED_BOT_SCOPES.join(','));
    url.searchParams.set('user_scope', REQUESTED_USER_SCOPES.join(','));
    url.searchParams.set('state', attempt.state);
    url.searchParams.set('redirect_uri', redirectUri);
    if (intent.teamId) url.searchParams.set('team', intent.teamId);
    return context.redirect(url.href, 302);
  };
}
