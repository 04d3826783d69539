import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import type { RefusalReason } from '../../../src/observability/refusals.ts';
import { createHttpServer } from '../../../src/web/server/http-server.ts';
import { TIME_LIMITS } from '../../../src/web/server/limits.ts';
import { connectTo, head, type RawConnection } from '../../support/raw-request.ts';
import { until } from '../../support/until.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const LARGE = 30_000_000;

describe('the server', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function start(times: Partial<typeof TIME_LIMITS> = {}) {
    const web = new Hono();
    web.get('/', (context) => context.text('the home page'));
    let go = () => {};
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    web.get('/slow', async (context) => {
      await gone;
      return context.text('the slow page');
    });
    web.post('/export', async (context) => context.text(`took ${(await context.req.parseBody()).form}`));
    const refused: RefusalReason[] = [];
    const refusals = { note: (reason: RefusalReason) => void refused.push(reason) };
    const server = createHttpServer({ web, refusals, times: { ...TIME_LIMITS, drainMs: 0, ...times } });
    const url = `http://127.0.0.1:${await server.start(0, '127.0.0.1')}`;
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= server.stop();
      return stopped;
    };
    const open = (): RawConnection => {
      const connection = connectTo(url);
      cleanUp.push(() => connection.socket.destroy());
      return connection;
    };
    cleanUp.push(stop);
    return { url, open, stop, go, refused };
  }

  describe('refuses, without waiting for it, a body', () => {
    test.each([
      ['larger than its route takes', 'POST /export?link=x', { ...FORM, 'Content-Length': LARGE }],
      ['larger than Slack sends', 'POST /slack/events', { 'Content-Length': LARGE }],
      ['on a page that takes none', 'GET /', { 'Content-Length': 1 }],
      ['by another method', 'PUT /export', { 'Content-Length': 1 }],
      ['where there is no page', 'POST /nowhere', { 'Content-Length': LARGE }],
      ['of no stated length on a page that takes none', 'GET /', { 'Transfer-Encoding': 'chunked' }],
      ['under another spelling of the path', 'POST /%65xport', { 'Content-Length': 1 }],
      ['under the whole address', 'POST http://localhost/export', { 'Content-Length': 1 }],
    ])('%s', async (_, line, headers) => {
      const { open } = await start();
      const connection = open();
      connection.send(head(line, headers));
      await connection.answers(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
      await connection.closed();
    });

    test('that its sender offers first: it is not asked for', async () => {
      const { open } = await start();
      const connection = open();
      connection.send(head('POST /export', { ...FORM, 'Content-Length': LARGE, Expect: '100-continue' }));
      await connection.answers('HTTP/1.1 413');
      expect(connection.answered()).not.toContain('100 Continue');
    });
  });

  test('cuts a body of no stated length at the limit, and says why', async () => {
    const { open } = await start();
    const connection = open();
    connection.send(head('POST /export', { ...FORM, 'Transfer-Encoding': 'chunked' }));
    connection.send(`800\r\n${'a&'.repeat(1024)}\r\n`);
    await connection.answers('HTTP/1.1 413');
    await connection.closed();
  });

  test('reads no further than the length that was stated', async () => {
    const { open } = await start();
    const connection = open();
    connection.send(`${head('POST /export', { ...FORM, 'Content-Length': 8 })}form=csv`);
    await connection.answers('took csv');
    connection.send('a&'.repeat(50_000));
    await connection.closed();
    expect(connection.answered().match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  });

  test('takes a body that its route may have, asked for or not', async () => {
    const { url, open } = await start();
    const answer = await fetch(`${url}/export`, {
      method: 'POST',
      body: new URLSearchParams({ form: 'csv' }),
    });
    expect(await answer.text()).toBe('took csv');
    const connection = open();
    connection.send(head('POST /export', { ...FORM, 'Content-Length': 9, Expect: '100-continue' }));
    await connection.answers('100 Continue');
    connection.send('form=json');
    await connection.answers('took json');
  });

  test('lets a sender that is still writing read the refusal', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/nowhere`, { method: 'POST', body: 'a&'.repeat(100_000) });
    expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('body')]);
  });

  test('cuts off and counts the oldest bodies that do not end before they fill the memory, and serves the others', async () => {
    const { url, open, refused } = await start();
    const megabyte = 1024 * 1024;
    let cut = 0;
    for (let each = 0; each < 40; each += 1) {
      const { socket, send } = open();
      socket.once('close', () => {
        cut += 1;
      });
      send(head('POST /slack/events', { 'Content-Length': megabyte }) + 'a'.repeat(megabyte - 1));
    }
    await until(
      () => cut,
      (number) => number >= 8,
      'eight of forty connections to be cut',
    );
    const answer = await fetch(`${url}/export`, {
      method: 'POST',
      body: new URLSearchParams({ form: 'csv' }),
    });
    expect(await answer.text()).toBe('took csv');
    expect(cut).toBeLessThan(12);
    expect(refused).toEqual(Array(cut).fill('too_many_bodies'));
  });

  const QUICK = { headersMs: 200, requestMs: 300, checkEveryMs: 20 };

  test('cuts and counts headers and bodies that come too slowly, but no connection that never asked', async () => {
    const { open, refused } = await start(QUICK);
    const [silent, headers, body] = [open(), open(), open()];
    headers.send('GET / HTTP/1.1\r\nHost: localhost\r\n');
    body.send(`${head('POST /export', { ...FORM, 'Content-Length': 9 })}form=`);
    await Promise.all([silent.closed(), headers.closed(), body.closed()]);
    expect(headers.answered()).toContain('408');
    expect(body.answered()).toContain('408');
    expect(refused).toEqual(['too_slow', 'too_slow']);
  });

  test('counts what it does not read: a body that is too large, and headers that are', async () => {
    const { open, refused } = await start();
    const [body, headers, left] = [open(), open(), open()];
    body.send(head('GET /', { 'Content-Length': 1 }));
    await body.closed();
    headers.send(head('GET /', { Padding: 'x'.repeat(20_000) }));
    await headers.answers('HTTP/1.1 431');
    await headers.closed();
    left.send(`${head('POST /export', { ...FORM, 'Content-Length': 9 })}form=`);
    left.socket.end();
    await left.closed();
    expect(refused).toEqual(['too_large', 'too_large']);
  });

  test('keeps an idle connection longer than headers may take', async () => {
    const { open } = await start(QUICK);
    const idle = open();
    idle.send(head('GET /'));
    await idle.answers('the home page');
    // That one is cut shows that as much time has passed for the other.
    const slow = open();
    slow.send('GET / HTTP/1.1\r\n');
    await slow.closed();
    idle.send(head('GET /'));
    await idle.answers(/the home page[\s\S]*the home page/);
  });

  test('hangs up a connection on which nothing moves', async () => {
    const { open } = await start({ silenceMs: 200 });
    const hung = open();
    hung.send(head('GET /slow'));
    await hung.closed();
    expect(hung.answered()).toBe('');
  });

  test('while it stops, still answers on open connections, and says that they will be closed', async () => {
    const { open, stop, go } = await start({ drainMs: 60_000, stopMs: 120_000 });
    const [idle, busy] = [open(), open()];
    idle.send(head('GET /'));
    busy.send(head('GET /'));
    await Promise.all([idle.answers('the home page'), busy.answers('the home page')]);
    busy.send(head('GET /slow'));
    // It has come in by the time that a later one is answered.
    expect(
      await (
        await fetch(`http://127.0.0.1:${idle.socket.remotePort}/`, { headers: { connection: 'close' } })
      ).text(),
    ).toBe('the home page');
    const stopped = stop();
    idle.send(head('GET /'));
    await idle.answers(/connection: close[\s\S]*the home page$/i);
    go();
    await busy.answers(/connection: close[\s\S]*the slow page$/i);
    await stopped;
  });

  test('has the limits that docs/operations.md names', () => {
    const text = readFileSync('docs/operations.md', 'utf8').replaceAll(/\s+/g, ' ');
    expect(TIME_LIMITS).toMatchObject({ headersMs: 10_000, requestMs: 30_000, keepAliveMs: 75_000 });
    expect(text).toContain('headers within 10 seconds, the whole request within 30');
    expect(text).toContain('75 seconds');
  });
});
