import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findRows } from '../../src/authorizations/find-rows.ts';
import { STATUSES, statusOf, UNREADABLE } from '../../src/authorizations/status.ts';
import type { Database } from '../../src/database/database.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { SLACK_ERROR_CODES } from '../../src/slack-api/slack-error-codes.ts';
import { databasesUnderTest } from '../support/databases.ts';

const now = new Date('2026-11-24T10:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
/** Around now, and within the ninety days for which ended ones are shown. */
const moment = fc.option(fc.integer({ min: -100, max: 100 }).map(minutes));

const facts = fc.record({
  sealedRefreshToken: fc.option(fc.constant('sealed')),
  expiresAt: moment,
  rotationError: fc.option(fc.constantFrom('invalid_refresh_token', 'internal_error')),
  rotationFailures: fc.integer({ min: 0, max: 5 }),
  rotationRetryAt: moment,
  verifiedAt: moment,
  verifyError: fc.option(fc.constantFrom(...Object.keys(SLACK_ERROR_CODES), UNREADABLE, 'never_seen_before')),
  revokeAskedAt: fc.option(moment, { freq: 1 }),
  revokedAt: fc.option(moment, { freq: 1 }),
  uninstalledAt: fc.option(moment, { freq: 1 }),
});

describe.each(databasesUnderTest)('the status of an authorization, on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test('is the same to the database as to the code, and problems come first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(facts, { minLength: 1, maxLength: 60 }), async (generated) => {
        const clientId = randomUUID();
        await database.prisma.userAuthorization.createMany({
          data: generated.map((each, index) => ({
            ...each,
            clientId,
            installedIn: 'T1',
            isEnterpriseInstall: false,
            userId: `U${index}`,
            authorizedAt: minutes(-index),
          })),
        });
        const mine = Prisma.sql`client_id = ${clientId}`;
        const rows = await findRows(database.prisma, { bots: mine, users: mine }, now, { limit: 100 });
        expect(rows).toHaveLength(generated.length);
        for (const row of rows) expect([row, row.status]).toEqual([row, statusOf(row, now).status]);
        const ranks = rows.map((row) => STATUSES.indexOf(row.status));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });
});
