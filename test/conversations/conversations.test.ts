import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import bolt from '@slack/bolt/dist/conversation-store.js';
import { createConversations } from '../../src/conversations/create-conversations.ts';
import { eraseConversationsWithin } from '../../src/conversations/erase-conversations.ts';
import { sweepConversations } from '../../src/conversations/sweep-conversations.ts';
import type { Database } from '../../src/database/database.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';
import { describeRoom } from '../support/describe-room.ts';
import { conversationContract } from './conversation-contract.ts';

const DAY_MS = 24 * 60 * 60_000;
const aKey = (id: string) => ({ id, key: randomBytes(32) });
const KEY = aKey('k1');

type Process = { clientId?: string; sealed?: boolean; vault?: Vault };

async function startConversations(database: Database) {
  let movedMs = 0;
  const clock = () => new Date(Date.now() + movedMs);
  const logger = createLogger({ level: 'silent', secrets: [], destination: { write() {} } });
  return {
    database,
    prisma: database.prisma,
    clock,
    forward(ms: number) {
      movedMs += ms;
    },
    /** One process of an app. */
    app: ({ clientId = '1.1', sealed = true, vault = createVault([KEY]) }: Process = {}) =>
      createConversations({ prisma: database.prisma, vault, logger, clientId, clock, sealed }),
    async stop() {},
  };
}

describe('Bolt’s own conversation store', () => {
  const store = new bolt.MemoryStore();
  conversationContract(() => store);
});

describeRoom('a conversation store, sealed', startConversations, (room) => {
  conversationContract(() => room.app().conversationStore);
});

describeRoom('a conversation store in the clear', startConversations, (room) => {
  conversationContract(() => room.app({ sealed: false }).conversationStore);
});

