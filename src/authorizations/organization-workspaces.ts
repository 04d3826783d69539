import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Installations } from '../installations/installations.ts';
import { contextOf, type InstallationKey } from '../installations/rows/installation-key.ts';
import { organizationTeams } from '../installations/rows/organization-teams.ts';
import type { Admin } from './roles/require-admin.ts';

/** The workspaces of an organization that have Lanyard. */
export type OrganizationWorkspaces = {
  /** Of the first `MOST_WORKSPACES_NAMED`, as Slack tells them. */
  names: string[];
  total: number;
};

export const MOST_WORKSPACES_NAMED = 10;
const PATIENCE_MS = 500;
const BELIEVED_MS = 60_000;
const MOST_ORGANIZATIONS = 1_000;

type Dependencies = { installations: Pick<Installations, 'asBot'>; clock: () => Date };

export function createOrganizationWorkspaces({ installations, clock }: Dependencies) {
  const known = new LRUCache<string, Promise<OrganizationWorkspaces | undefined>>({
    max: MOST_ORGANIZATIONS,
    ttl: BELIEVED_MS,
    ttlResolution: 0,
    perf: { now: () => clock().getTime() },
  });

  async function ask(key: InstallationKey): Promise<OrganizationWorkspaces> {
    const teams = await organizationTeams(await installations.asBot(contextOf(key)));
    const names = teams.flatMap(({ name }) => name ?? []);
    return { names: names.slice(0, MOST_WORKSPACES_NAMED), total: teams.length };
  }

  /** Home doesn't fail for want of this line: it says that Slack didn't tell. */
  return async function organizationWorkspaces({ key }: Admin): Promise<OrganizationWorkspaces | undefined> {
    const { installedIn } = key;
    if (!key.isEnterpriseInstall) return undefined;
    const asking = known.get(installedIn) ?? ask(key).catch(() => void known.delete(installedIn));
    if (!known.has(installedIn)) known.set(installedIn, asking);
    return Promise.race([asking, pause(PATIENCE_MS, undefined, { ref: false })]);
  };
}
