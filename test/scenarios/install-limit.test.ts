import { expect, test } from '@jest/globals';
import { REQUESTS_A_MINUTE } from '../../src/web/server/limit-rate.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { get } from '../support/get.ts';
import { startLanyard } from '../support/lanyard.ts';

const LIMIT = 5;
const [{ open }] = databasesUnderTest as [(typeof databasesUnderTest)[number]];

describeLanyard(
  'the limit of a network',
  { on: 'PGlite', env: { TRUSTED_PROXIES: '127.0.0.1' }, requestsAMinute: LIMIT },
  (lanyard) => {
    const from = (address: string, path = '/slack/install') =>
      get(`${lanyard.url}${path}`, { 'x-forwarded-for': address });

    async function times(count: number, ask: () => ReturnType<typeof get>) {
      const answers = await Promise.all(Array.from({ length: count }, ask));
      return answers.map(({ status }) => status).sort();
    }

    test('is above a company of 200 that installs at the same moment', () => {
      expect(REQUESTS_A_MINUTE).toBeGreaterThanOrEqual(300);
    });

    test('ends a flood, and is that network’s alone', async () => {
      const rows = () => lanyard.prisma.oAuthState.count();
      const before = await rows();
      expect(new Set(await times(LIMIT, () => from('198.51.100.1')))).toEqual(new Set([302]));
      const refused = await from('198.51.100.1');
      expect(refused.status).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
      expect(refused.text).toContain('Too many requests from your network');
      expect(await rows()).toBe(before + LIMIT);
      // A refusal asks nothing and nobody, and has the headers of every page.
      const queries = lanyard.queries();
      expect(new Set(await times(20, () => from('198.51.100.1')))).toEqual(new Set([429]));
      expect(lanyard.queries()).toBe(queries);
      expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
      expect(refused.headers['cache-control']).toBe('no-store');
      expect(refused.text).not.toContain('Reference');
      expect((await from('198.51.100.2')).status).toBe(302);
    });

    test('is one for every spelling of the page, and for every method', async () => {
      await times(LIMIT, () => from('198.51.100.5'));
      for (const spelling of ['/slack/%69nstall', '/slack/install?team=T1']) {
        const { status, text } = await from('198.51.100.5', spelling);
        expect([status, text]).toEqual([429, expect.stringContaining('Too many requests')]);
      }
      const form = await fetch(`${lanyard.url}/slack/install`, {
        method: 'POST',
        headers: { 'x-forwarded-for': '198.51.100.5' },
      });
      expect(form.status).toBe(429);
    });

    test('counts an IPv6 client once, whichever of its addresses it takes', async () => {
      let host = 0;
      const asking = () => {
        host += 1;
        return from(`2001:db8:2:3::${host.toString(16)}`);
      };
      expect((await times(LIMIT + 5, asking)).filter((status) => status === 429)).toHaveLength(5);
      expect((await from('2001:db8:2:4::1')).status).toBe(302);
    });

    test.each(['/slack/oauth_redirect?state=s&code=c', '/export?link=x'])(
      'holds for %s, whose address can be opened again afterwards',
      async (path) => {
        const statuses = await times(LIMIT + 1, () => from('198.51.100.3', path));
        expect(statuses.filter((status) => status === 429)).toHaveLength(1);
        const { text } = await from('198.51.100.3', path);
        expect(text).toContain('href=""');
      },
    );

    test('has nothing to do with pages that cost nothing, so none of those writes a line that fills the log', async () => {
      const notFound = async () =>
        Number(
          /lanyard_requests_refused_total\{reason="not_found"\} (\d+)/.exec(
            await (await fetch(`${lanyard.url}/metrics`)).text(),
          )?.[1] ?? 0,
        );
      const [first, before] = [lanyard.log.length, await notFound()];
      for (let time = 0; time < 5; time += 1) {
        for (const path of ['/', '/nowhere', '/slack/events']) await get(`${lanyard.url}${path}`);
      }
      expect(await notFound()).toBe(before + 10);
      const told = lanyard.log
        .slice(first)
        .map((line): { level: string; msg: string } => JSON.parse(line))
        .filter(({ level }) => level !== 'debug');
      expect(told.length).toBeLessThanOrEqual(1);
      expect(told.filter(({ msg }) => msg !== 'Requests were refused')).toEqual([]);
    });

    test('is never one for Slack', async () => {
      const statuses = await times(LIMIT + 50, () => from('198.51.100.4', '/slack/events'));
      expect(new Set(statuses)).toEqual(new Set([404]));
    });

    test('is counted, and told once a minute instead of by every request', async () => {
      const refused = (await (await fetch(`${lanyard.url}/metrics`)).text()).match(
        /lanyard_requests_refused_total\{reason="too_many"\} (\d+)/,
      )?.[1];
      expect(Number(refused)).toBeGreaterThan(1);
      const lines = lanyard.log.filter((line) => line.includes('Requests were refused'));
      expect(lines.length).toBeLessThan(Number(refused));
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', refused: { too_many: 1 } });
      expect(lanyard.log.join('')).not.toMatch(/198\.51\.100|2001:db8/);
    });
  },
);

test('without a trusted proxy X-Forwarded-For makes nobody another client, and the log says what to set', async () => {
  const database = await open();
  const lanyard = await startLanyard(database, { requestsAMinute: LIMIT });
  const statuses = await Promise.all(
    Array.from({ length: LIMIT + 1 }, (_, index) =>
      get(`${lanyard.url}/slack/install`, { 'x-forwarded-for': `198.51.100.${index % 250}` }),
    ),
  );
  expect(statuses.filter(({ status }) => status === 429)).toHaveLength(1);
  expect(lanyard.log.filter((line) => line.includes('TRUSTED_PROXIES'))).toHaveLength(1);
  await lanyard.stop();
  await database.close();
});
