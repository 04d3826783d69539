import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { english } from '../../src/locales/words.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../../src/slack-api/scope-catalogue.ts';
import type { Outcome } from '../../src/web/installing/oauth-outcome.ts';
import { renderLanding } from '../../src/web/pages/landing-page.ts';
import { renderOutcome } from '../../src/web/pages/outcome-page.ts';
import { renderPrivacy } from '../../src/web/pages/privacy-page.ts';
import { renderSetup } from '../../src/web/pages/setup-page.ts';
import { STYLESHEET_PATH, stylesheet } from '../../src/web/pages/stylesheet.ts';
import { renderSupport } from '../../src/web/pages/support-page.ts';
import { PICTURES, readPicture } from '../../src/web/pictures.ts';
import { launchChromium } from '../support/chromium-browser.ts';
import { given, installed, OUTCOMES, operator, stop } from '../support/outcomes.ts';

const words = english.pages;
const longName = 'Gesellschaft-für-Authentifizierungsverwaltung & Söhne 株式会社 “Ωmega”';
const change = { added: ['Send you private messages as itself'], removed: ['See names'] };
const lines = (kind: 'bot' | 'user', scopes: readonly string[]) =>
  scopes.map((scope) => ({ scope, ...english.scopes.of(kind, scope) }));
const outcome = (one: Outcome) => renderOutcome(one, { words });

const PAGES: Record<string, unknown> = {
  landing: renderLanding({
    words,
    scopes: { bot: lines('bot', REQUESTED_BOT_SCOPES), user: lines('user', REQUESTED_USER_SCOPES) },
    installPath: '/slack/install',
    installForMePath: '/slack/install?for=me',
    tryWithoutSlackUrl: 'http://127.0.0.1:3001',
  }),
  privacy: renderPrivacy({ words, operator }),
  support: renderSupport({ words, operator }),
  setup: renderSetup(
    {
      publicUrl: undefined,
      typed: 'not an address',
      socketMode: true,
      manifest: '{ "a": "manifest" }',
      createUrl: 'https://api.slack.com/apps',
      settings: [
        { name: 'SLACK_SIGNING_SECRET', problem: undefined, where: 'App Credentials > Signing Secret' },
        { name: 'TOKEN_ENCRYPTION_KEYS', problem: 'is missing', where: 'openssl rand -base64 32' },
      ],
      lines: 'SLACK_SIGNING_SECRET=',
    },
    words,
  ),
  installed_again: outcome({ ...installed, before: 'own', change }),
  installed_second: outcome({ ...installed, before: 'someone_elses', place: longName }),
  during_an_incident: renderOutcome(
    { kind: 'slack_unreachable', ...stop },
    {
      words,
      incident: {
        lead: english.incidents.lead(2, true),
        named: [
          { title: 'Slack is down for everyone', url: 'https://slack-status.com/2027-01/1' },
          { title: longName, url: 'https://slack-status.com/2027-01/2' },
        ],
      },
    },
  ),
  given_long: outcome({ ...given, place: longName }),
  ...Object.fromEntries(OUTCOMES.map(([one]) => [one.kind, outcome(one)])),
};

/** The pages as a browser shows them: with the real sheet, and without the app behind them. */
describe('the pages in a browser', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    await page.route('**/*', async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === STYLESHEET_PATH) await route.fulfill({ contentType: 'text/css', body: stylesheet });
      else if (pathname === PICTURES.home.path)
        await route.fulfill({ contentType: 'image/png', body: readPicture('home') });
      else
        await route.fulfill({
          contentType: 'text/html; charset=utf-8',
          body: String(PAGES[pathname.slice(1)]),
        });
    });
  });
  afterAll(() => browser?.close());

  async function open(name: string, width: number, colorScheme: 'light' | 'dark') {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(`http://lanyard.test/${name}`);
  }

  describe.each(Object.keys(PAGES))('%s', (name) => {
    test.each([
      [1280, 'light'],
      [390, 'dark'],
    ] as const)('has no fault that axe knows, at %d px in the %s scheme', async (width, scheme) => {
      await open(name, width, scheme);
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }),
      );
      expect(passes.length).toBeGreaterThan(10);
      const found = violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
      expect(found).toEqual([]);
    });

    test.each([390, 320])('fits %d px without scrolling sideways', async (width) => {
      await open(name, width, 'light');
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(width);
    });
  });

  test('the first stop of the keyboard leads past the rail', async () => {
    await open('landing', 1280, 'light');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe(words.layout.skip);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#content$/);
  });
});
