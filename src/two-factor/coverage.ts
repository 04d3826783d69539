import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import { type LossReason, type Reader, type Readers, workingReader } from './counting/readers.ts';
import { atKey, countedPeople } from './state-in-sql.ts';

/** What one person is in the count. */
export const PERSON_STATES = [
  'app',
  'sms',
  'on',
  'off',
  'bot',
  'deactivated',
  'invited',
  'guest',
  'single_sign_on',
  'exempt',
  'not_visible',
] as const;
export type PersonState = (typeof PERSON_STATES)[number];

/** Those that are in the denominator. */
export const COUNTED_STATES = ['app', 'sms', 'on', 'off'] as const satisfies readonly PersonState[];

/** How many are in each state, and how many of those without a second factor are owners or admins. */
export type CoverageCounts = Record<PersonState, number> & { adminsOff: number };

export type CoverageFigures = {
  /** When Slack was read. */
  at: Date;
  counts: CoverageCounts;
  /** With two factors, of those who are counted. */
  on: number;
  counted: number;
  /** A whole number; 0 and 100 only where no one and everyone has it. Undefined: no one is counted. */
  sharePercent: number | undefined;
  /** Through whose permission. */
  readBy: string;
};

/** How many people of a workspace sign in with two factors. A share is never told where it could not be counted. */
export type Coverage =
  | { kind: 'not_set_up' }
  | {
      kind: 'set_up';
      reader: { works: true; userId: string } | { works: false; userIds: string[]; because: LossReason };
      /** Everyone who agreed, the longest first. */
      readers: Reader[];
      /** Of the last reading that came to its end; undefined: there was none. */
      figures: CoverageFigures | undefined;
      reading: { startedAt: Date; people: number } | undefined;
      /** The code of what kept the last try from its end; undefined: nothing did. */
      failed: { at: Date; code: string } | undefined;
      countsGuests: boolean;
    };

export type CountedPerson = {
  userId: string;
  name: string | undefined;
  admin: boolean;
  state: PersonState;
  timeZone: string | undefined;
};

export type KnownPerson = CountedPerson & { guest: boolean };

export type TrendPoint = { at: Date; sharePercent: number | undefined; counted: number };

export type Some = { offset: number; limit: number | undefined };

type Dependencies = { prisma: PrismaClient; readers: Readers; clientId: string; clock: () => Date };

const DAY_MS = 24 * 60 * 60_000;

export function createCoverage({ prisma, readers, clientId, clock }: Dependencies) {
  async function countsOf(
    key: InstallationKey,
    db: Prisma.TransactionClient = prisma,
  ): Promise<CoverageCounts> {
    const rows = await db.$queryRaw<{ state: PersonState; people: number; admins: number }[]>`
      SELECT state, count(*)::int AS people, (count(*) FILTER (WHERE admin))::int AS admins
      FROM ${countedPeople(clientId, key, clock())} AS counted GROUP BY state`;
    const counts = Object.fromEntries(PERSON_STATES.map((state) => [state, 0])) as CoverageCounts;
    for (const { state, people } of rows) counts[state] = people;
    counts.adminsOff = rows.find(({ state }) => state === 'off')?.admins ?? 0;
    return counts;
  }

  async function placeOf(key: InstallationKey) {
    const [place] = await prisma.$queryRaw<
      {
        countGuests: boolean;
        readAt: Date | null;
        readByUserId: string | null;
        triedAt: Date | null;
        error: string | null;
        startedAt: Date | null;
        people: number;
        reading: boolean;
      }[]
    >`SELECT count_guests AS "countGuests", read_at AS "readAt", read_by_user_id AS "readByUserId",
        tried_at AS "triedAt", error, reading_started_at AS "startedAt", reading_people AS people,
        coalesce(reading_lease_until > now(), false) AS reading
      FROM coverage_places c WHERE ${atKey(clientId, key, 'c')}`;
    return place;
  }

  return {
    countsOf,

    async coverage(key: InstallationKey): Promise<Coverage> {
      const [agreed, place] = await Promise.all([readers.all(key), placeOf(key)]);
      const reader = workingReader(agreed);
      if (!reader) return { kind: 'not_set_up' };
      const { readAt, readByUserId, startedAt, triedAt, error } = place ?? {};
      return {
        kind: 'set_up',
        reader,
        readers: agreed,
        figures: readAt ? figuresOf(await countsOf(key), readAt, readByUserId ?? '') : undefined,
        reading: place?.reading && startedAt ? { startedAt, people: place.people } : undefined,
        failed: triedAt && error ? { at: triedAt, code: error } : undefined,
        countsGuests: place?.countGuests ?? false,
      };
    },

    peopleWithout: (key: InstallationKey, some?: Some): Promise<CountedPerson[]> =>
      people(key, ['off'], some),

    /** Everyone of the latest reading, in the order of `peopleWithout`. */
    everybody: (key: InstallationKey): Promise<KnownPerson[]> => people(key, PERSON_STATES),

    async trend(key: InstallationKey, days: number): Promise<TrendPoint[]> {
      const since = new Date(clock().getTime() - days * DAY_MS);
      const rows = await prisma.$queryRaw<{ at: Date; counts: CoverageCounts }[]>`
        SELECT DISTINCT ON (date_trunc('day', at AT TIME ZONE 'UTC')) at, counts FROM coverage_snapshots s
        WHERE ${atKey(clientId, key, 's')} AND at >= ${since}
        ORDER BY date_trunc('day', at AT TIME ZONE 'UTC'), at DESC`;
      return rows.map(({ at, counts }) => {
        const { sharePercent, counted } = shareOf(counts);
        return { at, sharePercent, counted };
      });
    },
  };

  async function people(
    key: InstallationKey,
    states: readonly PersonState[],
    { offset, limit }: Some = { offset: 0, limit: undefined },
  ): Promise<KnownPerson[]> {
    const rows = await prisma.$queryRaw<(KnownPerson & { name: string | null; timeZone: string | null })[]>`
      SELECT user_id AS "userId", name, admin, guest, state, time_zone AS "timeZone"
      FROM ${countedPeople(clientId, key, clock())} AS counted
      WHERE state = ANY(${[...states]}) ORDER BY admin DESC, lower(name), user_id
      LIMIT ${limit ?? null} OFFSET ${offset}`;
    return rows.map((row) => ({ ...row, name: row.name ?? undefined, timeZone: row.timeZone ?? undefined }));
  }
}

function figuresOf(counts: CoverageCounts, at: Date, readBy: string): CoverageFigures {
  return { at, counts, ...shareOf(counts), readBy };
}

/** The share of those who are counted: bots, the deactivated and all others who are not stay out of it. */
function shareOf(counts: CoverageCounts): Pick<CoverageFigures, 'on' | 'counted' | 'sharePercent'> {
  const on = counts.app + counts.sms + counts.on;
  const counted = on + counts.off;
  if (counted === 0) return { on, counted, sharePercent: undefined };
  const rounded = Math.round((on * 100) / counted);
  // "100 %" with someone left over, or "0 %" with someone there, would be a lie of rounding.
  const sharePercent = on === 0 || on === counted ? rounded : Math.min(99, Math.max(1, rounded));
  return { on, counted, sharePercent };
}
