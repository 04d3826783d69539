import type { Grant } from '../installations/grant.ts';
import type { Words } from '../locales/words.ts';
import type { Success } from './outcome.ts';

type Surroundings = { words: Words; authorizeUrl: string };

/** What the page of a success tells: where, what Lanyard can and never does there, and the ways into Slack. */
export function describeGrant({ words, authorizeUrl }: Surroundings, grant: Grant, again: boolean): Success {
  const bot = (grant.bot?.scopes ?? []).map((scope) => words.scopes.of('bot', scope));
  const user = (grant.user?.scopes ?? []).map((scope) => words.scopes.of('user', scope));
  const lets = [...bot, ...user].map((scope) => capitalized(scope.lets));
  const common = { place: grant.name ?? '', again, lets, ...waysIntoSlack(grant, authorizeUrl) };
  if (!grant.bot) return { kind: 'permission_given', ...common };
  return {
    kind: 'installed',
    ...common,
    never: [...bot, ...user].map((scope) => capitalized(scope.never)),
    orgWide: grant.key.isEnterpriseInstall,
    personal: grant.user !== undefined,
  };
}

/** @see https://docs.slack.dev/interactivity/deep-linking */
function waysIntoSlack({ appId, key }: Grant, authorizeUrl: string) {
  const app = encodeURIComponent(appId ?? '');
  const team = encodeURIComponent(key.installedIn);
  const openInBrowserUrl = new URL(`/app_redirect?app=${app}&team=${team}`, authorizeUrl).href;
  // Only the real Slack has a client that answers slack:// links.
  if (new URL(authorizeUrl).hostname !== 'slack.com') return { openInBrowserUrl };
  return { openInBrowserUrl, openInSlackUrl: `slack://app?team=${team}&id=${app}&tab=home` };
}

export const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
