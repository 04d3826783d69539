import { type Actor, recordAudit } from '../../audit/record-audit.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { UserAuthorizationRecord } from './find-installation.ts';
import { holdInstallation, type InstallationRef } from './hold-installation.ts';
import type { Room } from './room.ts';

export type PermissionToRevoke = Pick<
  UserAuthorizationRecord,
  'id' | 'installedIn' | 'isEnterpriseInstall' | 'authorizedAt' | 'userId'
>;

/** A permission that someone wants revoked, and that Slack has not confirmed yet. */
export type PendingRevocation = PermissionToRevoke & {
  name: string | null;
  enterpriseId: string | null;
  askedAt: Date;
  askedByUserId: string;
  reason: string | null;
  /** How often Slack was asked without success. */
  tries: number;
};

export type ByPerson = Extract<Actor, { userId: string }>;

/** As a new grant leaves it. */
export const NOT_BEING_REVOKED = {
  revokeAskedAt: null,
  revokeAskedByUserId: null,
  revokeReason: null,
  revokeTries: 0,
  revokeTriedAt: null,
  revokeRetryAt: null,
} as const satisfies Prisma.UserAuthorizationUncheckedUpdateManyInput;

/** For so long Slack is asked again; after that only a person knows what to do. */
const GIVE_UP_MS = 48 * 60 * 60_000;
/** The first call is over by then, also where a process died in it. */
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 60 * 60_000;

const COLUMNS = Prisma.sql`id, installed_in AS "installedIn", is_enterprise_install AS "isEnterpriseInstall", name,
  enterprise_id AS "enterpriseId", user_id AS "userId", authorized_at AS "authorizedAt", revoke_asked_at AS "askedAt",
  revoke_asked_by_user_id AS "askedByUserId", revoke_reason AS reason, revoke_tries AS tries`;

export type RevocationStore = {
  /**
   * Records that someone wants it revoked. The first person to ask is the one recorded, until Lanyard gives up.
   * @param judgedOn the installation of which an admin asks it
   * @returns undefined: it is not there to revoke
   * @throws AppError `installation_changed`
   */
  note(
    row: PermissionToRevoke,
    by: ByPerson,
    reason: string | undefined,
    judgedOn?: InstallationRef,
  ): Promise<PendingRevocation | undefined>;
  /**
   * Takes one that is due; undefined: none is. The person who asked is no longer waiting in front of it, so from now on
   * the outcome is sent to them (`revokeTries`).
   */
  take(): Promise<PendingRevocation | undefined>;
  /**
   * @param waitMs how long Slack wants to be left alone; 0: it did not say
   * @returns how often it has failed, and whether Slack is not asked again; undefined: no one wants it anymore
   */
  failed(
    pending: PendingRevocation,
    waitMs: number,
  ): Promise<{ tries: number; givenUp: boolean } | undefined>;
  /** It has ended. Who asked stays in the row, for the message to them. @param seen they have read it already */
  settle(pending: PendingRevocation, how: { seen: boolean }): Promise<void>;
  /** Slack refused at once, so everything is as before. One that has failed before stays. */
  withdraw(pending: PendingRevocation): Promise<void>;
  /** Enters it in the audit trail. @returns the receipt */
  record(
    pending: PendingRevocation,
    action: 'revocation_unfinished' | 'revocation_given_up',
  ): Promise<string | undefined>;
};

/**
 * What revoking writes. One statement takes a request that is due, and the new time it sets is the lease: no other
 * process takes it meanwhile, and after a crash it is due again.
 */
