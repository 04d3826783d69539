import type { PrismaClient } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import type { SlackCaller, SlackClient } from '../../slack-api/slack-client.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import type { createGetValidToken } from '../rotation/get-valid-token.ts';
import type { Announcer } from '../rows/change-announcer.ts';
import type { createEnd } from '../rows/end.ts';
import { ERASE_TRANSACTION, type Erased, type ErasePlaceWithin } from '../rows/erase-installation.ts';
import type { InstallationKey } from '../rows/installation-key.ts';
import { readRow, type TokenKind, type TokenRow } from '../rows/token-row.ts';

/** What there is to erase in one place, before anything is. */
export type ErasurePlan = {
  key: InstallationKey;
  name: string | null;
  /** Rows by table, without those that hold none. */
  rows: Erased;
  /** Tokens that still work, as far as is known here. */
  living: { bots: number; people: number };
};

export type EndedAtSlack = 'nothing_alive' | 'app_removed' | 'tokens_revoked';

type Dependencies = {
  prisma: PrismaClient;
  announcer: Announcer;
  slack: SlackClient;
  end: ReturnType<typeof createEnd>;
  getValidToken: ReturnType<typeof createGetValidToken>;
  callerFor: (row: TokenRow) => Promise<SlackCaller>;
  erasePlaceWithin: ErasePlaceWithin;
  clientId: string;
  clock: () => Date;
};

const BUDGET_MS = 8_000;
const GONE_ANYWAY: ReadonlySet<string> = new Set(['not_installed', 'slack_token_dead', 'token_expired']);

/** For an operator who has to delete a workspace's data now, whether the app is still installed there or not. */
export function createEraseNow(dependencies: Dependencies) {
  const { prisma, announcer, slack, end, getValidToken, callerFor, erasePlaceWithin, clientId, clock } =
    dependencies;
  const aliveIn = (key: InstallationKey) => ({
    clientId,
    installedIn: key.installedIn,
    isEnterpriseInstall: key.isEnterpriseInstall,
    revokedAt: null,
    uninstalledAt: null,
  });

  async function isGone(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (GONE_ANYWAY.has(error.code)) return true;
      // Slack does not let some kinds of bots remove their app.
      if (isSlackError(error, 'not_permitted', 'wrong_token_type')) return false;
      throw error;
    }
  }

  async function livingRows(kind: TokenKind, key: InstallationKey): Promise<TokenRow[]> {
    const query = { where: aliveIn(key), select: { id: true } } as const;
    const found =
      kind === 'bot'
        ? await prisma.installation.findMany(query)
        : await prisma.userAuthorization.findMany(query);
    const rows: TokenRow[] = [];
    for (const { id } of found) {
      const row = await readRow(prisma, { kind, id });
      if (row && row.sealedToken !== null) rows.push(row);
    }
    return rows;
  }

  return {
    /** Counts by deleting and taking it back: so it is exactly what `eraseNow` would delete. */
    async planErasure(key: InstallationKey): Promise<ErasurePlan> {
      const where = { clientId, installedIn: key.installedIn, isEnterpriseInstall: key.isEnterpriseInstall };
      const [installation, own, bots, people] = await Promise.all([
        prisma.installation.findFirst({ where, select: { name: true } }),
        prisma.userAuthorization.findFirst({ where, select: { name: true } }),
        prisma.installation.count({ where: aliveIn(key) }),
        prisma.userAuthorization.count({ where: aliveIn(key) }),
      ]);
      const takenBack = new Error('counted');
      let rows: Erased = {};
      await prisma
        .$transaction(async (tx) => {
          rows = (await erasePlaceWithin(tx, key, async () => true)) ?? {};
          throw takenBack;
        }, ERASE_TRANSACTION)
        .catch((error: unknown) => {
          if (error !== takenBack) throw error;
        });
      return {
        key,
        name: installation?.name ?? own?.name ?? null,
        rows: Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0)),
        living: { bots, people },
      };
    },

    /**
     * Ends every token of the place at Slack, and then here: by removing the app, or one token after the other where
     * Slack does not let this bot do that.
     * @throws AppError when one may still work, such as `slack_unreachable` or `token_unreadable`
     */
    async endAtSlack(key: InstallationKey): Promise<EndedAtSlack> {
      const [bots, people] = [await livingRows('bot', key), await livingRows('user', key)];
      if (bots.length + people.length === 0) return 'nothing_alive';
      let removed = false;
      for (const bot of bots) {
        const asked = async () => {
          await slack.uninstall((await getValidToken(bot, BUDGET_MS)).token);
          removed = true;
        };
        await isGone(asked);
      }
      if (!removed) {
        for (const row of [...people, ...bots]) {
          const revoke = async () => (await callerFor(row)).call('auth.revoke');
          if (!(await isGone(revoke))) {
            throw new AppError({
              code: 'slack_refused',
              message: 'Slack does not let this token be revoked.',
              details: { kind: row.kind, userId: row.userId },
            });
          }
        }
      }
      const how = removed ? 'uninstalled' : 'revoked';
      await end.endPlace(key, undefined, { at: clock(), how, actor: { kind: 'system' } });
      return removed ? 'app_removed' : 'tokens_revoked';
    },

    /**
     * @param livingToo also where tokens still work: they go on working at Slack, and nobody can end them from here
     * @returns rows by table; undefined: something is alive there, and nothing was deleted
     */
    async eraseNow(
      key: InstallationKey,
      { livingToo = false }: { livingToo?: boolean } = {},
    ): Promise<Erased | undefined> {
      const erased = await prisma.$transaction(
        (tx) =>
          erasePlaceWithin(tx, key, async () => {
            if (livingToo) return true;
            const where = aliveIn(key);
            if (await tx.installation.findFirst({ where, select: { id: true } })) return false;
            return (await tx.userAuthorization.findFirst({ where, select: { id: true } })) === null;
          }),
        ERASE_TRANSACTION,
      );
      if (erased) announcer.changedHere(key.installedIn);
      return erased;
    },
  };
}
