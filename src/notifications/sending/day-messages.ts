import { randomUUID } from 'node:crypto';
import type { DayMessage, Prisma, PrismaClient } from '../../database/generated/client.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import type { Where } from './deliver.ts';
import type { PersonAt } from './recipient.ts';

/** Longer than all the calls that one message takes together. */
const LEASE_SECONDS = 60;

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/** A day's message that this process alone may change, for a minute. */
export type Held = DayMessage & { lease: string };

/** Not before when, why, and whether this try counts among those there are. */
type TryAgain = { at: Date; reason: string; counts: boolean };

/**
 * The messages as rows. One process at a time has a message: it takes a lease by one statement, by the database's
 * clock, and what it writes is kept only while it holds it. Before Slack is asked to post, that is committed
 * (`postingAt`): a process that finds it there after a crash knows that the message may have arrived, and never posts it
 * again.
 */
export type DayMessages = {
  /** The message of that day, made where there is none. Undefined: another process has it. */
  holdDay(person: PersonAt, day: string): Promise<Held | undefined>;
  /** Undefined: another process has it. */
  hold(id: string): Promise<Held | undefined>;
  release(held: Held): Promise<void>;

  /**
   * Takes those of these items that are still waiting into the message, and says what is going to be done with it:
   * `post`: it is not in Slack yet; `replace`: it is, and is to be posted again as news; `edit`: what is there changes.
   * @returns how many items there are in it
   */
  take(held: Held, ids: readonly string[], how: 'post' | 'replace' | 'edit'): Promise<number>;
  /** @returns false: the lease is gone, and nothing was written */
  change(
    tx: Prisma.TransactionClient,
    held: Held,
    data: Prisma.DayMessageUpdateManyMutationInput,
  ): Promise<boolean>;

  /** Slack has it. @param revision the one that was sent */
  posted(held: Held, where: Where, revision: number): Promise<void>;
  /** Slack has taken the edit. @param revision the one that was sent */
  edited(held: Held, revision: number): Promise<void>;
  /** Slack certainly has not got it: as before, and to be tried again. */
  notPosted(held: Held, again: TryAgain): Promise<void>;
  /**
   * It may have arrived, and Slack has no way of asking: never again, because a second one would be worse. Where there is an
   * earlier message of the day, what was to be said is edited into that one, which can be done twice.
   */
  maybePosted(held: Held): Promise<'unclear' | 'edit'>;
  /** It is no longer in Slack: what was to be added goes into a new one. */
  vanished(held: Held, again: TryAgain): Promise<void>;

  /**
   * Messages on which something is still to be done: an edit, the removal of an older one, the end of a crash.
   * @param after the last id of the batch before; undefined: from the beginning
   */
  unfinished(most: number, after: string | undefined): Promise<{ id: string; key: InstallationKey }[]>;
};

