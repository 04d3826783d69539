import { type AuditLine, createReadAudit } from '../audit/read-audit.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { TokenHint } from '../installations/custody/token-hint.ts';
import type { Installations } from '../installations/installations.ts';
import { contextOf } from '../installations/rows/installation-key.ts';
import { lockInstallation } from '../installations/rows/lock-installation.ts';
import type { Authorization } from './listing/listed-authorization.ts';

export type Explanation = {
  /** Newest first. */
  history: AuditLine[];
  /** Only for the one whose token it is. */
  hint: TokenHint | undefined;
};

const MOST_LINES = 8;

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'botTokenHint' | 'userTokenHint'>;
  clientId: string;
  clock: () => Date;
};

export function createExplain({ prisma, installations, clientId, clock }: Dependencies) {
  const audit = createReadAudit({ prisma, clientId });
  return {
    async explain(authorization: Authorization, viewerUserId: string): Promise<Explanation> {
      const { kind, key, grantedByUserId } = authorization;
      const subject = kind === 'bot' ? null : grantedByUserId;
      const mine = viewerUserId === grantedByUserId;
      const [history, hint] = await Promise.all([
        audit.history(key, subject, MOST_LINES),
        !mine
          ? undefined
          : kind === 'bot'
            ? installations.botTokenHint(contextOf(key))
            : installations.userTokenHint(contextOf(key), grantedByUserId),
      ]);
      return { history, hint };
    },

    async contestRevocation({ kind, cause, key, grantedByUserId }: Authorization): Promise<boolean> {
      if (kind !== 'user' || cause.kind !== 'ended' || cause.by !== 'admin') return false;
      const entry = {
        clientId,
        installedIn: key.installedIn,
        isEnterpriseInstall: key.isEnterpriseInstall,
        action: 'revocation_contested',
        subjectUserId: grantedByUserId,
      } as const;
      await prisma.$transaction(async (tx) => {
        // Impatient presses come at once, and each would count before another has written.
        await lockInstallation(tx, clientId, key.installedIn);
        const said = await tx.auditEntry.count({ where: { ...entry, at: { gte: cause.at } } });
        if (said > 0) return;
        await recordAudit(tx, [{ ...entry, at: clock(), actor: { kind: 'user', userId: grantedByUserId } }]);
      });
      return true;
    },
  };
}
