import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../test/support/free-port.ts';
import { until } from '../test/support/until.ts';
import { appFromManifest, type Manifest } from './app-from-manifest.ts';
import { DEMO_APP, type DemoApp, loadSecrets, openDemoApp, startOver } from './demo-app.ts';
import { type Simulator, startSimulator } from './simulator.ts';

const HALF_A_DAY_MS = 12 * 60 * 60_000;
/** Of `users.list`, in one workspace and minute. */
const TIER_2 = 20;

describe('the demo’s app', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'lanyard-demo-app-'));
  let slack: Simulator;
  let app: DemoApp;
  beforeAll(async () => {
    const secrets = loadSecrets(dir);
    const baseUrl = `http://localhost:${await freePort()}`;
    slack = await startSimulator({ rateLimits: true, doWhatIsDue: () => app.doWhatIsDue() });
    const manifest = JSON.parse(readFileSync('manifest.json', 'utf8')) as Manifest;
    slack.registerApp(appFromManifest(manifest, { ...DEMO_APP, ...secrets, baseUrl }));
    app = await openDemoApp(slack, { dir, baseUrl, secrets });
    await app.start();
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
    await slack?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const acme = () => slack.workspace('Acme');
  const owner = () => acme().person('Grace', { role: 'owner', twoFactor: 'app' });
  async function listPeople(times: number): Promise<number[]> {
    const token = slack.state.tokens.find(({ token: each }) => each.startsWith('xoxb'))?.token;
    const statuses: number[] = [];
    for (let count = 0; count < times; count += 1) {
      const headers = { authorization: `Bearer ${token}` };
      statuses.push((await fetch(`${slack.apiUrl}users.list`, { method: 'POST', headers })).status);
    }
    return [...new Set(statuses)];
  }

  test('opens a scenery with none of Slack’s limits used, also after the clock was moved', async () => {
    const seed = {
      words: 'A busy one',
      async plant() {
        await acme().install(undefined, { by: owner() });
        expect(await listPeople(TIER_2 + 1)).toEqual([200]);
      },
    };
    await startOver(slack, app, seed);
    expect(await listPeople(TIER_2)).toEqual([200]);
    expect(await listPeople(1)).toEqual([429]);
    slack.clock.forward(HALF_A_DAY_MS);
    expect(await listPeople(TIER_2)).toEqual([200]);
    await startOver(slack, app, seed);
    expect(await listPeople(TIER_2)).toEqual([200]);
  }, 60_000);

  test('does what is due as soon as the window has moved the clock', async () => {
    slack.apps()[0]?.turnOnTokenRotation();
    await owner().authorizes(undefined, { ownOnly: true });
    expect(owner().tokens().refreshes).toBe(0);
    const { url } = slack;
    const response = await fetch(`${url}/client/${acme().id}/${owner().id}/break/clock-half-day`, {
      method: 'POST',
      headers: { origin: url, accept: 'application/json' },
    });
    expect(await response.json()).toMatchObject({
      ok: true,
      notice: expect.stringContaining('Lanyard is doing what is due.'),
    });
    await until(
      () => owner().tokens().refreshes,
      (refreshes) => refreshes === 1,
      'the token to be renewed',
      20_000,
    );
  }, 60_000);
});
