import { isGuest } from '../authorizations/roles/role.ts';
import type { SlackUser } from '../slack-api/answers.ts';
import { safeLine } from '../slack-api/outside-text.ts';
import type { PersonState } from './coverage.ts';
import { secondFactorOf } from './second-factor.ts';
import type { SingleSignOn } from './single-sign-on.ts';

/** What Slack says of someone, whatever admins chose to count. */
export type SeenState = Exclude<PersonState, 'guest' | 'exempt'>;

export type SeenPerson = {
  userId: string;
  name: string | undefined;
  admin: boolean;
  guest: boolean;
  seen: SeenState;
  timeZone: string | undefined;
};

/** Slackbot says of itself that it isn't a bot. */
const SLACKBOT = 'USLACKBOT';

/**
 * Undefined for whom the count does not concern: people of other companies in shared channels.
 * @param teamId of the workspace whose list this is; undefined when that is not known
 */
export function seenPerson(
  user: SlackUser,
  { teamId, singleSignOn }: { teamId: string | undefined; singleSignOn: SingleSignOn },
): SeenPerson | undefined {
  if (user.is_stranger || (teamId !== undefined && isElsewhere(user, teamId))) return undefined;
  return {
    userId: user.id,
    name: nameOf(user),
    admin: [user.is_admin, user.is_owner, user.is_primary_owner, ...orgRoles(user)].includes(true),
    guest: isGuest(user),
    seen: seenState(user, singleSignOn),
    timeZone: safeLine(user.tz ?? '') || undefined,
  };
}

/** Slack says it of people in an organization by the list of their workspaces; of a deactivated one that is empty. */
function isElsewhere({ team_id, enterprise_user, deleted }: SlackUser, teamId: string): boolean {
  const { teams } = enterprise_user ?? {};
  if (teams && !deleted) return !teams.includes(teamId);
  return team_id !== undefined && team_id !== teamId && !enterprise_user;
}

function seenState(user: SlackUser, singleSignOn: SingleSignOn): SeenState {
  if (user.is_bot || user.is_workflow_bot || user.is_connector_bot || user.id === SLACKBOT) return 'bot';
  if (user.deleted) return 'deactivated';
  if (user.is_invited_user) return 'invited';
  const factor = secondFactorOf(user, singleSignOn);
  return factor.kind === 'on' && factor.by !== 'unknown' ? factor.by : factor.kind;
}

const orgRoles = ({ enterprise_user: org }: SlackUser) => [org?.is_admin, org?.is_owner];

function nameOf({ profile, real_name, name }: SlackUser): string | undefined {
  const given = [profile?.real_name, real_name, profile?.display_name, name];
  return given.map((each) => safeLine(each ?? '')).find((each) => each !== '');
}