export function createRevocationStore({
  prisma,
  announcer,
  clientId,
  clock,
}: Pick<Room, 'prisma' | 'announcer' | 'clientId' | 'clock'>): RevocationStore {
  return {
    async note(row, by, reason, judgedOn) {
      const now = clock();
      const noted = await prisma.$transaction(async (tx) => {
        if (judgedOn) await holdInstallation(tx, clientId, judgedOn);
        const [found] = await tx.$queryRaw<PendingRevocation[]>`
          UPDATE user_authorizations SET
            revoke_asked_at = CASE WHEN revoke_retry_at IS NULL THEN ${now} ELSE revoke_asked_at END,
            revoke_asked_by_user_id = CASE WHEN revoke_retry_at IS NULL THEN ${by.userId}
              ELSE revoke_asked_by_user_id END,
            revoke_reason = CASE WHEN revoke_retry_at IS NULL THEN ${reason ?? null} ELSE revoke_reason END,
            revoke_retry_at = ${later(now, FIRST_RETRY_MS)}, updated_at = ${now}
          WHERE id = ${row.id}::uuid AND client_id = ${clientId} AND authorized_at = ${row.authorizedAt}
            AND revoked_at IS NULL AND uninstalled_at IS NULL
          RETURNING ${COLUMNS}`;
        if (found) await announcer.announce(tx, found.installedIn);
        return found;
      });
      if (noted) announcer.changedHere(noted.installedIn);
      return noted;
    },

    async take() {
      const now = clock();
      const [taken] = await prisma.$queryRaw<PendingRevocation[]>`
        UPDATE user_authorizations
        SET revoke_retry_at = ${later(now, 2 * FIRST_RETRY_MS)}, revoke_tries = greatest(revoke_tries, 1) WHERE id = (
          SELECT id FROM user_authorizations WHERE client_id = ${clientId} AND revoke_retry_at <= ${now}
          ORDER BY revoke_retry_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING ${COLUMNS}`;
      return taken;
    },

    async failed({ id, askedAt, tries }, waitMs) {
      const now = clock();
      const pauseMs = Math.max(waitMs, Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS));
      const givenUp = now.getTime() - askedAt.getTime() >= GIVE_UP_MS;
      const [row] = await prisma.$queryRaw<{ tries: number }[]>`
        UPDATE user_authorizations SET revoke_tries = revoke_tries + 1, revoke_tried_at = ${now},
          revoke_retry_at = ${givenUp ? null : later(now, pauseMs)}, updated_at = ${now}
        WHERE id = ${id}::uuid AND revoke_asked_at = ${askedAt} RETURNING revoke_tries AS tries`;
      return row && { tries: row.tries, givenUp };
    },

    async settle({ id, askedAt }, { seen }) {
      await prisma.userAuthorization.updateMany({
        where: { id, revokeAskedAt: askedAt },
        data: (seen
          ? { revokeRetryAt: null, revokeTries: 0 }
          : { revokeRetryAt: null }) satisfies Prisma.UserAuthorizationUncheckedUpdateManyInput,
      });
    },

    async withdraw({ id, installedIn, askedAt }) {
      const count = await prisma.$transaction(async (tx) => {
        const withdrawn = await tx.userAuthorization.updateMany({
          where: { id, revokeAskedAt: askedAt, revokeTries: 0 },
          data: NOT_BEING_REVOKED,
        });
        if (withdrawn.count > 0) await announcer.announce(tx, installedIn);
        return withdrawn.count;
      });
      if (count > 0) announcer.changedHere(installedIn);
    },

    async record(pending, action) {
      const { installedIn, isEnterpriseInstall, userId, reason } = pending;
      const [receipt] = await recordAudit(prisma, [
        {
          at: clock(),
          clientId,
          installedIn,
          isEnterpriseInstall,
          action,
          subjectUserId: userId,
          actor: action === 'revocation_given_up' ? { kind: 'system' } : askedBy(pending),
          details: reason === null ? {} : { reason },
        },
      ]);
      return receipt;
    },
  };
}

export const askedBy = ({ askedByUserId, userId }: PendingRevocation): ByPerson => ({
  kind: askedByUserId === userId ? 'user' : 'admin',
  userId: askedByUserId,
});

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);
