import { randomUUID } from 'node:crypto';
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import type { CoverageCounts } from '../coverage.ts';
import type { SeenPerson } from '../seen-person.ts';
import { atKey } from '../state-in-sql.ts';

/** How far a reading is: of these workspaces (null: the place's own), the first one from this cursor on. */
export type Position = { teams: (string | null)[]; cursor: string };

/** A reading that this process may continue with. */
export type Reading = {
  id: string;
  key: InstallationKey;
  userId: string;
  startedAt: Date;
  people: number;
  /** Where an earlier process stopped; undefined: at the beginning. */
  position: Position | undefined;
};

/** Without a sign of life for so long, another process may continue with it. */
const LEASE_SECONDS = 120;
/** What was read earlier than this is read again. */
const RESUMABLE_MS = 60 * 60_000;

type Dependencies = {
  prisma: PrismaClient;
  countsOf: (key: InstallationKey, db: Prisma.TransactionClient) => Promise<CoverageCounts>;
  clientId: string;
  clock: () => Date;
};

/** Of all processes, one at a time reads a place. The database's time says whose turn it is. */
export type ReadingLease = {
  /** Begins a reading, or continues with one that was left off. @returns undefined while someone else reads */
  take(key: InstallationKey, userId: string): Promise<Reading | undefined>;
  /** @param ms for how long there will be no sign of life. @returns false: it is someone else's by now */
  extend(reading: Reading, ms: number): Promise<boolean>;
  /** Keeps a page of people and how far it is, together. @returns false: it is someone else's by now */
  keep(reading: Reading, people: readonly SeenPerson[], position: Position): Promise<boolean>;
  /** Replaces the reading before. @returns false: it is someone else's by now, or no one wants it anymore */
  finish(reading: Reading): Promise<boolean>;
  /** Leaves it for another try. @param code what went wrong; null: nothing, it was only cut off */
  leave(reading: Reading, code: string | null): Promise<void>;
  /** Forgets how far it was: the next one begins at the beginning. */
  discard(reading: Reading): Promise<void>;
};

