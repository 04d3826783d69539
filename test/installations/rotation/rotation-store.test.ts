import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { createRotationStore } from '../../../src/installations/rotation/rotation-store.ts';
import { createAnnouncer } from '../../../src/installations/rows/change-announcer.ts';
import { hashToken } from '../../../src/installations/rows/token-hash.ts';
import { readRow, type TokenRow } from '../../../src/installations/rows/token-row.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { databasesUnderTest } from '../../support/databases.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const LATER = new Date('2027-01-13T22:00:00Z');
const PAIR = { token: 'new token', refreshToken: 'new refresh token', expiresAt: LATER, scopes: undefined };
const SLACKS = ['chat:write', 'commands'];

describe.each(databasesUnderTest)('what rotating a token writes, on $name', ({ open }) => {
  let database: Database;
  let store: ReturnType<typeof createRotationStore>;
  let teams = 0;
  let row: TokenRow;
  beforeAll(async () => {
    database = await open();
    const { prisma, changes } = database;
    store = createRotationStore({
      prisma,
      vault: createVault([{ id: 'test', key: randomBytes(32) }]),
      announcer: createAnnouncer({ changes, clientId: '1.2' }),
      clientId: '1.2',
      clock: () => NOW,
    });
  });
  afterAll(() => database.close());

  beforeEach(async () => {
    teams += 1;
    const { id } = await database.prisma.installation.create({
      data: {
        clientId: '1.2',
        installedIn: `T${teams}`,
        isEnterpriseInstall: false,
        botUserId: 'U0BOT',
        installerUserId: 'U1',
        grantedScopes: SLACKS,
        sealedBotToken: 'sealed',
        sealedRefreshToken: 'sealed too',
        tokenHash: hashToken('old token'),
        rotationError: 'fatal_error',
        rotationFailures: 2,
        authorizedAt: NOW,
      },
    });
    row = (await readRow(database.prisma, { kind: 'bot', id })) as TokenRow;
  });
  const now = () => database.prisma.installation.findUniqueOrThrow({ where: { id: row.id } });
  const set = (data: object) => database.prisma.installation.update({ where: { id: row.id }, data });
  const claimed = async () => {
    const lease = await store.claim(row);
    if (lease === undefined) throw new Error('The token was not claimed.');
    return lease;
  };

  test('is the new pair, and that nothing is wrong any more', async () => {
    expect(await store.keep(row, await claimed(), { ...PAIR, scopes: ['commands'] })).toBe(true);
    expect(await now()).toMatchObject({
      tokenHash: hashToken('new token'),
      expiresAt: LATER,
      grantedScopes: ['commands'],
      rotatedAt: NOW,
      rotationError: null,
      rotationFailures: 0,
      rotationLease: null,
      rotationLeaseUntil: null,
    });
  });

  test('leaves the scopes as they were where Slack names none', async () => {
    await store.keep(row, await claimed(), PAIR);
    expect((await now()).grantedScopes).toEqual(SLACKS);
  });

  test.each([
    ['was revoked meanwhile', { revokedAt: NOW }],
    ['was removed with its app meanwhile', { uninstalledAt: NOW }],
    ['was granted again meanwhile', { tokenHash: hashToken('another token') }],
    ['is with another process by now', { rotationLease: 'of another' }],
  ])('is nothing where the token %s', async (_name, change) => {
    const lease = await claimed();
    await set(change);
    const before = await now();
    expect(await store.keep(row, lease, PAIR)).toBe(false);
    expect(await now()).toEqual(before);
  });

  test.each([
    ['was revoked', { revokedAt: NOW }],
    ['was removed with its app', { uninstalledAt: NOW }],
    ['does not renew', { sealedRefreshToken: null }],
    ['is another by now', { tokenHash: hashToken('another token') }],
    ['is with another process', { rotationLease: 'x', rotationLeaseUntil: new Date(Date.now() + 60_000) }],
  ])('begins with no lease where the token %s', async (_name, change) => {
    await set(change);
    expect(await store.claim(row)).toBeUndefined();
  });

  test('begins with the lease of a process that had it too long', async () => {
    const first = await claimed();
    expect(await store.claim(row)).toBeUndefined();
    await set({ rotationLeaseUntil: new Date(Date.now() - 1_000) });
    expect(await claimed()).not.toBe(first);
  });

  test('is one failure more, and when it is tried again', async () => {
    const lease = await claimed();
    await store.fail(row, lease, 'internal_error', LATER);
    expect(await now()).toMatchObject({
      rotationError: 'internal_error',
      rotationFailures: 3,
      rotationRetryAt: LATER,
      rotationFailedAt: NOW,
      rotationLease: null,
      rotationLeaseUntil: null,
      tokenHash: hashToken('old token'),
    });
  });
});
