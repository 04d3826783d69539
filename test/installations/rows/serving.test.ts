import { describe, expect, test } from '@jest/globals';
import { serving } from '../../../src/installations/rows/find-installation.ts';

const ENDED = new Date('2027-01-13T10:00:00Z');
const TEAM = { installedIn: 'T1', isEnterpriseInstall: false };
const ORGANIZATION = { installedIn: 'E1', isEnterpriseInstall: true };
const row = (key: typeof TEAM, over: { revokedAt?: Date; uninstalledAt?: Date } = {}) => ({
  ...key,
  revokedAt: over.revokedAt ?? null,
  uninstalledAt: over.uninstalledAt ?? null,
});
const team = row(TEAM);
const organization = row(ORGANIZATION);
const endedTeam = row(TEAM, { revokedAt: ENDED });
const endedOrganization = row(ORGANIZATION, { uninstalledAt: ENDED });

describe('of the rows that may serve a request', () => {
  const keys = [TEAM, ORGANIZATION];

  test.each([
    ['the workspace’s own goes before its organization’s', [organization, team], team],
    ['a living one goes before an ended one', [endedTeam, organization], organization],
    ['of ended ones it is the workspace’s own', [endedOrganization, endedTeam], endedTeam],
    ['an ended one is better than none', [endedOrganization], endedOrganization],
    ['there may be none', [], undefined],
  ])('%s', (_name, rows, chosen) => {
    expect(serving(rows, keys)).toBe(chosen);
  });

  test('one that no key names is never taken', () => {
    expect(serving([team, organization], [ORGANIZATION])).toBe(organization);
    expect(serving([team], [{ installedIn: 'T1', isEnterpriseInstall: true }])).toBeUndefined();
  });
});
