import { expect, test } from '@jest/globals';
import { AppError } from '../../../src/errors.ts';
import { type Asking, accessNow } from '../../../src/installations/endings/access-now.ts';

/** An organization's bot, to which Slack answers with these pages one after the other. */
function askingWith(pages: readonly { teams: string[]; next?: string }[] | Error) {
  const cursors: unknown[] = [];
  const bot = { revokedAt: null, uninstalledAt: null, sealedToken: 'sealed' };
  const asking = {
    custody: { find: async () => ({ bot, user: undefined }) },
    getValidToken: async () => ({ token: 'token' }),
    slack: {
      withToken: () => ({
        async call(_method: string, { cursor }: { cursor?: string }) {
          cursors.push(cursor);
          if (pages instanceof Error) throw pages;
          const page = pages[cursors.length - 1];
          return {
            teams: page?.teams.map((id) => ({ id })) ?? [],
            response_metadata: { next_cursor: page?.next },
          };
        },
      }),
    },
  };
  return { cursors, asking: asking as unknown as Asking };
}

test('the workspaces of an organization are read to the last page', async () => {
  const { asking, cursors } = askingWith([
    { teams: ['T1', 'T2'], next: 'two' },
    { teams: ['T3'], next: 'three' },
    { teams: ['T4'] },
  ]);
  expect([...((await accessNow(asking, 'E1')) ?? [])]).toEqual(['T1', 'T2', 'T3', 'T4']);
  expect(cursors).toEqual([undefined, 'two', 'three']);
});

test.each(['slack_token_dead', 'token_expired', 'token_unreadable'] as const)(
  'with a bot that ends in %s nobody can ask',
  async (code) => {
    const { asking } = askingWith(new AppError({ code, message: 'No.' }));
    expect(await accessNow(asking, 'E1')).toBeUndefined();
  },
);

test('a Slack that does not answer says nothing about access', async () => {
  const silent = new AppError({ code: 'slack_timeout', message: 'No answer.' });
  const { asking } = askingWith(silent);
  await expect(accessNow(asking, 'E1')).rejects.toBe(silent);
});
