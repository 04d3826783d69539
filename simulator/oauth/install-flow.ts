import type { AppRegistration } from '../state/apps.ts';
import type { PersonRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { allow, type Consent, readAuthorizeRequest } from './authorize-request.ts';

/** What the person's browser shows at the end. */
export type InstallPage = { status: number; text: string };

export type InstallOptions = Consent & {
  /** Only the person's own permission, where the app offers that. */
  ownOnly?: boolean;
};

/**
 * From the app's own "Add to Slack" over the consent page and back, as a person's browser goes.
 * @throws when the app does not lead to Slack's consent page, and AuthorizeRefusal where Slack does not continue
 */
export async function installByBrowser(
  world: World,
  app: AppRegistration,
  person: PersonRecord,
  { ownOnly = false, ...consent }: InstallOptions,
): Promise<InstallPage> {
  if (!app.installUrl) throw new Error(`${app.name} is registered without an installUrl.`);
  const start = new URL(app.installUrl);
  start.searchParams.set('team', person.workspaceId);
  if (ownOnly) start.searchParams.set('for', 'me');
  const first = await fetch(start, { redirect: 'manual' });
  const location = first.headers.get('location') ?? '';
  const authorizeUrl = `${world.url()}/oauth/v2/authorize`;
  if (!location.startsWith(`${authorizeUrl}?`)) {
    throw new Error(`${start.href} didn’t lead to Slack’s consent page: ${first.status} ${location}`);
  }
  const request = readAuthorizeRequest(world.apps, new URL(location).searchParams);
  const cookie = first.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  const back = allow(world, request, person, consent);
  const last = await fetch(back, { redirect: 'manual', headers: { cookie } });
  return { status: last.status, text: await last.text() };
}
