import { AppError } from '../../errors.ts';
import { isSlackError, retryAfterSecondsOf } from '../../slack-api/slack-error.ts';
import type { UseToken } from '../lending/use-token.ts';
import type { End } from '../rows/end.ts';
import type { InstallationRef } from '../rows/hold-installation.ts';
import {
  askedBy,
  type ByPerson,
  type PendingRevocation,
  type PermissionToRevoke,
  type RevocationStore,
} from '../rows/revocation-store.ts';
import type { Room } from '../rows/room.ts';
import { readRow } from '../rows/token-row.ts';

export type PermissionRevocation =
  | { outcome: 'revoked'; receipt: string; at: Date }
  /** Slack has not confirmed it: it is not used anymore, and Slack is asked again. */
  | { outcome: 'unfinished'; receipt: string | undefined }
  /** It had ended, or was granted again. */
  | { outcome: 'gone' };

/** What has come of a revocation that was left unfinished. */
export type RevocationSettled = { pending: PendingRevocation; receipt: string | undefined } & (
  | { outcome: 'revoked'; at: Date }
  | { outcome: 'given_up' }
);

const AT_ONCE = 4;

/**
 * There is nothing left to revoke, or nothing that could be: what is kept here is to be erased. Not
 * `vault_key_missing`: with its key back, the token can be revoked.
 */
const GONE_ANYWAY: ReadonlySet<string> = new Set([
  'not_installed',
  'slack_token_dead',
  'token_expired',
  'token_unreadable',
]);
/** Says nothing for certain: a blocked address is told the first of every token, and a renewal may come later. */
const mayPass = (error: AppError) => isSlackError(error, 'doubted_token', 'expired_token');

type Revoking = Pick<Room, 'prisma' | 'logger' | 'clock'> &
  Pick<UseToken, 'callerFor'> & { revocations: RevocationStore; end: End };

/**
 * Revokes a person's own permission in three steps: record the request, ask Slack, erase what is kept here. So nothing
 * is called revoked that still works, and neither a silent Slack nor a crash loses the request: once it is recorded, the
 * token is lent to no one, and `retryRevocations` continues until Slack has confirmed. Until then the token stays sealed.
 * Granting the permission again cancels the request.
 * @param why what an admin gives as the reason, and the installation that they were judged on
 * @throws AppError when Slack refuses it: then all is as it was before; `installation_changed`
 * @see https://docs.slack.dev/reference/methods/auth.revoke
 */
export async function revokePermission(
  room: Revoking,
  row: PermissionToRevoke,
  by: ByPerson,
  { reason, judgedOn }: { reason?: string | undefined; judgedOn?: InstallationRef | undefined } = {},
): Promise<PermissionRevocation> {
  const { revocations } = room;
  const pending = await revocations.note(row, by, reason, judgedOn);
  if (!pending) return { outcome: 'gone' };
  try {
    await askSlack(room, pending);
  } catch (error) {
    // Without a clear refusal from Slack, the request stays and is tried again.
    if (!(error instanceof AppError)) throw error;
    if (error.retryable || mayPass(error) || pending.tries > 0) {
      const failure = await failed(room, pending, error);
      if (!failure) return { outcome: 'gone' };
      const first = failure.tries === 1;
      const receipt = first ? await revocations.record(pending, 'revocation_unfinished') : undefined;
      return { outcome: 'unfinished', receipt };
    }
    await revocations.withdraw(pending);
    throw error;
  }
  return finish(room, pending, { seen: by.userId === pending.askedByUserId });
}

/** Asks Slack again about what it has not confirmed, for two days each. @returns what it did */
export async function retryRevocations(
  room: Revoking,
  signal: AbortSignal,
  onSettled: (settled: RevocationSettled) => Promise<void>,
): Promise<{ asked: number; revoked: number; givenUp: number }> {
  const did = { asked: 0, revoked: 0, givenUp: 0 };
  async function work(): Promise<void> {
    while (!signal.aborted) {
      const pending = await room.revocations.take();
      if (!pending) return;
      did.asked += 1;
      const settled = await retry(room, pending);
      if (!settled) continue;
      did[settled.outcome === 'revoked' ? 'revoked' : 'givenUp'] += 1;
      // The revocation is final, whether people can be told or not.
      await onSettled(settled).catch((err) =>
        room.logger.warn({ err, userId: pending.userId }, 'No one was told how a revocation ended'),
      );
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return did;
}

/** Resolves once Slack has confirmed. @throws AppError */
async function askSlack({ prisma, callerFor }: Revoking, { id }: PendingRevocation): Promise<void> {
  try {
    const row = await readRow(prisma, { kind: 'user', id });
    // Slack's own event may have been faster.
    if (row && row.sealedToken !== null) await (await callerFor(row)).call('auth.revoke');
  } catch (error) {
    if (!(error instanceof AppError) || !(await isOver(prisma, id, error))) throw error;
  }
}

async function isOver(prisma: Room['prisma'], id: string, error: AppError): Promise<boolean> {
  if (GONE_ANYWAY.has(error.code)) return true;
  const row = await readRow(prisma, { kind: 'user', id });
  if (!row || row.sealedToken === null) return true;
  const renewable =
    row.sealedRefreshToken !== null && (row.rotationError === null || row.rotationRetryAt !== null);
  return isSlackError(error, 'expired_token') && !renewable;
}

async function finish(
  { revocations, end, clock }: Revoking,
  pending: PendingRevocation,
  { seen }: { seen: boolean },
): Promise<PermissionRevocation> {
  const at = clock();
  const { receipts } = await end.endUser(pending, {
    at,
    how: 'revoked',
    actor: askedBy(pending),
    details: pending.reason === null ? {} : { reason: pending.reason },
  });
  await revocations.settle(pending, { seen });
  const [receipt] = receipts;
  return receipt === undefined ? { outcome: 'gone' } : { outcome: 'revoked', receipt, at };
}

function failed({ revocations, logger }: Revoking, pending: PendingRevocation, error: AppError) {
  const { installedIn, userId, tries } = pending;
  logger.warn({ err: error, installedIn, userId, tries }, 'Slack has not confirmed a revocation');
  return revocations.failed(pending, (retryAfterSecondsOf(error) ?? 0) * 1000);
}

async function retry(room: Revoking, pending: PendingRevocation): Promise<RevocationSettled | undefined> {
  try {
    await askSlack(room, pending);
  } catch (error) {
    // A refusal may pass, too: an admin can change what caused it.
    if (!(error instanceof AppError)) throw error;
    const failure = await failed(room, pending, error);
    if (!failure?.givenUp) return undefined;
    const receipt = await room.revocations.record(pending, 'revocation_given_up');
    return { pending, outcome: 'given_up', receipt };
  }
  const finished = await finish(room, pending, { seen: false });
  return finished.outcome === 'revoked' ? { pending, ...finished } : undefined;
}
