import { expect, test } from '@jest/globals';
import { readInstallation } from '../../../src/installations/bolt/installation-shape.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const read = (over: object) =>
  readInstallation(
    {
      team: { id: 'T1' },
      enterprise: undefined,
      user: { id: 'U1', token: undefined, scopes: undefined },
      bot: { token: 'xoxb-1', scopes: ['commands'], id: 'B1', userId: 'U2' },
      ...over,
    },
    NOW,
  );

test('an id has one character at least and 255 at most', () => {
  const longest = 'T'.repeat(255);
  expect(read({ team: { id: longest } }).key.installedIn).toBe(longest);
  for (const id of ['', 'T'.repeat(256)]) {
    expect(() => read({ team: { id } })).toThrow(expect.objectContaining({ code: 'bad_request' }));
  }
});

test('what may be absent may be null', () => {
  const grant = read({ enterprise: null, incomingWebhook: null, appId: null });
  expect(grant).toMatchObject({ enterpriseId: undefined, webhook: undefined, appId: undefined });
});
