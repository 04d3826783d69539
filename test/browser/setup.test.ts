import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium-browser.ts';
import { freePort } from '../support/free-port.ts';
import { type LanyardProcess, spawnLanyard } from '../support/lanyard-process.ts';
import { until } from '../support/until.ts';

jest.setTimeout(120_000);

/** As its own process serves it, under its own Content-Security-Policy. */
describe('the set-up page in a browser', () => {
  let lanyard: LanyardProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  let url = '';

  beforeAll(async () => {
    const port = await freePort();
    lanyard = spawnLanyard({ PORT: String(port), SLACK_CLIENT_ID: '1.2' }, '--setup');
    await until(lanyard.output, (output) => output.includes('Ctrl-C'), 'the set-up page', 60_000);
    url = `http://127.0.0.1:${port}/`;
    browser = await launchChromium();
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  });
  afterAll(async () => {
    await browser?.close();
    lanyard?.child.kill('SIGKILL');
  });

  const progress = () => page.getByRole('status').textContent();
  const block = () => page.getByLabel('Lines for .env').inputValue();
  const copied = () => page.evaluate('navigator.clipboard.readText()');

  test('writes what is typed into the block, counts down, and copies it', async () => {
    await page.goto(url);
    expect(await progress()).toBe('3 settings are still missing. Fill them in below.');
    expect(await block()).toMatch(
      /^PUBLIC_URL=\nSLACK_CLIENT_SECRET=\nSLACK_SIGNING_SECRET=\nTOKEN_ENCRYPTION_KEYS=k1:\S+$/,
    );
    const key = /k1:.*/.exec(await block())?.[0];

    await page.getByLabel('PUBLIC_URL').pressSequentially('https://lanyard.acme.dev/');
    expect(await progress()).toBe('2 settings are still missing. Fill them in below.');
    await page.getByLabel('SLACK_CLIENT_SECRET').fill(' the-secret ');
    expect(await progress()).toBe('1 setting is still missing. Fill it in below.');
    await page.getByLabel('SLACK_SIGNING_SECRET').fill('the-signing-secret');
    expect(await progress()).toBe(
      'Everything is filled in. Copy the block at the end into .env, then reload this page.',
    );
    expect(await page.locator('[data-state]').allTextContents()).toEqual(Array(4).fill('in the block below'));

    await page.getByRole('button', { name: 'Copy the block' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await copied()).toBe(
      `PUBLIC_URL=https://lanyard.acme.dev\nSLACK_CLIENT_SECRET=the-secret\nSLACK_SIGNING_SECRET=the-signing-secret\nTOKEN_ENCRYPTION_KEYS=${key}`,
    );
    await page.getByLabel('SLACK_CLIENT_SECRET').fill('');
    expect(await progress()).toBe('1 setting is still missing. Fill it in below.');
    expect(complaints).toEqual([]);
  });

  test('copies the manifest with the address in it, and takes no address that Slack refuses', async () => {
    await page.goto(url);
    await page.getByLabel('PUBLIC_URL').fill('http://lanyard.acme.dev');
    expect(await block()).toMatch(/^PUBLIC_URL=\n/);
    await page.getByRole('button', { name: 'Fill in the manifest' }).click();
    await page.getByText('Slack doesn’t accept that address').waitFor();
    expect(await block()).toMatch(/^PUBLIC_URL=\n/);

    await page.getByLabel('PUBLIC_URL').fill('https://lanyard.acme.dev');
    await page.getByRole('button', { name: 'Fill in the manifest' }).click();
    await page.getByRole('link', { name: 'Create the app in Slack' }).waitFor();
    await page.getByRole('button', { name: 'Copy the manifest' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(JSON.parse(String(await copied())).oauth_config.redirect_urls).toEqual([
      'https://lanyard.acme.dev/slack/oauth_redirect',
    ]);
    expect(await block()).toMatch(/^PUBLIC_URL=https:\/\/lanyard\.acme\.dev\n/);
    expect(complaints).toEqual([]);
  });

  test('runs no script but its own, and lets none send anything', async () => {
    const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('connect-src');
    const html = await (await fetch(url)).text();
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/ on[a-z]+=/);
  });

  test('shows everything without a script, too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${url}?public_url=${encodeURIComponent('https://lanyard.acme.dev')}`);
    expect(await plain.getByRole('status').textContent()).toBe(
      '2 settings are still missing. Fill them in below.',
    );
    expect(await plain.getByLabel('Lines for .env').inputValue()).toContain(
      'PUBLIC_URL=https://lanyard.acme.dev\n',
    );
    expect(await plain.locator('[data-copy]:visible').count()).toBe(0);
    await context.close();
  });
});
