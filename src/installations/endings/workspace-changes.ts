import type { Prisma } from '../../database/generated/client.ts';
import type { Room } from '../rows/room.ts';
import type { SharedColumns } from '../rows/token-row.ts';
import { type Asking, accessNow } from './access-now.ts';
import { isComparable, pastTime } from './event-time.ts';
import { claimEvent } from './processed-events.ts';

/** What Slack tells about a workspace or an organization, besides the end of something. */
export type WorkspaceChange = { eventId: string; eventTime: Date | undefined } & (
  | { kind: 'team_rename'; teamId: string; name: string }
  | { kind: 'team_domain_change'; teamId: string; domain: string }
  /** An org-wide installation may now act in these workspaces, or may no longer. */
  | {
      kind: 'team_access_granted' | 'team_access_revoked';
      enterpriseId: string;
      teamIds: readonly string[];
      /** Members of the list that are no ids. */
      ignored: number;
    }
  /** Slack moves the workspace into an organization; in between its API refuses everything. */
  | { kind: 'grid_migration_started' | 'grid_migration_finished'; teamId: string; enterpriseId: string }
);

type Changing = Pick<Room, 'prisma' | 'announcer' | 'clientId' | 'clock'> & Asking;

/**
 * Applies a change, once per event id. The workspace's id stays what it is through all of them: names, domain and
 * organization are attributes, and an organization's access to its workspaces is kept with the time of its event, so
 * that a late one changes nothing. Where that time cannot be compared, Slack is asked.
 * @returns false: this event was applied before
 */
export async function applyWorkspaceChange(room: Changing, change: WorkspaceChange): Promise<boolean> {
  const { prisma, announcer, clientId, clock } = room;
  // Without a time that can be compared, events say nothing about which of them came last: Slack does.
  const access =
    'teamIds' in change && !isComparable(change.eventTime, clock())
      ? await accessNow(room, change.enterpriseId)
      : undefined;
  const changes = await prisma.$transaction(async (tx) => {
    if (!(await claimEvent(tx, clientId, change.eventId, clock()))) return undefined;
    const changed = await apply(room, tx, change, access);
    for (const installedIn of changed) await announcer.announce(tx, installedIn);
    return changed;
  });
  for (const installedIn of changes ?? []) announcer.changedHere(installedIn);
  return changes !== undefined;
}

/** @returns the workspaces and organizations that it concerns */
async function apply(
  { clientId, clock }: Changing,
  tx: Prisma.TransactionClient,
  change: WorkspaceChange,
  access: ReadonlySet<string> | undefined,
): Promise<readonly string[]> {
  const at = pastTime(change.eventTime, clock());
  switch (change.kind) {
    case 'team_rename': {
      const rows = workspace(clientId, change.teamId);
      const data = { name: change.name } satisfies SharedColumns;
      await tx.installation.updateMany({ where: rows, data });
      await tx.userAuthorization.updateMany({ where: rows, data });
      return [change.teamId];
    }
    case 'team_domain_change':
      await tx.installation.updateMany({
        where: workspace(clientId, change.teamId),
        data: { domain: change.domain } satisfies Prisma.InstallationUncheckedUpdateManyInput,
      });
      return [change.teamId];
    case 'team_access_granted':
    case 'team_access_revoked': {
      for (const teamId of change.teamIds) {
        const granted = access?.has(teamId) ?? change.kind === 'team_access_granted';
        await tx.$executeRaw`
          INSERT INTO workspace_access (client_id, enterprise_id, team_id, granted, changed_at)
          VALUES (${clientId}, ${change.enterpriseId}, ${teamId}, ${granted}, ${at})
          ON CONFLICT (client_id, enterprise_id, team_id) DO UPDATE
            SET granted = EXCLUDED.granted, changed_at = EXCLUDED.changed_at
            WHERE workspace_access.changed_at <= EXCLUDED.changed_at`;
      }
      return [change.enterpriseId];
    }
    case 'grid_migration_started':
    case 'grid_migration_finished': {
      const rows = workspace(clientId, change.teamId);
      const finished = change.kind === 'grid_migration_finished';
      await tx.installation.updateMany({
        where: rows,
        data: (finished
          ? { migrationStartedAt: null, enterpriseId: change.enterpriseId }
          : { migrationStartedAt: at }) satisfies Prisma.InstallationUncheckedUpdateManyInput,
      });
      if (finished) {
        await tx.userAuthorization.updateMany({
          where: rows,
          data: { enterpriseId: change.enterpriseId } satisfies SharedColumns,
        });
      }
      return [change.teamId];
    }
  }
}

const workspace = (clientId: string, teamId: string) => ({
  clientId,
  installedIn: teamId,
  isEnterpriseInstall: false,
});
