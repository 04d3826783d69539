import type { AppRegistration, Apps } from '../state/apps.ts';
import { inOrganization, inWorkspace, ownsOrganization, workspaceById } from '../state/find.ts';
import { digits, hex } from '../state/ids.ts';
import type { PersonRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { askForApproval, type Obstacle, obstacleFor } from './app-approval.ts';

/** Slack's consent page will not continue. `code` is Slack's, the message says what to do about it. */
export class AuthorizeRefusal extends Error {
  readonly code: string;
  readonly status: 400 | 403;
  constructor(code: string, message: string, status: 400 | 403 = 400) {
    super(message);
    this.name = 'AuthorizeRefusal';
    this.code = code;
    this.status = status;
  }
}

export type AuthorizeRequest = {
  app: AppRegistration;
  botScopes: string[];
  userScopes: string[];
  /** Where the browser goes afterwards. */
  redirectUri: string;
  /** What the request named; null when it left that to Slack. */
  sentRedirectUri: string | null;
  state: string | null;
  team: string | null;
};

/**
 * Reads the query of an authorize URL.
 * @throws AuthorizeRefusal
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export function readAuthorizeRequest(apps: Apps, query: URLSearchParams): AuthorizeRequest {
  const clientId = query.get('client_id') ?? '';
  const app = apps.byClientId(clientId);
  if (!app) throw new AuthorizeRefusal('invalid_client_id', `No app has the client id "${clientId}".`);
  const sentRedirectUri = query.get('redirect_uri');
  const redirectUri = sentRedirectUri ?? app.redirectUrls[0];
  if (redirectUri === undefined || !redirectAllowed(app.redirectUrls, redirectUri)) {
    throw new AuthorizeRefusal(
      'bad_redirect_uri',
      `redirect_uri "${redirectUri ?? ''}" matches none of the app's redirect URLs: ${app.redirectUrls.join(', ') || 'it has none'}.`,
    );
  }
  const botScopes = scopeList(query.get('scope'), app.botScopes, 'scope');
  const userScopes = scopeList(query.get('user_scope'), app.userScopes, 'user_scope');
  if (botScopes.length + userScopes.length === 0) {
    throw new AuthorizeRefusal('no_scopes', 'Neither scope nor user_scope asks for anything.');
  }
  return {
    app,
    botScopes,
    userScopes,
    redirectUri,
    sentRedirectUri,
    state: query.get('state'),
    team: query.get('team'),
  };
}

function scopeList(value: string | null, registered: readonly string[], parameter: string): string[] {
  if (value === null || value === '') return [];
  const scopes = value.split(',');
  const strange = scopes.filter((scope) => !registered.includes(scope));
  if (strange.length > 0) {
    throw new AuthorizeRefusal(
      'invalid_scope',
      `${parameter} asks for ${strange.map((scope) => `"${scope}"`).join(', ')}, which the app’s manifest doesn’t list.`,
    );
  }
  return [...new Set(scopes)];
}

/** Equal to a registered URL or below it. */
function redirectAllowed(registered: readonly string[], wanted: string): boolean {
  if (!URL.canParse(wanted) || wanted.includes('#')) return false;
  const url = new URL(wanted);
  if (url.username !== '' || url.password !== '') return false;
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) return false;
  return registered.some((each) => {
    const allowed = new URL(each);
    const below = allowed.pathname.endsWith('/') ? allowed.pathname : `${allowed.pathname}/`;
    return (
      url.origin === allowed.origin &&
      (allowed.search === '' || url.search === allowed.search) &&
      (url.pathname === allowed.pathname || url.pathname.startsWith(below))
    );
  });
}

export type Consent = {
  /** Default: the person's workspace. */
  target?: 'workspace' | 'organization';
  /** With an organization: the workspaces to which its owner adds the app at once. */
  addTo?: readonly string[];
  /** Scopes that the person declines. The page offers only the app's optional ones; a test may decline any. */
  withoutScopes?: readonly string[];
  /** As the page says it: optional scopes of the bot, and of the person, that are declined. */
  declined?: { bot: readonly string[]; user: readonly string[] };
};

const REFUSED: Record<Obstacle['kind'], string> = {
  stranger: 'People from other companies can’t add apps here.',
  guest: 'Guests can’t add apps. Ask a member or an admin.',
  needs_approval: 'Admins approve apps here first. Ask them on the consent page.',
  asked: 'Admins approve apps here first. They’ve been asked, and haven’t decided yet.',
  denied: 'An admin didn’t approve this app.',
};

/** Allow: the URL of the app to which the browser goes, with a code. */
export function allow(
  world: World,
  request: AuthorizeRequest,
  person: PersonRecord,
  consent: Consent = {},
): string {
  const { app } = request;
  const { withoutScopes = [], declined } = consent;
  const granted = (scopes: readonly string[], without: readonly string[] = []) =>
    scopes.filter((scope) => !withoutScopes.includes(scope) && !without.includes(scope));
  const botScopes = granted(request.botScopes, declined?.bot);
  const userScopes = granted(request.userScopes, declined?.user);
  if (person.deleted) {
    throw new AuthorizeRefusal('account_inactive', `The account of ${person.name} is deactivated.`, 403);
  }
  const obstacle = obstacleFor(world.store.state, app, person, { asksForBot: botScopes.length > 0 });
  if (obstacle) throw new AuthorizeRefusal('access_denied', REFUSED[obstacle.kind], 403);
  const workspace = workspaceById(world.store.state, person.workspaceId);
  const orgWide = consent.target === 'organization';
  if (orgWide && (workspace.organizationId === null || !ownsOrganization(person))) {
    throw new AuthorizeRefusal(
      'access_denied',
      'Only an owner of an organization can install for all of it.',
      403,
    );
  }
  if (orgWide && app.orgDeploy === false) {
    throw new AuthorizeRefusal(
      'access_denied',
      `${app.name} can’t be installed for a whole organization.`,
      403,
    );
  }
  const code = `${digits()}.${digits()}.${hex(32)}`;
  const organizationId = orgWide ? workspace.organizationId : null;
  world.store.change((state) => {
    const nowMs = world.clock().getTime();
    state.codes = state.codes.filter((old) => nowMs - old.issuedAtMs < 24 * 60 * 60_000);
    state.codes.push({
      ...(organizationId ? inOrganization(organizationId) : inWorkspace(workspace.id)),
      code,
      appId: app.appId,
      userId: person.id,
      botScopes,
      userScopes,
      redirectUri: request.sentRedirectUri,
      addTo: [...(consent.addTo ?? [])],
      issuedAtMs: nowMs,
      used: false,
    });
  });
  return back(request, { code });
}

/** Request to install: the admins are asked. @throws AuthorizeRefusal when there is nothing to ask them */
export function askToInstall(
  world: World,
  { app, botScopes }: AuthorizeRequest,
  person: PersonRecord,
  message: string,
): void {
  const { state } = world.store;
  const obstacle = obstacleFor(state, app, person, { asksForBot: botScopes.length > 0 });
  if (obstacle?.kind === 'asked') return;
  if (obstacle?.kind !== 'needs_approval') {
    const why = obstacle ? REFUSED[obstacle.kind] : 'No approval is needed: the app can be installed.';
    throw new AuthorizeRefusal('access_denied', why, 403);
  }
  askForApproval(world, app, person, message);
}

/** Cancel: the URL of the app to which the browser goes, with the refusal. */
export const cancel = (request: AuthorizeRequest): string => back(request, { error: 'access_denied' });

function back({ redirectUri, state }: AuthorizeRequest, answer: Record<string, string>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return url.href;
}
