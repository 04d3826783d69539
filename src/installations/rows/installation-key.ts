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

/** A context that exactly this installation serves, whatever else may serve the one that a request came from. */
export const contextOf = ({ installedIn, isEnterpriseInstall }: InstallationKey): SlackContext =>
  isEnterpriseInstall ? { enterpriseId: installedIn, isEnterpriseInstall } : { teamId: installedIn };

/**
 * The installations that may serve a request, the most specific first. A workspace without one of its own is served by
 * its organization's; an org-wide request carries a team id too, and that one must not win.
 * @throws AppError `bad_request` when it names neither workspace nor organization: no key may match everything
 */
export function keysFor(context: SlackContext): InstallationKey[] {
  const org = context.enterpriseId ? [{ installedIn: context.enterpriseId, isEnterpriseInstall: true }] : [];
  const team = context.teamId ? [{ installedIn: context.teamId, isEnterpriseInstall: false }] : [];
  const keys = context.isEnterpriseInstall && org.length > 0 ? org : [...team, ...org];
  if (keys.length === 0) {
    throw new AppError({
      code: 'bad_request',
      message: 'The request names neither a workspace nor an organization.',
      details: { ...context },
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
  userId?: string | null,
): string {
  return JSON.stringify([
    clientId,
    key.isEnterpriseInstall ? 'org' : 'team',
    key.installedIn,
    userId ?? null,
    boundTo,
  ]);
}
