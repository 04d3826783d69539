import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startDemo } from '../test/support/demo-process.ts';
import { freePortPair } from '../test/support/free-port.ts';
import { chooseDemoPorts } from './demo-ports.ts';

describe('the ports of the demo', () => {
  const taken: Server[] = [];
  async function take(port: number): Promise<void> {
    const server = createServer().listen(port, '127.0.0.1');
    taken.push(server);
    await once(server, 'listening');
  }
  afterEach(async () => {
    for (const server of taken.splice(0)) await once(server.close(), 'close');
  });

  test('are PORT for Lanyard and the next one for the simulated Slack', async () => {
    const port = await freePortPair();
    expect(await chooseDemoPorts(String(port))).toEqual({ app: port, slack: port + 1, notes: [] });
  });

  test.each([
    ['itself', 0],
    ['its neighbour', 1],
  ])('are refused when another program uses PORT %s, with both ports and a way out', async (_, further) => {
    const port = await freePortPair();
    await take(port + further);
    await expect(chooseDemoPorts(String(port))).rejects.toMatchObject({
      code: 'config_invalid',
      message: `The demo needs ports ${port} and ${port + 1}, and another program uses ${port + further}.`,
      hint: `Try another one: PORT=${port + 1_000} npm run demo`,
    });
  });

  test('end the demo with two sentences and nothing else when they are taken', async () => {
    const port = await freePortPair();
    await take(port);
    await expect(startDemo(path.join(tmpdir(), 'lanyard-not-made'), { port: String(port) })).rejects.toThrow(
      `The demo did not start:\nThe demo needs ports ${port} and ${port + 1}, and another program uses ${port}.\nTry another one: PORT=${port + 1_000} npm run demo\n`,
    );
    expect(existsSync(path.join(tmpdir(), 'lanyard-not-made'))).toBe(false);
  }, 160_000);

  test.each(['http', '-1', '0', '65535', '80.5', '99999999'])(
    'are refused when PORT is %s',
    async (wanted) => {
      await expect(chooseDemoPorts(wanted)).rejects.toMatchObject({
        code: 'config_invalid',
        message: `PORT is "${wanted}", which isn’t a number from 1 to 65534.`,
      });
    },
  );

  test.each([undefined, ''])(
    'are free ones when PORT is %p, and each that is not the usual one is named',
    async (wanted) => {
      // Whether this test or another program has it makes no difference.
      await take(3000).catch(() => {});
      const { app, slack, notes } = await chooseDemoPorts(wanted);
      expect(app).not.toBe(3000);
      expect(app).not.toBe(slack);
      expect(notes).toContain(`Another program uses port 3000, so the demo uses ${app}.`);
      await take(app);
      await take(slack);
    },
  );
});