export function createDayMessages({ prisma, clientId, clock }: Dependencies): DayMessages {
  async function holding([row]: { id: string }[], lease: string): Promise<Held | undefined> {
    const found = row && (await prisma.dayMessage.findUnique({ where: { id: row.id } }));
    return found?.lease === lease ? { ...found, lease } : undefined;
  }

  async function change(
    tx: Prisma.TransactionClient,
    { id, lease }: Held,
    data: Prisma.DayMessageUpdateManyMutationInput,
  ): Promise<boolean> {
    const { count } = await tx.dayMessage.updateMany({ where: { id, lease }, data });
    return count > 0;
  }

  return {
    change,

    async holdDay({ key, userId }, day) {
      const lease = randomUUID();
      const taken = await prisma.$queryRaw<{ id: string }[]>`
        INSERT INTO day_messages (id, client_id, installed_in, is_enterprise_install, user_id, day, lease, lease_until)
        VALUES (gen_random_uuid(), ${clientId}, ${key.installedIn}, ${key.isEnterpriseInstall}, ${userId}, ${day},
          ${lease}, now() + ${LEASE_SECONDS} * interval '1 second')
        ON CONFLICT (client_id, installed_in, is_enterprise_install, user_id, day) DO UPDATE
          SET lease = EXCLUDED.lease, lease_until = EXCLUDED.lease_until
          WHERE day_messages.lease_until IS NULL OR day_messages.lease_until <= now()
        RETURNING id`;
      return holding(taken, lease);
    },

    async hold(id) {
      const lease = randomUUID();
      const taken = await prisma.$queryRaw<{ id: string }[]>`
        UPDATE day_messages SET lease = ${lease}, lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
        WHERE id = ${id}::uuid AND (lease_until IS NULL OR lease_until <= now()) RETURNING id`;
      return holding(taken, lease);
    },

    async release(held) {
      await change(prisma, held, { lease: null, leaseUntil: null });
    },

    async take(held, ids, how) {
      return prisma.$transaction(async (tx) => {
        const { count } = await tx.notification.updateMany({
          where: { id: { in: [...ids] }, state: 'waiting' },
          data: { state: 'sending', messageId: held.id },
        });
        if (count === 0) return 0;
        const done = await change(tx, held, {
          revision: { increment: 1 },
          ...(how !== 'edit' && { postingAt: clock() }),
          ...(how === 'replace' && { replacedTs: held.ts, ts: null }),
        });
        if (!done) throw new LostLease();
        return count;
      });
    },

    async posted(held, { channelId, ts }, revision) {
      const now = clock();
      const data: Prisma.DayMessageUpdateManyMutationInput = {
        channelId,
        ts,
        postingAt: null,
        postedAt: now,
        shownRevision: revision,
        editFailures: 0,
      };
      await prisma.$transaction(async (tx) => {
        const inTime = await change(tx, held, data);
        // Another process gave it up as unclear while Slack took its time: now it is clear.
        if (!inTime) await tx.dayMessage.updateMany({ where: { id: held.id, ts: null }, data });
        await sent(tx, held.id, now);
      });
    },

    async edited(held, revision) {
      await prisma.$transaction(async (tx) => {
        await change(tx, held, { shownRevision: revision, editFailures: 0 });
        await sent(tx, held.id, clock());
      });
    },

    async notPosted(held, again) {
      await prisma.$transaction(async (tx) => {
        const before = held.replacedTs ?? null;
        await change(tx, held, { postingAt: null, ts: before, replacedTs: null });
        await waitAgain(tx, held.id, again);
      });
    },

    async maybePosted(held) {
      const { id, postingAt, replacedTs } = held;
      return prisma.$transaction(async (tx) => {
        if (replacedTs !== null) {
          await change(tx, held, { postingAt: null, ts: replacedTs, replacedTs: null });
          return 'edit';
        }
        await change(tx, held, { postingAt: null, postedAt: postingAt });
        await tx.notification.updateMany({
          where: { messageId: id, state: 'sending' },
          data: { state: 'unclear', reason: 'answer_lost' },
        });
        return 'unclear';
      });
    },

    async vanished(held, again) {
      await prisma.$transaction(async (tx) => {
        await change(tx, held, { ts: null, postedAt: null, shownRevision: held.revision });
        await waitAgain(tx, held.id, again);
      });
    },

    async unfinished(most, after) {
      const from = after ?? '00000000-0000-0000-0000-000000000000';
      const rows = await prisma.$queryRaw<(InstallationKey & { id: string })[]>`
        SELECT id, installed_in AS "installedIn", is_enterprise_install AS "isEnterpriseInstall" FROM day_messages
        WHERE client_id = ${clientId} AND id > ${from}::uuid
          AND (lease_until IS NULL OR lease_until <= now())
          AND (posting_at IS NOT NULL OR (ts IS NOT NULL AND (shown_revision < revision OR replaced_ts IS NOT NULL)))
        ORDER BY id LIMIT ${most}`;
      return rows.map(({ id, ...key }) => ({ id, key }));
    },
  };
}

/** What the message says has changed: it is to be edited. @param messageId null: it was not sent yet */
export async function revise(tx: Prisma.TransactionClient, messageId: string | null): Promise<void> {
  if (messageId === null) return;
  await tx.dayMessage.updateMany({ where: { id: messageId }, data: { revision: { increment: 1 } } });
}

/** Another process has taken the message over: whatever this one was about to do is undone. */
class LostLease extends Error {
  override name = 'LostLease';
}

const sent = (tx: Prisma.TransactionClient, messageId: string, sentAt: Date) =>
  tx.notification.updateMany({
    where: { messageId, state: { in: ['sending', 'unclear'] } },
    data: { state: 'sent', sentAt, reason: null },
  });

const waitAgain = (tx: Prisma.TransactionClient, messageId: string, { at, reason, counts }: TryAgain) =>
  tx.notification.updateMany({
    where: { messageId, state: 'sending' },
    data: {
      state: 'waiting',
      messageId: null,
      reason,
      notBefore: at,
      ...(counts && { attempts: { increment: 1 } }),
    },
  });