describeRoom('what is noted about conversations', startConversations, (room) => {
  const stored = async (id: string) =>
    room.prisma.conversationState.findFirstOrThrow({ where: { conversationId: id } });

  test('is known in every process of the app, and in no other app', async () => {
    await room.app().conversationStore.set('C0SHARED', 'ours');
    await room.app({ clientId: '2.2' }).conversationStore.set('C0SHARED', 'theirs');
    expect(await room.app().conversationStore.get('C0SHARED')).toBe('ours');
    expect(await room.app({ clientId: '2.2' }).conversationStore.get('C0SHARED')).toBe('theirs');
    await expect(room.app({ clientId: '3.3' }).conversationStore.get('C0SHARED')).rejects.toThrow(
      'Conversation not found',
    );
  });

  test('lies sealed, and opens in its own place alone', async () => {
    await room.app().conversationStore.set('C0SEALED', 'a confidence');
    await room.app().conversationStore.set('C0MOVED', 'another one');
    const { value, sealedValue } = await stored('C0SEALED');
    expect([value, sealedValue]).toEqual([null, expect.stringMatching(/^v1\.k1\./)]);
    expect(JSON.stringify(await stored('C0SEALED'))).not.toContain('confidence');
    const where = { clientId_conversationId: { clientId: '1.1', conversationId: 'C0MOVED' } };
    await room.prisma.conversationState.update({ where, data: { sealedValue } });
    await expect(room.app().conversationStore.get('C0MOVED')).rejects.toMatchObject({
      code: 'token_unreadable',
    });
  });

  test('is read either way after the choice to seal it has changed', async () => {
    const [sealed, clear] = [room.app(), room.app({ sealed: false })];
    await sealed.conversationStore.set('C0ONCE', 'sealed once');
    await clear.conversationStore.set('C0CLEAR', 'in the clear');
    expect(await clear.conversationStore.get('C0ONCE')).toBe('sealed once');
    expect(await sealed.conversationStore.get('C0CLEAR')).toBe('in the clear');
    await clear.conversationStore.set('C0ONCE', 'now in the clear');
    expect(await stored('C0ONCE')).toMatchObject({ value: '"now in the clear"', sealedValue: null });
  });

  test('is sealed with a new key while the app runs, and what no key opens is left and counted', async () => {
    const [older, newer] = [aKey('older'), aKey('newer')];
    const before = room.app({ clientId: '7.7', vault: createVault([older]) });
    await before.conversationStore.set('C0A', 'a');
    await before.conversationStore.set('C0B', 'b');
    await before.conversationStore.set('C0NOTHING', undefined);
    const where = { clientId_conversationId: { clientId: '7.7', conversationId: 'C0B' } };
    await room.prisma.conversationState.update({ where, data: { sealedValue: 'v1.lost.AAAA' } });
    const after = room.app({ clientId: '7.7', vault: createVault([newer, older]) });
    expect(await after.reseal()).toEqual({ resealed: 1, unreadable: 1 });
    expect(await after.reseal()).toEqual({ resealed: 0, unreadable: 1 });
    const alone = room.app({ clientId: '7.7', vault: createVault([newer]) });
    expect(await alone.conversationStore.get('C0A')).toBe('a');
  });

  const circular: Record<string, unknown> = { secret: 'never quoted' };
  circular.itself = circular;
  test.each([
    ['more than 64 KiB', 'x'.repeat(64 * 1024 - 1)],
    ['what refers to itself', circular],
    ['a BigInt', 1n],
  ])('is not replaced by %s, which is refused without being quoted', async (_, value) => {
    const { conversationStore } = room.app();
    await conversationStore.set('C0BOUND', 'before');
    const error = await conversationStore.set('C0BOUND', value).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'bad_request' });
    expect(error.message.length).toBeLessThan(300);
    expect(error.message).not.toContain('never quoted');
    expect(await conversationStore.get('C0BOUND')).toBe('before');
  });

  test('may have 64 KiB exactly', async () => {
    const { conversationStore } = room.app();
    await conversationStore.set('C0FULL', 'x'.repeat(64 * 1024 - 2));
    expect(await conversationStore.get('C0FULL')).toHaveLength(64 * 1024 - 2);
  });

  test.each(['', 'C\u0000', 'C'.repeat(256), undefined as unknown as string])(
    'is refused for what is no id of a conversation (%#)',
    async (id) => {
      const { conversationStore } = room.app();
      await expect(conversationStore.set(id, 1)).rejects.toMatchObject({ code: 'bad_request' });
      await expect(conversationStore.get(id)).rejects.toThrow('Conversation not found');
    },
  );

  test('ends a month after it was last written where it has no end of its own', async () => {
    const { conversationStore } = room.app();
    await conversationStore.set('C0MONTH', 'since then');
    room.forward(30 * DAY_MS - 60_000);
    expect(await conversationStore.get('C0MONTH')).toBe('since then');
    room.forward(120_000);
    await expect(conversationStore.get('C0MONTH')).rejects.toThrow('Conversation expired');
  });

  test('is swept when it is over, of every app, and nothing else is', async () => {
    await room.prisma.conversationState.deleteMany();
    const [app, other] = [room.app(), room.app({ clientId: '2.2' })];
    const inDays = (days: number) => room.clock().getTime() + days * DAY_MS;
    await app.conversationStore.set('C0DAY', 1, inDays(1));
    await other.conversationStore.set('C0DAY', 1, inDays(1));
    await app.conversationStore.set('C0YEAR', 1, inDays(365));
    await app.conversationStore.set('C0OPEN', 1);
    room.forward(2 * DAY_MS);
    expect(await app.sweep()).toEqual({ conversations: 2 });
    room.forward(29 * DAY_MS);
    expect(await app.sweep()).toEqual({ conversations: 1 });
    const left = await room.prisma.conversationState.findMany();
    expect(left.map(({ conversationId }) => conversationId)).toEqual(['C0YEAR']);
  });

  test('is never of more conversations than the most of each app: the oldest go first', async () => {
    await room.prisma.conversationState.deleteMany();
    for (const clientId of ['1.1', '2.2']) {
      for (const id of ['C1', 'C2', 'C3', 'C4']) {
        await room.app({ clientId }).conversationStore.set(id, id);
        room.forward(1_000);
      }
    }
    await room.app().conversationStore.set('C1', 'written again');
    expect(await sweepConversations(room, 3)).toEqual({ conversations: 2 });
    const left = await room.prisma.conversationState.findMany({
      orderBy: [{ clientId: 'asc' }, { conversationId: 'asc' }],
    });
    expect(left.map(({ clientId, conversationId }) => `${clientId} ${conversationId}`)).toEqual([
      '1.1 C1',
      '1.1 C3',
      '1.1 C4',
      '2.2 C2',
      '2.2 C3',
      '2.2 C4',
    ]);
  });

  test('goes with the workspace or organization whose request noted it, and with no other', async () => {
    await room.prisma.conversationState.deleteMany();
    const { conversationStore, within } = room.app();
    await within({ teamId: 'T0GONE', enterpriseId: 'E0AROUND' }, async () => {
      await conversationStore.set('C0GONE', 1);
    });
    await within({ teamId: 'T0STAYS' }, () => conversationStore.set('C0STAYS', 1));
    await within({ teamId: 'T0GONE', enterpriseId: 'E0AROUND', isEnterpriseInstall: true }, () =>
      conversationStore.set('C0ORG', 1),
    );
    await conversationStore.set('C0NOWHERE', 1);
    const erase = (installedIn: string, isEnterpriseInstall: boolean) =>
      room.prisma.$transaction((tx) =>
        eraseConversationsWithin(tx, { clientId: '1.1', installedIn, isEnterpriseInstall }),
      );
    const left = async () =>
      (await room.prisma.conversationState.findMany({ orderBy: { conversationId: 'asc' } })).map(
        ({ conversationId }) => conversationId,
      );
    expect(await erase('T0GONE', false)).toEqual({ conversationState: 1 });
    expect(await left()).toEqual(['C0NOWHERE', 'C0ORG', 'C0STAYS']);
    await erase('E0AROUND', true);
    expect(await left()).toEqual(['C0NOWHERE', 'C0STAYS']);
  });
});
