import { describe, expect, test } from '@jest/globals';
import { type Role, roleIn } from '../../../src/authorizations/roles/role.ts';
import type { SlackUser } from '../../../src/slack-api/answers.ts';

const plain = { installedIn: 'T1', isEnterpriseInstall: false, enterpriseId: null };
const inOrganization = { installedIn: 'T1', isEnterpriseInstall: false, enterpriseId: 'E1' };
const orgWide = { installedIn: 'E1', isEnterpriseInstall: true, enterpriseId: 'E1' };

const nobody = { is_admin: undefined, is_owner: undefined, is_primary_owner: undefined };
const org = (enterprise_id: string, teams: string[] | undefined, rights: object = {}) => ({
  enterprise_user: { ...nobody, id: undefined, enterprise_id, ...(teams && { teams }), ...rights },
});
const admin = { is_admin: true };

type Case = [string, Omit<SlackUser, 'id'> | undefined, Role, Role, Role];

/** What Slack answers, and what that makes of the person in a workspace, in one of an organization, and org-wide. */
const CASES: Case[] = [
  ['nobody', undefined, 'stranger', 'stranger', 'stranger'],
  ['an answer without a workspace', { ...admin }, 'stranger', 'stranger', 'stranger'],
  ['an admin of the workspace', { team_id: 'T1', ...admin }, 'admin', 'admin', 'stranger'],
  ['its owner', { team_id: 'T1', is_owner: true }, 'admin', 'admin', 'stranger'],
  ['its primary owner', { team_id: 'T1', is_primary_owner: true }, 'admin', 'admin', 'stranger'],
  ['a member', { team_id: 'T1' }, 'member', 'member', 'stranger'],
  ['a guest', { team_id: 'T1', is_restricted: true }, 'guest', 'guest', 'stranger'],
  ['a guest of one channel', { team_id: 'T1', is_ultra_restricted: true }, 'guest', 'guest', 'stranger'],
  ['a guest with rights', { team_id: 'T1', is_restricted: true, ...admin }, 'guest', 'guest', 'stranger'],
  [
    'somebody deactivated',
    { team_id: 'T1', deleted: true, ...admin },
    'deactivated',
    'deactivated',
    'deactivated',
  ],
  ['an admin of another workspace', { team_id: 'T2', ...admin }, 'stranger', 'stranger', 'stranger'],
  [
    'a stranger by Slack’s word',
    { team_id: 'T1', is_stranger: true, ...admin },
    'stranger',
    'stranger',
    'stranger',
  ],
  [
    'an admin of the workspace in its organization',
    { team_id: 'T1', ...admin, ...org('E1', ['T1']) },
    ...(['admin', 'admin', 'member'] as const),
  ],
  [
    'an admin of the workspace whose answer names the organization first',
    { team_id: 'E1', ...admin, ...org('E1', ['T2', 'T1']) },
    ...(['admin', 'admin', 'member'] as const),
  ],
  [
    'an admin of a sibling workspace',
    { team_id: 'T2', ...admin, ...org('E1', ['T2']) },
    ...(['stranger', 'stranger', 'member'] as const),
  ],
  [
    'an admin of a sibling workspace whom Slack puts here',
    { team_id: 'T1', ...admin, ...org('E1', ['T2']) },
    ...(['stranger', 'stranger', 'member'] as const),
  ],
  [
    'an admin of the organization outside the workspace',
    { team_id: 'E1', ...admin, ...org('E1', ['T2'], admin) },
    ...(['stranger', 'stranger', 'admin'] as const),
  ],
  [
    'an owner of the organization in the workspace, a member there',
    { team_id: 'T1', ...org('E1', ['T1'], { is_owner: true }) },
    ...(['member', 'member', 'admin'] as const),
  ],
  [
    'an admin of another organization',
    { team_id: 'T9', ...admin, ...org('E9', ['T9'], admin) },
    ...(['stranger', 'stranger', 'stranger'] as const),
  ],
  [
    'an admin of another organization with the same workspace named',
    { team_id: 'T1', ...admin, ...org('E9', ['T1'], admin) },
    ...(['admin', 'stranger', 'stranger'] as const),
  ],
  [
    'somebody of the organization in no workspace',
    { team_id: 'E1', ...org('E1', []) },
    ...(['stranger', 'stranger', 'member'] as const),
  ],
  [
    'a guest of the organization',
    { team_id: 'T1', is_restricted: true, ...org('E1', ['T1'], admin) },
    ...(['guest', 'guest', 'guest'] as const),
  ],
  [
    'an admin whose workspaces Slack leaves out',
    { team_id: 'T1', ...admin, ...org('E1', undefined) },
    ...(['admin', 'admin', 'member'] as const),
  ],
];

describe('what Slack’s answer makes of', () => {
  test.each(CASES)('%s', (_, fields, inPlain, inOrg, wide) => {
    const user = fields && { id: 'U1', ...fields };
    expect(roleIn(user, plain)).toBe(inPlain);
    expect(roleIn(user, inOrganization)).toBe(inOrg);
    expect(roleIn(user, orgWide)).toBe(wide);
  });
});
