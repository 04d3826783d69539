import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/record-audit.ts';
import { type SealedName, sealContext } from '../rows/installation-key.ts';
import { retireTokens } from '../rows/retired-tokens.ts';
import type { Room } from '../rows/room.ts';
import { hashToken } from '../rows/token-hash.ts';
import { TABLE, type TokenRow } from '../rows/token-row.ts';
import type { RotatedPair } from './rotation-answer.ts';

/** How long a rotation may take before another process may try: its calls and its commit are over well before. */
const LEASE_SECONDS = 25;

/**
 * What rotation writes. One process at a time rotates a token: it takes a lease by one statement, and its result is
 * kept only while it holds the lease and the token is still the one it began with. A lease, not a lock: no transaction
 * stays open while Slack is asked (on the embedded database it would hold up everything), and one that a crash left
 * behind simply expires. Leases go by the database's clock, the only one that all processes share.
 */
export type RotationStore = {
  /** @returns the lease; undefined: there is nothing to rotate, or someone else is at it */
  claim(row: TokenRow): Promise<string | undefined>;
  /**
   * @param lease null: a token that did not rotate before, and that no one else rotates
   * @returns false when the lease expired or the row changed: then nothing was written
   */
  keep(row: TokenRow, lease: string | null, pair: RotatedPair): Promise<boolean>;
  /** Remembers a failure. @param retryAt null: Slack will never renew this one, and no one asks again */
  fail(row: TokenRow, lease: string, slackError: string, retryAt: Date | null): Promise<void>;
};

export function createRotationStore({
  prisma,
  vault,
  announcer,
  clientId,
  clock,
}: Pick<Room, 'prisma' | 'vault' | 'announcer' | 'clientId' | 'clock'>): RotationStore {
  const seal = (row: TokenRow, boundTo: SealedName, secret: string) =>
    vault.seal(secret, sealContext(clientId, row, boundTo, row.userId));

  return {
    async claim(row) {
      const lease = randomUUID();
      const claimed = await prisma.$executeRaw`UPDATE ${TABLE[row.kind].name}
        SET rotation_lease = ${lease}, rotation_lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
        WHERE id = ${row.id}::uuid AND token_hash IS NOT DISTINCT FROM ${row.tokenHash}
          AND sealed_refresh_token IS NOT NULL AND revoked_at IS NULL AND uninstalled_at IS NULL
          AND (rotation_lease_until IS NULL OR rotation_lease_until <= now())`;
      return claimed > 0 ? lease : undefined;
    },

    async keep(row, lease, pair) {
      const now = clock();
      const column = row.kind === 'bot' ? 'bot_token' : 'user_token';
      const kept = await prisma.$transaction(async (tx) => {
        const count = await tx.$executeRaw`UPDATE ${TABLE[row.kind].name} SET
            ${TABLE[row.kind].token} = ${seal(row, column, pair.token)},
            sealed_refresh_token = ${seal(row, 'refresh_token', pair.refreshToken)},
            token_hash = ${hashToken(pair.token)}, expires_at = ${pair.expiresAt},
            granted_scopes = ${pair.scopes ?? row.grantedScopes}::text[],
            rotated_at = ${now}, rotation_error = NULL, rotation_failures = 0, rotation_retry_at = NULL,
            rotation_failed_at = NULL,
            rotation_lease = NULL, rotation_lease_until = NULL, updated_at = ${now}
          WHERE id = ${row.id}::uuid AND rotation_lease IS NOT DISTINCT FROM ${lease}::text
            AND token_hash IS NOT DISTINCT FROM ${row.tokenHash}
            AND revoked_at IS NULL AND uninstalled_at IS NULL`;
        if (count === 0) return false;
        if (row.tokenHash) await retireTokens(tx, clientId, [row.tokenHash], now);
        await announcer.announce(tx, row.installedIn);
        return true;
      });
      if (kept) announcer.changedHere(row.installedIn);
      return kept;
    },

    async fail(row, lease, slackError, retryAt) {
      const now = clock();
      await prisma.$transaction(async (tx) => {
        const count = await tx.$executeRaw`UPDATE ${TABLE[row.kind].name} SET
            rotation_error = ${slackError}, rotation_failures = rotation_failures + 1,
            rotation_retry_at = ${retryAt}, rotation_failed_at = ${now}, rotation_lease = NULL, rotation_lease_until = NULL, updated_at = ${now}
          WHERE id = ${row.id}::uuid AND rotation_lease = ${lease}`;
        if (count === 0) return;
        if (retryAt === null) {
          const { installedIn, isEnterpriseInstall, userId } = row;
          await recordAudit(tx, [
            {
              at: now,
              clientId,
              installedIn,
              isEnterpriseInstall,
              actor: { kind: 'slack' },
              action: row.kind === 'bot' ? 'installation_not_renewable' : 'permission_not_renewable',
              ...(userId && { subjectUserId: userId }),
              details: { slackError },
            },
          ]);
        }
        await announcer.announce(tx, row.installedIn);
      });
      announcer.changedHere(row.installedIn);
    },
  };
}
