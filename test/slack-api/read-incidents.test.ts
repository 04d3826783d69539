import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readIncidents } from '../../src/slack-api/read-incidents.ts';

const never = new AbortController().signal;
const PAGE = 'https://slack-status.com/2027-01/0a1b2c';
const incident = (more: object = {}) => ({
  id: 783,
  title: 'Some people can’t send messages',
  type: 'incident',
  status: 'active',
  url: PAGE,
  services: ['Messaging'],
  notes: [],
  ...more,
});

describe('what Slack’s Status API answers', () => {
  let server: Server;
  let url: string;
  let answer: { status: number; headers?: Record<string, string>; body: string };
  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/current`;
  });
  afterAll(() => {
    server.close();
  });

  function answers(incidents: unknown, status = 'ok') {
    answer = { status: 200, body: JSON.stringify({ status, active_incidents: incidents }) };
    return readIncidents(url, never);
  }

  test('counts by its list, also where its status says ok', async () => {
    const found = [{ title: 'Some people can’t send messages', url: PAGE, outage: false }];
    expect(await answers([incident()], 'ok')).toEqual(found);
    expect(await answers([incident({ id: '546' })], 'active')).toEqual(found);
    expect(await answers([])).toEqual([]);
  });

  test('is about what is wrong now: neither maintenance, nor what is over, nor what isn’t understood', async () => {
    const others = [
      incident({ type: 'notice' }),
      ...['resolved', 'scheduled', 'completed', 'cancelled'].map((status) => incident({ status })),
      incident({ type: 'holiday' }),
      incident({ title: 7 }),
      incident({ title: ' \u202e ' }),
      null,
      'incident',
    ];
    expect(await answers(others)).toEqual([]);
    expect(await answers([...others, incident()])).toHaveLength(1);
  });

  test('names outages first, and five at most', async () => {
    const many = Array.from({ length: 9 }, (_, index) => incident({ title: `Incident ${index}` }));
    const found = await answers([...many, incident({ title: 'Slack is down', type: 'outage' })]);
    expect(found.map(({ title }) => title)).toEqual([
      'Slack is down',
      ...['0', '1', '2', '3'].map((index) => `Incident ${index}`),
    ]);
  });

  test.each([
    ['javascript:alert(1)'],
    ['http://slack-status.com/1'],
    ['https://slack-status.com.example.com/1'],
    ['https://someone@slack-status.com/1'],
    [`${PAGE}?${'long'.repeat(100)}`],
    ['//example.com/1'],
    [undefined],
    [7],
  ])('leads nowhere but to Slack’s status pages: %s', async (link) => {
    const [found] = await answers([incident({ url: link })]);
    expect(found?.url).toBe(`${new URL(url).origin}/`);
  });

  test('leads to the page of where it came from, and to no mark of Slack’s own formatting', async () => {
    const { origin } = new URL(url);
    expect(await answers([incident({ url: '/status#1' })])).toMatchObject([{ url: `${origin}/status#1` }]);
    const [found] = await answers([incident({ url: `${PAGE}?a=<b>|c` })]);
    expect(found?.url).toBe(`${PAGE}?a=%3Cb%3E%7Cc`);
  });

  test.each([
    ['another status', { status: 503, body: JSON.stringify({ status: 'ok', active_incidents: [] }) }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' }, body: '' }],
    ['nothing', { status: 200, body: '' }],
    ['a login page', { status: 200, body: '<!doctype html><title>Sign in to the guest network</title>' }],
    ['half of it', { status: 200, body: '{"status":"ok","active_incidents":[' }],
    ['JSON of something else', { status: 200, body: '{"ok":true}' }],
    ['a list', { status: 200, body: '[]' }],
    ['no list', { status: 200, body: '{"status":"ok","active_incidents":{}}' }],
    [
      'more than it ever was',
      { status: 200, body: `{"status":"ok","active_incidents":[]${' '.repeat(300_000)}}` },
    ],
  ])('is no answer when it is %s', async (_what, given) => {
    answer = given;
    const failed = await readIncidents(url, never).then(
      (found) => Promise.reject(new Error(`It was taken for an answer: ${JSON.stringify(found)}`)),
      (error: Error) => error,
    );
    expect(failed.message).not.toContain('guest network');
  });

  test('is waited for no longer than its caller waits', async () => {
    const stopped = AbortSignal.abort(new Error('The job is over.'));
    await expect(readIncidents(url, stopped)).rejects.toThrow('The job is over.');
  });
});
