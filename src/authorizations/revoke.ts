import type { Actor } from '../audit/record-audit.ts';
import { AppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import type { InstallationRef } from '../installations/rows/hold-installation.ts';
import type { Authorization } from './listing/listed-authorization.ts';
import type { Ended } from './statuses/status.ts';

export type Revocation =
  | { outcome: 'revoked'; receipt: string; at: Date }
  /** Slack has not confirmed it: it is not used anymore, and Slack is asked again. */
  | { outcome: 'unfinished'; receipt: string | undefined }
  | { outcome: 'already_ended'; ended: Ended | undefined };

/** A person who revokes: the one whose permission it is, or an admin. */
export type Revoker = Extract<Actor, { userId: string }>;

/** What an admin gives as the reason, kept in the audit entry, and the installation they were judged on. */
export type RevocationReason = { reason?: string; judgedOn?: InstallationRef };

/** @see Authorizations.revoke */
export async function revoke(
  installations: Pick<Installations, 'revokePermission'>,
  { id, key, kind, cause, grantedAt, grantedByUserId: userId }: Authorization,
  actor: Revoker,
  why: RevocationReason = {},
): Promise<Revocation> {
  if (kind === 'bot') throw new AppError({ code: 'bad_request', message: 'A bot is removed, not revoked.' });
  if (cause.kind === 'ended') return { outcome: 'already_ended', ended: cause };
  const row = { id, authorizedAt: grantedAt, userId, ...key };
  const revocation = await installations.revokePermission(row, actor, why);
  return revocation.outcome === 'gone' ? { outcome: 'already_ended', ended: undefined } : revocation;
}
