import { expect, test } from '@jest/globals';
import type { ConversationStore } from '@slack/bolt/dist/conversation-store.js';

const MINUTE_MS = 60_000;

/** What Bolt and its users may expect of any `convoStore`; read off Bolt's own. */
export function conversationContract(open: () => ConversationStore): void {
  let conversations = 0;
  /** Each test its own conversation. */
  function conversation() {
    conversations += 1;
    return { store: open(), id: `C0CONTRACT${conversations}` };
  }

  const values: [string, unknown][] = [
    ['an object', { step: 2, answers: ['yes', null], deep: { on: true } }],
    ['a text', 'Ünïcode 🎟️ with \u0000, "quotes" and \\'],
    ['a number', 0],
    ['false', false],
    ['null', null],
    ['nothing', undefined],
    ['an empty list', []],
  ];
  test.each(values)('gives back %s', async (_, value) => {
    const { store, id } = conversation();
    await store.set(id, value);
    expect(await store.get(id)).toEqual(value);
  });

  test('gives back what was set last, and keeps conversations apart', async () => {
    const [{ store, id }, other] = [conversation(), conversation()];
    await store.set(id, 'first');
    await store.set(other.id, 'other');
    await store.set(id, 'second');
    expect([await store.get(id), await store.get(other.id)]).toEqual(['second', 'other']);
  });

  test.each(['C0NEVER', '__proto__', '%', "'; DROP TABLE conversations; --"])(
    'does not know a conversation of which nothing was set: %s',
    async (id) => {
      await expect(conversation().store.get(id)).rejects.toThrow(new Error('Conversation not found'));
    },
  );

  test('gives back what ends later, as often as it is asked', async () => {
    const { store, id } = conversation();
    await store.set(id, 'still on', Date.now() + MINUTE_MS);
    expect([await store.get(id), await store.get(id)]).toEqual(['still on', 'still on']);
  });

  test('says once that a conversation has expired, and does not know it from then on', async () => {
    const { store, id } = conversation();
    await store.set(id, 'over', Date.now() - MINUTE_MS);
    await expect(store.get(id)).rejects.toThrow(new Error('Conversation expired'));
    await expect(store.get(id)).rejects.toThrow(new Error('Conversation not found'));
  });

  test.each([0, -1, Number.NEGATIVE_INFINITY])('has expired when its end is %d', async (expiresAt) => {
    const { store, id } = conversation();
    await store.set(id, 'over', expiresAt);
    await expect(store.get(id)).rejects.toThrow(new Error('Conversation expired'));
  });

  test.each([Number.POSITIVE_INFINITY, Number.NaN, 1e300])(
    'never ends when its end is %d',
    async (expiresAt) => {
      const { store, id } = conversation();
      await store.set(id, 'on and on', expiresAt);
      expect(await store.get(id)).toBe('on and on');
    },
  );

  test('begins again when something is set after the end, with the end that came with it', async () => {
    const { store, id } = conversation();
    await store.set(id, 'over', Date.now() - MINUTE_MS);
    await store.set(id, 'again');
    expect(await store.get(id)).toBe('again');
  });

  test('of many that are set at once keeps one, whole', async () => {
    const { store, id } = conversation();
    const texts = Array.from({ length: 20 }, (_, index) => `${index} `.repeat(50));
    await Promise.all(texts.map((text) => store.set(id, { text })));
    expect(texts).toContain((await store.get(id)).text);
  });
}
