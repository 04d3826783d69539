import type { Apps } from '../state/apps.ts';
import {
  administers,
  isGuest,
  liveBotGrant,
  organizationById,
  ownsOrganization,
  teamOf,
  workspaceById,
} from '../state/find.ts';
import type { InstallationRecord, PersonRecord, SimulatorState } from '../state/state.ts';

/** Through whose eyes a user is seen. `userId` is null for a bot. */
export type Viewer = { userId: string | null; administers: boolean; seesEmail: boolean; seesLocale: boolean };
export type UserObject = { id: string; [field: string]: unknown };

/**
 * A person as `users.info` gives them. `has_2fa` is there for an admin's or owner's own token and for oneself, never
 * for a bot, and never on someone deactivated: absent means not visible, not off.
 * @see https://docs.slack.dev/reference/objects/user-object
 */
export function userObject(
  state: SimulatorState,
  person: PersonRecord,
  viewer: Viewer,
  now: Date,
): UserObject {
  const home = homeOf(state, person);
  // Of someone in a shared channel Slack tells what they are at home, and nothing says that this is elsewhere.
  if (home) return userObject(state, home, { ...viewer, administers: false, seesEmail: false }, now);
  const workspace = workspaceById(state, person.workspaceId);
  const organization = organizationById(state, workspace.organizationId);
  const base = {
    id: person.id,
    team_id: teamOf(person),
    name: person.handle,
    deleted: person.deleted,
    profile: {
      real_name: person.name,
      display_name: person.handle,
      avatar_hash: 'g000000000000',
      team: teamOf(person),
      ...(viewer.seesEmail ? { email: `${person.handle}@${workspace.domain}.example.com` } : {}),
    },
    is_bot: false,
    is_app_user: false,
    updated: person.updatedAtSeconds,
  };
  if (person.deleted) return base;
  // Of another company's people only what their card shows.
  if (person.role === 'stranger') return { ...base, real_name: person.name, is_stranger: true };
  return {
    ...base,
    color: '9f69e7',
    real_name: person.name,
    ...timeZoneFields(person.timeZone, now),
    is_admin: administers(person),
    is_owner: ownsOrganization(person),
    is_primary_owner: person.role === 'primary_owner',
    is_restricted: isGuest(person),
    is_ultra_restricted: person.role === 'single_channel_guest',
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
    ...(viewer.seesLocale ? { locale: person.locale } : {}),
    ...(seesTwoFactor(person, viewer) ? twoFactorFields(person) : {}),
    ...(organization ? { enterprise_user: enterpriseUser(state, person, organization) } : {}),
  };
}

const homeOf = (state: SimulatorState, { id, homeWorkspaceId }: PersonRecord): PersonRecord | undefined =>
  homeWorkspaceId === undefined
    ? undefined
    : state.people.find((each) => each.id === id && each.workspaceId === homeWorkspaceId);

/** By the hour, in which an offset does not change: a list of thousands need not ask for each person again. */
const zones = new Map<string, { tz: string; tz_label: string; tz_offset: number }>();

function timeZoneFields(timeZone: string, now: Date) {
  const key = `${timeZone} ${Math.floor(now.getTime() / 3_600_000)}`;
  const known = zones.get(key);
  if (known) return known;
  const named = (timeZoneName: 'long' | 'longOffset') =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName })
      .formatToParts(now)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(named('longOffset')) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  const fields = { tz: timeZone, tz_label: named('long'), tz_offset: sign === '-' ? -seconds : seconds };
  zones.set(key, fields);
  return fields;
}

const seesTwoFactor = (person: PersonRecord, viewer: Viewer): boolean =>
  viewer.userId !== null && (viewer.administers || viewer.userId === person.id);

function twoFactorFields({ twoFactor }: PersonRecord) {
  if (twoFactor === 'app' || twoFactor === 'sms') return { has_2fa: true, two_factor_type: twoFactor };
  return { has_2fa: twoFactor === 'on' };
}

function enterpriseUser(
  state: SimulatorState,
  person: PersonRecord,
  organization: { id: string; name: string },
) {
  const everywhere = state.people.filter((each) => each.id === person.id && each.role !== 'stranger');
  return {
    id: person.id,
    enterprise_id: organization.id,
    enterprise_name: organization.name,
    is_admin: everywhere.some(ownsOrganization),
    is_owner: everywhere.some(ownsOrganization),
    is_primary_owner: everywhere.some((each) => each.role === 'primary_owner'),
    teams: everywhere.map((each) => each.workspaceId),
  };
}

/** The user of an app's bot; deactivated when its token is gone. */
export function botUserObject(
  state: SimulatorState,
  apps: Apps,
  installation: InstallationRecord,
  workspaceId: string,
): UserObject {
  const name = apps.all().find((app) => app.appId === installation.appId)?.name ?? installation.appId;
  return {
    id: installation.botUserId,
    team_id: workspaceId,
    name: name.toLowerCase().replaceAll(/\W+/g, ''),
    real_name: name,
    deleted: liveBotGrant(state, installation.appId, installation) === undefined,
    profile: {
      real_name: name,
      api_app_id: installation.appId,
      bot_id: installation.botId,
      always_active: true,
    },
    is_bot: true,
    is_app_user: false,
    updated: 0,
  };
}

/** Slackbot is in every workspace, and by its own account not a bot. */
export const slackbotObject = (workspaceId: string): UserObject => ({
  id: 'USLACKBOT',
  team_id: workspaceId,
  name: 'slackbot',
  real_name: 'Slackbot',
  deleted: false,
  profile: { real_name: 'Slackbot', always_active: true },
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_bot: false,
  is_app_user: false,
  updated: 0,
});
