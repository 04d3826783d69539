import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findRows, problemRows, type Row } from '../../../src/authorizations/listing/find-rows.ts';
import {
  PROBLEM_CAUSES,
  PROBLEMS,
  type ProblemCause,
  STATUSES,
  statusOf,
  UNREADABLE,
} from '../../../src/authorizations/statuses/status.ts';
import type { Database } from '../../../src/database/database.ts';
import { Prisma } from '../../../src/database/generated/client.ts';
import { SLACK_ERROR_CODES } from '../../../src/slack-api/slack-error-codes.ts';
import { databasesUnderTest } from '../../support/databases.ts';

const now = new Date('2026-11-24T10:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
/** Around now, and within the ninety days for which ended ones are shown. */
const moment = fc.option(fc.integer({ min: -100, max: 100 }).map(minutes));
/** What ends the matter whatever else is known. */
const seldom = fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: moment, weight: 1 });

const facts = fc.record({
  sealedRefreshToken: fc.option(fc.constant('sealed'), { freq: 2 }),
  expiresAt: moment,
  rotationError: fc.option(fc.constantFrom('invalid_refresh_token', 'internal_error')),
  rotationFailures: fc.integer({ min: 0, max: 5 }),
  rotationFailedAt: moment,
  rotationRetryAt: moment,
  verifiedAt: moment,
  verifyError: fc.oneof(
    fc.constantFrom(null, 'token_expired', UNREADABLE, 'never_seen_before'),
    fc.constantFrom(...Object.keys(SLACK_ERROR_CODES)),
  ),
  revokeAskedAt: seldom,
  revokeTries: fc.integer({ min: 0, max: 3 }),
  revokeTriedAt: moment,
  revokeRetryAt: moment,
  revokedAt: seldom,
  uninstalledAt: seldom,
});

type Facts = typeof facts extends fc.Arbitrary<infer Generated> ? Generated : never;
type Problem = { cause: ProblemCause | `slack:${string}`; since: Date | null };

/** What an alert says of it and dates it from, told by the code's judgement; undefined: it alerts nobody. */
function problemOf(each: Facts, row: Row): Problem | undefined {
  const { status, cause } = statusOf(row, now);
  if (!PROBLEMS.has(status)) return undefined;
  switch (cause.kind) {
    case 'revoking':
      return cause.goesOn
        ? { cause: 'revocation_unfinished', since: each.revokeAskedAt }
        : { cause: 'revocation_given_up', since: each.revokeTriedAt };
    case 'renewal_dead':
    case 'renewal_failing':
      return { cause: cause.kind, since: each.rotationFailedAt };
    case 'unreadable':
      return { cause: 'unreadable', since: each.verifiedAt };
    case 'time_ran_out': {
      const ended = each.expiresAt !== null && each.expiresAt <= now;
      return { cause: 'expired', since: ended ? each.expiresAt : each.verifiedAt };
    }
    case 'slack_refuses':
      return { cause: `slack:${cause.slackError}`, since: each.verifiedAt };
    default:
      throw new Error(`${cause.kind} is no problem, and its status says ${status}.`);
  }
}

describe.each(databasesUnderTest)('the status of an authorization, on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  /** Keeps them, the newest first. @returns each with the row that the database makes of it, and the scope of them all */
  async function kept(generated: readonly Facts[]) {
    const clientId = randomUUID();
    const data = generated.map(
      (each, index) =>
        ({
          ...each,
          clientId,
          installedIn: 'T1',
          isEnterpriseInstall: false,
          userId: `U${index}`,
          authorizedAt: minutes(-index),
        }) satisfies Prisma.UserAuthorizationCreateManyInput,
    );
    await database.prisma.userAuthorization.createMany({ data });
    const mine = Prisma.sql`client_id = ${clientId}`;
    const scope = { bots: mine, users: mine };
    const rows = await findRows(database.prisma, scope, now, { limit: 100 });
    expect(rows).toHaveLength(generated.length);
    return { rows, scope, factsOf: ({ userId }: Row) => data.find((each) => each.userId === userId) };
  }
  const someFacts = fc.array(facts, { minLength: 30, maxLength: 60 });

  test('is the same to the database as to the code, and problems come first', async () => {
    await fc.assert(
      fc.asyncProperty(someFacts, async (generated) => {
        const { rows } = await kept(generated);
        for (const row of rows) expect([row, row.status]).toEqual([row, statusOf(row, now).status]);
        const ranks = rows.map((row) => STATUSES.indexOf(row.status));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });

  test('alerts with the cause that the code names, from the moment that it names, and with nothing else', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(someFacts, async (generated) => {
        const { rows, scope, factsOf } = await kept(generated);
        const found = await database.prisma.$queryRaw<(Problem & { id: string })[]>`
          SELECT id, cause, seen_at AS since FROM ${problemRows(scope, now)} AS problems`;
        const problems = rows.flatMap((row) => {
          const each = factsOf(row);
          const problem = each && problemOf(each, row);
          return problem ? [{ id: row.id, ...problem }] : [];
        });
        const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
        expect([...found].sort(byId)).toEqual(problems.sort(byId));
        for (const { cause } of found) seen.add(cause);
      }),
      { numRuns: 20 },
    );
    for (const cause of PROBLEM_CAUSES) expect(seen).toContain(cause);
  });
});
