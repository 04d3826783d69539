import type { Role } from '../state/state.ts';

/** How the window and the consent page name what someone is in a workspace. */
export const ROLES: Record<Role, string> = {
  primary_owner: 'primary owner',
  owner: 'owner',
  admin: 'admin',
  member: 'member',
  guest: 'guest',
  single_channel_guest: 'single-channel guest',
  stranger: 'from another company',
};
