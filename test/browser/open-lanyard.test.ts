import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { english } from '../../src/locales/words.ts';
import { describeGrant } from '../../src/web/installing/describe-grant.ts';
import { renderOutcome } from '../../src/web/pages/outcome-page.ts';
import { pageHeaders } from '../../src/web/server/page-headers.ts';
import { launchChromium } from '../support/chromium-browser.ts';
import { until } from '../support/until.ts';

const SLACK = 'https://slack.com/oauth/v2/authorize';
const GRANT = {
  key: { installedIn: 'T0ACME', isEnterpriseInstall: false },
  appId: 'A0LANYARD',
  name: 'Acme',
  grantedByUserId: 'U0PAT',
  user: { scopes: ['users:read'] },
} as unknown as Parameters<typeof describeGrant>[1];
const NOTHING = { installation: undefined, authorization: undefined } as unknown as Parameters<
  typeof describeGrant
>[2];

const grantedIn = (authorizeUrl: string, channelId?: string) =>
  describeGrant({ words: english, authorizeUrl }, GRANT, NOTHING, channelId);

let browser: Browser;
let page: Page;
const complaints: string[] = [];
beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  // The page with the headers that it is served with, its policy among them.
  const served = new Hono().use(pageHeaders({ https: true })).get('/', (context) => context.text(''));
  const headers = Object.fromEntries((await served.request('/')).headers);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  await page.route('https://lanyard.example.com/', (route) =>
    route.fulfill({
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
      body: String(renderOutcome(grantedIn(SLACK), { words: english.pages })),
    }),
  );
  await page.route('https://slack.com/**', (route) => route.fulfill({ body: 'Slack' }));
});
afterAll(() => browser?.close());

test('after consent, Open Lanyard asks the system to open its Home in Slack’s own app, under the strict policy', async () => {
  await page.goto('https://lanyard.example.com/');
  const asked: string[] = [];
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.enable');
  devtools.on('Page.frameRequestedNavigation', ({ url }) => asked.push(url));
  complaints.length = 0;
  await page.getByRole('link', { name: 'Open Lanyard', exact: true }).click();
  await until(
    () => asked,
    (urls) => urls.length > 0,
    'a navigation',
  );
  expect(asked).toEqual(['slack://app?team=T0ACME&id=A0LANYARD&tab=home']);
  expect(complaints.filter((each) => each.includes('Content Security Policy'))).toEqual([]);
});

test('without that app, the page is still there, with the way into the browser', async () => {
  await page.goto('https://lanyard.example.com/');
  await page.getByRole('link', { name: 'Open Lanyard in your browser' }).click();
  await page.waitForURL('https://slack.com/app_redirect?app=A0LANYARD&team=T0ACME');
});

test('who came from a channel is led back to it, and in the demo, which has no app of its own, to the browser', () => {
  expect(grantedIn(SLACK, 'C0FROM')).toMatchObject({
    leadsTo: 'channel',
    openInSlackUrl: 'slack://channel?team=T0ACME&id=C0FROM',
    openInBrowserUrl: 'https://slack.com/app_redirect?channel=C0FROM&team=T0ACME',
  });
  const demo = grantedIn('http://127.0.0.1:3001/oauth/v2/authorize');
  expect(demo).toMatchObject({
    leadsTo: 'home',
    openInBrowserUrl: 'http://127.0.0.1:3001/app_redirect?app=A0LANYARD&team=T0ACME',
  });
  expect(demo).not.toHaveProperty('openInSlackUrl');
});
