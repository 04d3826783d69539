import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startWithApp, type WithApp } from '../test-app.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp({ rateLimits: true });
});
afterAll(() => one.stop());

async function tokenIn(name: string): Promise<string> {
  const owner = one.slack.workspace(name).person('Olga', { role: 'owner' });
  return (await one.install(owner)).access_token;
}
const call = (token: string, method: string) =>
  one.raw(method, { method: 'POST', headers: { authorization: `Bearer ${token}` } });

test('a method is limited by its tier, for one workspace and until the minute is over', async () => {
  const [token, other] = [await tokenIn('Busy'), await tokenIn('Calm')];
  for (let count = 0; count < 20; count += 1) expect((await call(token, 'users.list')).body.ok).toBe(true);
  one.forward(20_000);
  const { response, body } = await call(token, 'users.list');
  expect([response.status, body]).toEqual([429, { ok: false, error: 'ratelimited' }]);
  const seconds = Number(response.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(35);
  expect(seconds).toBeLessThanOrEqual(40);
  expect((await call(token, 'team.info')).body.ok).toBe(true);
  expect((await call(other, 'users.list')).body.ok).toBe(true);
  one.forward(seconds * 1000);
  expect((await call(token, 'users.list')).body.ok).toBe(true);
});

test('the limits can be turned off and on while it runs', async () => {
  const token = await tokenIn('Switched');
  const statuses = async (times: number) => {
    const all: number[] = [];
    for (let count = 0; count < times; count += 1)
      all.push((await call(token, 'users.list')).response.status);
    return [...new Set(all)];
  };
  one.slack.limitRates(false);
  expect(await statuses(21)).toEqual([200]);
  one.slack.limitRates(true);
  expect(await statuses(21)).toEqual([200, 429]);
});
