import type { InstallationRecord } from '../../installations/rows/find-installation.ts';
import type { SlackUser } from '../../slack-api/answers.ts';

/** What someone is in an installation, as Slack tells it. */
export const ROLES = ['admin', 'member', 'guest', 'stranger', 'deactivated'] as const;
export type Role = (typeof ROLES)[number];

/** Of which workspace or organization it is; both come from the stored row, never from a request. */
export type InstallationFacts = Pick<
  InstallationRecord,
  'installedIn' | 'isEnterpriseInstall' | 'enterpriseId'
>;

/**
 * What `users.info`, called with this installation's own token, makes of a person. Someone who belongs to another
 * workspace or organization is a stranger, whatever they are there: their rights end at its border.
 * @param user undefined: Slack knows no one of that id there
 */
export function roleIn(user: SlackUser | undefined, installation: InstallationFacts): Role {
  if (!user) return 'stranger';
  if (user.deleted) return 'deactivated';
  // Absent says nothing: people of another company who share a channel with the app don't carry it.
  if (user.is_stranger || !belongsTo(user, installation)) return 'stranger';
  if (isGuest(user)) return 'guest';
  // An org-wide installation is the business of the organization's admins, not of one workspace's.
  const rights = installation.isEnterpriseInstall ? user.enterprise_user : user;
  return rights?.is_admin || rights?.is_owner || rights?.is_primary_owner ? 'admin' : 'member';
}

export const isGuest = ({ is_restricted, is_ultra_restricted }: SlackUser): boolean =>
  is_restricted === true || is_ultra_restricted === true;

function belongsTo(
  user: SlackUser,
  { installedIn, isEnterpriseInstall, enterpriseId }: InstallationFacts,
): boolean {
  const { enterprise_user: inOrganization, team_id: teamId } = user;
  if (isEnterpriseInstall) return inOrganization?.enterprise_id === installedIn;
  if (!inOrganization) return teamId === installedIn;
  // A workspace that has just moved into an organization may not be known to be in one yet.
  if (enterpriseId !== null && inOrganization.enterprise_id !== enterpriseId) return false;
  // `team_id` is only one of someone's workspaces, and may be the organization's own id.
  return inOrganization.teams?.includes(installedIn) ?? teamId === installedIn;
}
