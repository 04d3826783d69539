import type { PrismaClient } from '../database/generated/client.ts';
import { toAppError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import type { Logger } from '../observability/logger.ts';
import type { DayMessages } from './sending/day-messages.ts';
import type { PersonAt } from './sending/recipient.ts';
import type { Sending, SendMessage } from './sending/send-message.ts';

const BATCH = 200;
const AT_ONCE = 4;

type Dependencies = {
  prisma: PrismaClient;
  days: DayMessages;
  sendMessage: SendMessage;
  tellPerson: (person: PersonAt) => Promise<Sending>;
  /** Each looks for what has to be told, or for what became of it, and answers how many it found. */
  finders: readonly (() => Promise<number>)[];
  logger: Logger;
  clientId: string;
  clock: () => Date;
};

/** Everything that is to be told, read from what is stored: nothing depends on who was told of what happened. */
export function createNotify(dependencies: Dependencies) {
  const { prisma, days, sendMessage, tellPerson, finders, logger, clientId, clock } = dependencies;

  /** @param without workspaces in which Slack is rate-limiting */
  async function waitingPeople(without: ReadonlySet<string>): Promise<PersonAt[]> {
    const rows = await prisma.$queryRaw<
      { installedIn: string; isEnterpriseInstall: boolean; userId: string }[]
    >`
      SELECT installed_in AS "installedIn", is_enterprise_install AS "isEnterpriseInstall", user_id AS "userId"
      FROM notifications WHERE client_id = ${clientId} AND state = 'waiting' AND not_before <= ${clock()}
        AND installed_in <> ALL(${[...without]}::text[])
      GROUP BY installed_in, is_enterprise_install, user_id
      ORDER BY bool_or(urgent) DESC, min(found_at) LIMIT ${BATCH}`;
    return rows.map(({ userId, ...key }) => ({ key, userId }));
  }

  /** One person's trouble keeps no one else from being told; where Slack is rate-limiting, the next run continues. */
  async function each<T extends { key: InstallationKey }>(
    things: readonly T[],
    busy: Set<string>,
    work: (thing: T) => Promise<Sending>,
    signal: AbortSignal,
  ): Promise<void> {
    await inParallel(things, { atOnce: AT_ONCE, signal }, async (thing) => {
      const { installedIn } = thing.key;
      if (busy.has(installedIn)) return;
      const sending = await work(thing).catch((err): Sending => {
        if (toAppError(err).code === 'database_unavailable') throw err;
        logger.error({ err }, 'A private message failed');
        return 'done';
      });
      if (sending === 'busy') busy.add(installedIn);
    });
  }

  async function tellEverybody(busy: Set<string>, signal: AbortSignal): Promise<number> {
    const seen = new Set<string>();
    for (;;) {
      const people = (await waitingPeople(busy)).filter((person) => !seen.has(JSON.stringify(person)));
      if (people.length === 0 || signal.aborted) return seen.size;
      for (const person of people) seen.add(JSON.stringify(person));
      await each(people, busy, tellPerson, signal);
    }
  }

  async function finish(busy: Set<string>, signal: AbortSignal): Promise<number> {
    let after: string | undefined;
    let finished = 0;
    async function finishOne({ id }: { id: string }): Promise<Sending> {
      const held = await days.hold(id);
      if (!held) return 'done';
      finished += 1;
      return sendMessage.finish(held).finally(() => days.release(held));
    }
    for (;;) {
      const found = await days.unfinished(BATCH, after);
      if (found.length === 0 || signal.aborted) return finished;
      after = found.at(-1)?.id;
      await each(found, busy, finishOne, signal);
    }
  }

  return async function notify(signal: AbortSignal): Promise<Record<'found' | 'people' | 'edits', number>> {
    let found = 0;
    for (const find of finders) {
      for (let more = await find(); more > 0 && !signal.aborted; more = await find()) found += more;
    }
    const busy = new Set<string>();
    const edits = await finish(busy, signal);
    return { found, edits, people: await tellEverybody(busy, signal) };
  };
}
