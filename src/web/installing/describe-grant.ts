import type { Grant } from '../../installations/grants/grant.ts';
import type { WorkedBefore } from '../../installations/grants/save-grant.ts';
import type { Words } from '../../locales/words.ts';
import type { ScopeChange, Success } from './oauth-outcome.ts';

type Surroundings = { words: Words; authorizeUrl: string };

/**
 * What the page of a success tells: where, what Lanyard can and never does there, and the ways into Slack.
 * @param channelId the channel of that workspace from which the person came
 */
export function describeGrant(
  { words, authorizeUrl }: Surroundings,
  grant: Grant,
  before: WorkedBefore,
  channelId?: string,
): Success {
  const bot = (grant.bot?.scopes ?? []).map((scope) => words.scopes.of('bot', scope));
  const user = (grant.user?.scopes ?? []).map((scope) => words.scopes.of('user', scope));
  const lets = [...bot, ...user].map((scope) => capitalized(scope.lets));
  const change = scopeChange(words, grant, before);
  const common = {
    place: grant.name ?? '',
    lets,
    ...change,
    ...waysIntoSlack(grant, authorizeUrl, channelId),
  };
  if (!grant.bot) return { kind: 'permission_given', again: before.authorization !== undefined, ...common };
  return {
    kind: 'installed',
    ...common,
    before: whose(grant, before),
    never: [...bot, ...user].map((scope) => capitalized(scope.never)),
    orgWide: grant.key.isEnterpriseInstall,
    personal: grant.user !== undefined,
  };
}

function whose({ grantedByUserId }: Grant, { installation }: WorkedBefore) {
  if (!installation) return 'nothing';
  return installation.installerUserId === grantedByUserId ? 'own' : 'someone_elses';
}

/** Only where there is something to compare with: a part granted for the first time isn't a difference. */
function scopeChange(words: Words, grant: Grant, before: WorkedBefore): { change?: ScopeChange } {
  const parts = [
    { kind: 'bot', now: grant.bot?.scopes, earlier: before.installation?.grantedScopes },
    { kind: 'user', now: grant.user?.scopes, earlier: before.authorization?.grantedScopes },
  ] as const;
  const compared = parts.filter(({ now, earlier }) => now && earlier);
  if (compared.length === 0) return {};
  const lines = (pick: (now: readonly string[], earlier: readonly string[]) => readonly string[]) =>
    compared.flatMap(({ kind, now = [], earlier = [] }) =>
      pick(now, earlier).map((scope) => capitalized(words.scopes.of(kind, scope).lets)),
    );
  return {
    change: {
      added: lines((now, earlier) => now.filter((scope) => !earlier.includes(scope))),
      removed: lines((now, earlier) => earlier.filter((scope) => !now.includes(scope))),
    },
  };
}

/** @see https://docs.slack.dev/interactivity/deep-linking */
function waysIntoSlack({ appId, key }: Grant, authorizeUrl: string, channelId: string | undefined) {
  const app = encodeURIComponent(appId ?? '');
  const team = encodeURIComponent(key.installedIn);
  const where = channelId ? `channel=${encodeURIComponent(channelId)}` : `app=${app}`;
  const leadsTo = channelId ? ('channel' as const) : ('home' as const);
  const openInBrowserUrl = new URL(`/app_redirect?${where}&team=${team}`, authorizeUrl).href;
  // Only the real Slack has a client that answers slack:// links.
  if (new URL(authorizeUrl).hostname !== 'slack.com') return { leadsTo, openInBrowserUrl };
  const openInSlackUrl = channelId
    ? `slack://channel?team=${team}&id=${encodeURIComponent(channelId)}`
    : `slack://app?team=${team}&id=${app}&tab=home`;
  return { leadsTo, openInBrowserUrl, openInSlackUrl };
}

export const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
