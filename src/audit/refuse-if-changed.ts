import type { Prisma } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { AuditAction } from './record-audit.ts';

type What = {
  clientId: string;
  installedIn: string;
  isEnterpriseInstall: boolean;
  actions: readonly AuditAction[];
  /** Its owner; absent: it's the workspace's. */
  subjectUserId?: string;
};

/**
 * Refuses what someone asked for on a surface that was made before the last change of the same thing: they decided on
 * what isn't so anymore, or the request is an old one that is sent again. Called under the lock of the change.
 * @param madeAt when the surface was made; undefined: it doesn't say
 * @throws AppError `outdated`
 */
export async function refuseIfChanged(
  tx: Prisma.TransactionClient,
  { actions, ...what }: What,
  madeAt: Date | undefined,
): Promise<void> {
  if (!madeAt) return;
  const where = { ...what, action: { in: [...actions] }, at: { gt: madeAt } };
  if (await tx.auditEntry.findFirst({ where, select: { id: true } })) throw outdated();
}

export const outdated = (): AppError =>
  new AppError({
    code: 'outdated',
    message: 'Something changed after the surface was made on which it was asked for.',
  });
