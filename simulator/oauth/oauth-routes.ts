import { type Context, Hono } from 'hono';
import type { PersonRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { lastActing } from '../ui/scene.ts';
import {
  AuthorizeRefusal,
  type AuthorizeRequest,
  allow,
  askToInstall,
  cancel,
  readAuthorizeRequest,
} from './authorize-request.ts';
import { CONSENT_STYLES, personKey, renderConsentPage, renderRefusalPage } from './consent-page.ts';

/** The consent page: shown by GET, answered by POST. */
export function oauthRoutes(world: World): Hono {
  const routes = new Hono();

  routes.get('/oauth/v2/consent.css', (c) =>
    c.body(CONSENT_STYLES, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );

  routes.get('/oauth/v2/authorize', (c) =>
    refusalsAsPages(c, () => {
      const query = new URL(c.req.url).searchParams;
      const request = readAuthorizeRequest(world.apps, query);
      const person = whoAsks(c, world, request, query.get('person'));
      return c.html(renderConsentPage({ request, state: world.store.state, person, query }));
    }),
  );

  routes.post('/oauth/v2/authorize', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    return refusalsAsPages(c, () => {
      const request = readAuthorizeRequest(world.apps, form);
      if (form.get('decision') === 'cancel') return c.redirect(cancel(request), 302);
      if (form.get('decision') === 'ask') return ask(c, world, request, form);
      if (form.get('decision') !== 'allow')
        throw new AuthorizeRefusal('invalid_arguments', 'Neither Allow nor Cancel.');
      const target = form.get('target') === 'organization' ? 'organization' : 'workspace';
      const person = whoAsks(c, world, request, form.get('person'));
      const consent = { target, addTo: form.getAll('add_to'), declined: declinedIn(request, form) } as const;
      return c.redirect(allow(world, request, person, consent), 302);
    });
  });

  return routes;
}

/** Back to the same page, which then says that the admins were asked: the app hears nothing of it. */
function ask(c: Context, world: World, request: AuthorizeRequest, form: URLSearchParams): Response {
  const person = whoAsks(c, world, request, form.get('person'));
  askToInstall(world, request, person, (form.get('message') ?? '').trim());
  const query = new URLSearchParams([...form].filter(([name]) => name !== 'decision' && name !== 'message'));
  return c.redirect(`/oauth/v2/authorize?${query}`, 303);
}

/** A box that is not ticked is not sent: what is missing of the optional scopes was declined. */
function declinedIn({ app, botScopes, userScopes }: AuthorizeRequest, form: URLSearchParams) {
  const missing = (scopes: readonly string[], optional: readonly string[] = [], ticked: readonly string[]) =>
    scopes.filter((scope) => optional.includes(scope) && !ticked.includes(scope));
  return {
    bot: missing(botScopes, app.optionalScopes?.bot, form.getAll('optional_bot')),
    user: missing(userScopes, app.optionalScopes?.user, form.getAll('optional_user')),
  };
}

/** The person the form names; at first who this browser acts as, in the hinted workspace where there is one. */
function whoAsks(c: Context, world: World, { team }: AuthorizeRequest, key: string | null): PersonRecord {
  if (key !== null) {
    const named = world.store.state.people.find((person) => personKey(person) === key && !person.deleted);
    if (!named) throw new AuthorizeRefusal('account_inactive', 'This person isn’t active here.', 403);
    return named;
  }
  const acting = lastActing(c, world, team ?? undefined);
  if (!acting) throw new AuthorizeRefusal('not_authed', 'There’s no one in this Slack yet.', 403);
  return acting;
}

async function refusalsAsPages(c: Context, answer: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof AuthorizeRefusal)) throw error;
    return c.html(renderRefusalPage(error.code, error.message), error.status);
  }
}
