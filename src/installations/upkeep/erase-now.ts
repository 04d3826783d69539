import { AppError } from '../../errors.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import type { UseToken } from '../lending/use-token.ts';
import type { GetValidToken } from '../rotation/get-valid-token.ts';
import type { End } from '../rows/end.ts';
import {
  ERASE_TRANSACTION,
  type Erased,
  type EraseInstallation,
  hasLiving,
} from '../rows/erase-installation.ts';
import { ALIVE } from '../rows/find-installation.ts';
import type { InstallationKey } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import { readRow, type TokenKind, type TokenRow } from '../rows/token-row.ts';

/** What there is to erase of one workspace or organization, before anything is. */
export type ErasurePlan = {
  key: InstallationKey;
  name: string | null;
  /** Rows by table, without those that hold none. */
  rows: Erased;
  /** Tokens that still work, as far as is known here. */
  living: { bots: number; people: number };
};

export type EndedAtSlack = 'nothing_alive' | 'app_removed' | 'tokens_revoked';

// For an operator who has to delete a workspace's data now, whether the app is still installed there or not.

type Erasing = Pick<Room, 'prisma' | 'announcer' | 'slack' | 'clientId' | 'clock'> &
  Pick<UseToken, 'callerFor'> & {
    end: End;
    getValidToken: GetValidToken;
    eraseInstallation: EraseInstallation;
  };

const BUDGET_MS = 8_000;
/** Not `token_unreadable`: such a token may still work at Slack, and the operator has to know. */
const GONE_ANYWAY: ReadonlySet<string> = new Set(['not_installed', 'slack_token_dead', 'token_expired']);

/** Counts by deleting and taking it back: so it is exactly what `eraseNow` would delete. */
export async function planErasure(room: Erasing, key: InstallationKey): Promise<ErasurePlan> {
  const { prisma, clientId } = room;
  const where = { clientId, installedIn: key.installedIn, isEnterpriseInstall: key.isEnterpriseInstall };
  const [installation, own, bots, people] = await Promise.all([
    prisma.installation.findFirst({ where, select: { name: true } }),
    prisma.userAuthorization.findFirst({ where, select: { name: true } }),
    prisma.installation.count({ where: aliveIn(clientId, key) }),
    prisma.userAuthorization.count({ where: aliveIn(clientId, key) }),
  ]);
  const takenBack = new Error('counted');
  let rows: Erased = {};
  await prisma
    .$transaction(async (tx) => {
      rows = (await room.eraseInstallation(tx, key, async () => true)) ?? {};
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
}

/**
 * Ends every token of the workspace or organization at Slack, and then here: by removing the app, or one token after
 * the other where Slack does not let this bot do that.
 * @throws AppError when one may still work, such as `slack_unreachable` or `token_unreadable`
 */
export async function endAtSlack(room: Erasing, key: InstallationKey): Promise<EndedAtSlack> {
  const { slack, end, getValidToken, callerFor, clock } = room;
  const [bots, people] = [await livingRows(room, 'bot', key), await livingRows(room, 'user', key)];
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
          message: 'Slack doesn’t let Lanyard revoke this token.',
          details: { kind: row.kind, userId: row.userId },
        });
      }
    }
  }
  const how = removed ? 'uninstalled' : 'revoked';
  await end.endAll(key, undefined, { at: clock(), how, actor: { kind: 'system' } });
  return removed ? 'app_removed' : 'tokens_revoked';
}

/**
 * @param livingToo also where tokens still work: they keep working at Slack, and no one can end them from here
 * @returns rows by table; undefined: something is alive there, and nothing was deleted
 */
export async function eraseNow(
  { prisma, announcer, clientId, eraseInstallation }: Erasing,
  key: InstallationKey,
  { livingToo = false }: { livingToo?: boolean } = {},
): Promise<Erased | undefined> {
  const erased = await prisma.$transaction(
    (tx) => eraseInstallation(tx, key, async () => livingToo || !(await hasLiving(tx, clientId, key))),
    ERASE_TRANSACTION,
  );
  if (erased) announcer.changedHere(key.installedIn);
  return erased;
}

const aliveIn = (clientId: string, { installedIn, isEnterpriseInstall }: InstallationKey) => ({
  clientId,
  installedIn,
  isEnterpriseInstall,
  ...ALIVE,
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

async function livingRows(
  { prisma, clientId }: Erasing,
  kind: TokenKind,
  key: InstallationKey,
): Promise<TokenRow[]> {
  const query = { where: aliveIn(clientId, key), select: { id: true } } as const;
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