export function createReadingLease({ prisma, countsOf, clientId, clock }: Dependencies): ReadingLease {
  const mine = ({ key, id }: Reading) => ({ clientId, ...key, readingId: id });
  const until = (ms = 0) => Prisma.sql`now() + ${Math.ceil(ms / 1000) + LEASE_SECONDS} * interval '1 second'`;

  return {
    async take(key, userId) {
      const now = clock();
      const resumable = Prisma.sql`(c.reading_position IS NOT NULL AND c.reading_id IS NOT NULL
        AND c.reading_by_user_id = ${userId} AND c.reading_started_at > ${new Date(now.getTime() - RESUMABLE_MS)})`;
      const [taken] = await prisma.$queryRaw<
        { id: string; startedAt: Date; people: number; position: Position | null }[]
      >`
        INSERT INTO coverage_places AS c (client_id, installed_in, is_enterprise_install, reading_id,
            reading_by_user_id, reading_started_at, reading_people, reading_lease_until, tried_at)
          VALUES (${clientId}, ${key.installedIn}, ${key.isEnterpriseInstall}, ${randomUUID()}::uuid,
            ${userId}, ${now}, 0, ${until()}, ${now})
        ON CONFLICT (client_id, installed_in, is_enterprise_install) DO UPDATE SET
          reading_id = CASE WHEN ${resumable} THEN c.reading_id ELSE excluded.reading_id END,
          reading_started_at = CASE WHEN ${resumable} THEN c.reading_started_at ELSE ${now} END,
          reading_people = CASE WHEN ${resumable} THEN c.reading_people ELSE 0 END,
          reading_position = CASE WHEN ${resumable} THEN c.reading_position END,
          reading_by_user_id = ${userId}, reading_lease_until = ${until()}, tried_at = ${now}
        WHERE c.reading_lease_until IS NULL OR c.reading_lease_until <= now()
        RETURNING reading_id AS id, reading_started_at AS "startedAt", reading_people AS people,
          reading_position AS position`;
      return taken && { ...taken, key, userId, position: taken.position ?? undefined };
    },

    async extend({ key, id }, ms) {
      const count = await prisma.$executeRaw`
        UPDATE coverage_places c SET reading_lease_until = ${until(ms)}
        WHERE ${atKey(clientId, key, 'c')} AND reading_id = ${id}::uuid`;
      return count > 0;
    },

    keep(reading, people, position) {
      const { key, id } = reading;
      return prisma.$transaction(async (tx) => {
        const count = await tx.$executeRaw`
          UPDATE coverage_places c SET reading_position = ${JSON.stringify(position)}::jsonb,
            reading_people = reading_people + ${people.length}, reading_lease_until = ${until()}
          WHERE ${atKey(clientId, key, 'c')} AND reading_id = ${id}::uuid`;
        if (count > 0 && people.length > 0) await insertPeople(tx, reading, people);
        return count > 0;
      });
    },

    finish(reading) {
      const { key, id, userId, startedAt } = reading;
      return prisma.$transaction(async (tx) => {
        const { count } = await tx.coveragePlace.updateMany({
          where: mine(reading),
          data: {
            latestReadingId: id,
            readAt: startedAt,
            readByUserId: userId,
            error: null,
            readingId: null,
            readingLeaseUntil: null,
            readingPosition: Prisma.DbNull,
          },
        });
        if (count === 0) return false;
        await tx.coveragePerson.deleteMany({ where: { clientId, ...key, NOT: { readingId: id } } });
        const counts = await countsOf(key, tx);
        await tx.coverageSnapshot.create({
          data: { readingId: id, clientId, ...key, at: startedAt, counts },
        });
        return true;
      });
    },

    async leave(reading, code) {
      await prisma.coveragePlace.updateMany({
        where: mine(reading),
        data: { readingLeaseUntil: null, ...(code !== null && { error: code }) },
      });
    },

    async discard(reading) {
      await prisma.coveragePlace.updateMany({
        where: mine(reading),
        data: { readingLeaseUntil: null, readingId: null, readingPosition: Prisma.DbNull },
      });
      const latest = await prisma.coveragePlace.findFirst({ where: { latestReadingId: reading.id } });
      if (!latest) await prisma.coveragePerson.deleteMany({ where: { readingId: reading.id } });
    },
  };

  /** Someone in several workspaces of an organization is one person: where they work counts before where they do not. */
  async function insertPeople(
    tx: Prisma.TransactionClient,
    { id, key }: Reading,
    people: readonly SeenPerson[],
  ): Promise<void> {
    const each = <T>(of: (person: SeenPerson) => T) => people.map(of);
    await tx.$executeRaw`
      INSERT INTO coverage_people AS p (reading_id, client_id, installed_in, is_enterprise_install,
          user_id, name, admin, guest, seen, time_zone)
        SELECT ${id}::uuid, ${clientId}, ${key.installedIn}, ${key.isEnterpriseInstall},
          user_id, nullif(name, ''), admin, guest, seen, nullif(time_zone, '')
        FROM unnest(
          ${each(({ userId }) => userId)}::text[], ${each(({ name }) => name ?? '')}::text[],
          ${each(({ admin }) => admin)}::boolean[], ${each(({ guest }) => guest)}::boolean[],
          ${each(({ seen }) => seen)}::text[], ${each(({ timeZone }) => timeZone ?? '')}::text[]
        ) AS given (user_id, name, admin, guest, seen, time_zone)
      ON CONFLICT (reading_id, user_id) DO UPDATE SET
        name = coalesce(excluded.name, p.name), time_zone = coalesce(excluded.time_zone, p.time_zone),
        admin = p.admin OR excluded.admin, guest = p.guest AND excluded.guest,
        seen = CASE WHEN excluded.seen IN ('deactivated', 'invited') THEN p.seen ELSE excluded.seen END`;
  }
}
