import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium-browser.ts';
import { startDemo } from '../support/demo-process.ts';

/** What a newcomer does in the demo, in a real browser, from the first page to the removal of the app. */
describe('the demo in a browser', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lanyard-demo-'));
  const faults: string[] = [];
  let demo: Awaited<ReturnType<typeof startDemo>>;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    demo = await startDemo(dataDir);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  });
  afterAll(async () => {
    await browser?.close();
    demo?.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const main = () => page.getByRole('main');
  const sees = (text: string | RegExp) => main().getByText(text).first().waitFor();
  async function opens(name: string) {
    await page.getByRole('link', { name, exact: true }).first().click();
    // Before its script runs, the window works by ordinary forms, without dialogs.
    await page.waitForLoadState('load');
  }

  async function asks(command: string) {
    await page.locator('#composer').fill(command);
    await page.keyboard.press('Enter');
  }

  test('installs the app through the consent page', async () => {
    await page.goto(demo.url);
    await page.getByRole('link', { name: 'Add Lanyard to Acme' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Lanyard is now in Acme' }).waitFor();
  });

  test('shows Home, and verifies a permission', async () => {
    await page.getByRole('link', { name: 'Open in browser' }).click();
    await main().getByRole('heading', { name: 'My authorizations' }).waitFor();
    await page.getByRole('button', { name: 'Verify your own permission' }).click();
    await sees(/^.*Checked .*: it works\.$/m);
  });

  test('answers both commands, to the asker alone', async () => {
    await opens('general');
    await asks('/2fa');
    await sees('with an authenticator app');
    await asks('/token-status');
    await sees('Your authorizations in Acme');
    expect(await main().getByText('Only visible to you').count()).toBe(2);
  });

  test('revokes the own permission after a confirm, and offers to give it again', async () => {
    await opens('Lanyard');
    await page.getByRole('button', { name: 'Revoke your own permission' }).click();
    const confirm = page.getByRole('dialog');
    await confirm.getByText('Revoke your permission?').waitFor();
    await confirm.getByRole('button', { name: 'Revoke' }).click();
    await sees('You revoked it');
    await main().getByText('Give it again').first().waitFor();
  });

  test('keeps everything through Ctrl-C and a new start', async () => {
    await page.goto('about:blank');
    expect(await demo.stop()).toBe(0);
    demo = await startDemo(dataDir);
    await page.goto(demo.url);
    await sees('You revoked it');
  });

  test('sees the removal of the app from Slack’s side', async () => {
    await opens('Manage Lanyard');
    await page.getByRole('button', { name: /^Remove/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await opens('Lanyard');
    await sees('Lanyard is not in Acme');
    expect(faults).toEqual([]);
  });
});
