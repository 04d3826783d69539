import type { Room } from '../rows/room.ts';

const DAY_MS = 24 * 60 * 60_000;
/** How long an ended attempt to install is remembered, so that a late visitor reads "too late", not "unknown". */
const STATE_MEMORY_MS = 60 * 60_000;
/** Slack repeats an event for up to a day. */
const EVENT_MEMORY_MS = 3 * DAY_MS;
/** A writer that is late by a month won't write anymore. */
const RETIRED_MEMORY_MS = 30 * DAY_MS;

/** Deletes what has only been kept to recognise it when it comes again. @returns how many rows of each */
export async function sweepInstallations({
  prisma,
  clock,
}: Pick<Room, 'prisma' | 'clock'>): Promise<{ states: number; events: number; retiredTokens: number }> {
  const before = (ms: number) => ({ lt: new Date(clock().getTime() - ms) });
  const states = await prisma.oAuthState.deleteMany({ where: { expiresAt: before(STATE_MEMORY_MS) } });
  const events = await prisma.processedEvent.deleteMany({
    where: { processedAt: before(EVENT_MEMORY_MS) },
  });
  const retired = await prisma.retiredToken.deleteMany({ where: { retiredAt: before(RETIRED_MEMORY_MS) } });
  return { states: states.count, events: events.count, retiredTokens: retired.count };
}
