import { AppError } from '../../errors.ts';

/** Names one installation: the app in one workspace, or org-wide in one organization. */
export type InstallationKey = {
  /** The team id; for an org-wide installation the enterprise id. */
  installedIn: string;
  isEnterpriseInstall: boolean;
};

/** Where a request of Slack comes from, as Bolt's context tells it. */
export type SlackContext = {
  teamId?: string | undefined;
  enterpriseId?: string | undefined;
  isEnterpriseInstall?: boolean | undefined;
};

/**
 * The installations that may serve a place, the most specific first. A workspace without one of its own is served by
 * its organization's; an org-wide request carries a team id too, and that one must not win.
 * @throws AppError `bad_request` when the place names neither workspace nor organization: no key may match everything
 */
export function keysFor(place: SlackContext): InstallationKey[] {
  const org = place.enterpriseId ? [{ installedIn: place.enterpriseId, isEnterpriseInstall: true }] : [];
  const team = place.teamId ? [{ installedIn: place.teamId, isEnterpriseInstall: false }] : [];
  const keys = place.isEnterpriseInstall && org.length > 0 ? org : [...team, ...org];
  if (keys.length === 0) {
    throw new AppError({
      code: 'bad_request',
      message: 'The request names neither a workspace nor an organization.',
      details: { ...place },
    });
  }
  return keys;
}

/** What a value is bound to besides its row. Part of the seal: renaming one makes every value of it unreadable. */
export type SealedName = 'bot_token' | 'user_token' | 'refresh_token' | 'webhook_url';

/** The row and column that a sealed value belongs to. Changing this makes every sealed value unreadable. */
export function sealContext(
  clientId: string,
  key: InstallationKey,
  boundTo: SealedName,
  userId?: string,
): string {
  return JSON.stringify([
    clientId,
    key.isEnterpriseInstall ? 'org' : 'team',
    key.installedIn,
    userId ?? null,
    boundTo,
  ]);
}
