import type { PrismaClient } from '../database/generated/client.ts';
import type { Logger } from '../observability/logger.ts';
import { type Incident, readIncidents } from '../slack-api/read-incidents.ts';
import { createIncidentRow, type Known } from './incident-row.ts';
import type { Incidents } from './incidents.ts';

/** Slack asks for no more than one call a minute. */
const PAUSE_MS = 60_000;
/** What was read longer ago says nothing about now. */
const MEMORY_MS = 10 * 60_000;
/** How often a process looks at what another one has read. */
const LOOK_MS = 30_000;

type Options = {
  prisma: PrismaClient;
  /** Of Slack’s Status API; empty: it isn’t asked. */
  statusUrl: string;
  /** Whether other processes may read for this one. */
  shared: boolean;
  logger: Logger;
  clock: () => Date;
  lookMs?: number;
};

/** Not by the change feed: each channel costs a connection, and half a minute is nothing for a page that people write. */
export function createIncidents(options: Options): Incidents {
  const { prisma, statusUrl, shared, logger, clock, lookMs = LOOK_MS } = options;
  const row = createIncidentRow({ prisma, statusUrl });
  let known: Known | undefined;
  let answered = true;
  let watching: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const openNow = (): readonly Incident[] => {
    if (!known || Math.abs(clock().getTime() - known.readAt.getTime()) >= MEMORY_MS) return [];
    return known.incidents;
  };

  function learn(news: Known): void {
    const before = openNow().length;
    known = news;
    const open = openNow().length;
    if (before !== open) logger.info({ did: { open } }, 'The number of open incidents at Slack has changed');
  }

  /** One look at a time: a database that is slow or away gets no queue of them. */
  function look(): Promise<void> {
    looking ??= row
      .load()
      .then(
        (news) => news && learn(news),
        (err) => logger.debug({ err }, 'Slack’s incidents could not be looked up'),
      )
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  async function ask(signal: AbortSignal): Promise<Known | undefined> {
    try {
      const incidents = await readIncidents(statusUrl, signal);
      if (!answered) logger.info('Slack’s Status API answers again');
      answered = true;
      return { incidents, readAt: clock() };
    } catch (err) {
      // Once: where it can’t be reached at all, the log would hold nothing else.
      if (answered) logger.warn({ err }, 'Slack’s Status API gave no usable answer');
      answered = false;
      return undefined;
    }
  }

  return {
    open: openNow,

    async read(signal) {
      if (statusUrl === '' || !(await row.claim(clock(), PAUSE_MS))) {
        return { asked: 0, answered: 0, open: openNow().length };
      }
      const news = await ask(signal);
      if (news) {
        await row.keep(news);
        learn(news);
      }
      return { asked: 1, answered: news ? 1 : 0, open: openNow().length };
    },

    async start() {
      if (statusUrl === '') return;
      await look();
      if (shared) watching ??= setInterval(look, lookMs).unref();
    },

    stop() {
      clearInterval(watching);
      watching = undefined;
    },
  };
}
