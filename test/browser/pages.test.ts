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
import { SETUP_SCRIPT_PATH, setupScript } from '../../src/web/pages/setup-script.ts';
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
        {
          name: 'SLACK_CLIENT_ID',
          problem: undefined,
          where: 'App Credentials > Client ID',
          line: undefined,
        },
        {
          name: 'SLACK_SIGNING_SECRET',
          problem: 'missing',
          where: 'App Credentials > Signing Secret',
          line: '',
        },
        { name: 'TOKEN_ENCRYPTION_KEYS', problem: 'missing', where: 'openssl rand -base64 32', line: 'k1:a' },
      ],
      others: [{ name: 'PORT', problem: 'must be a number', where: '3000' }],
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

type PictureSeen = {
  source: string;
  coloursOnEdges: string[];
  right: number;
  shownRatio: number;
  fileRatio: number;
  /** Pixels of the page for each that it was taken of. */
  scale: number;
};
const LOOK_AT_PICTURE = `(async () => {
  const image = document.querySelector('.picture');
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  const file = new Image();
  file.src = image.currentSrc;
  await file.decode();
  context.drawImage(file, 0, 0, width, height);
  const edges = [[0, 0, width, 4], [0, height - 4, width, 4], [0, 0, 4, height], [width - 4, 0, 4, height]];
  const colours = new Set();
  for (const edge of edges) {
    const { data } = context.getImageData(...edge);
    for (let at = 0; at < data.length; at += 4) colours.add(data.slice(at, at + 3).join());
  }
  const box = image.getBoundingClientRect();
  return {
    source: new URL(image.currentSrc).pathname,
    coloursOnEdges: [...colours],
    right: box.right,
    shownRatio: box.width / box.height,
    fileRatio: width / height,
    scale: box.width / (file.naturalWidth / 2),
  };
})()`;

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
      else if (pathname === SETUP_SCRIPT_PATH)
        await route.fulfill({ contentType: 'text/javascript', body: setupScript });
      else if (pathname === PICTURES.home.path)
        await route.fulfill({ contentType: 'image/png', body: readPicture('home').bytes });
      else if (pathname === PICTURES.homeNarrow.path)
        await route.fulfill({ contentType: 'image/png', body: readPicture('homeNarrow').bytes });
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

  test.each([390, 640, 641, 768, 1024, 1280, 1440])(
    'the picture of Home is whole at %d px',
    async (width) => {
      await open('landing', width, 'light');
      const picture = page.locator('.picture');
      await picture.scrollIntoViewIfNeeded();
      const seen = (await page.evaluate(LOOK_AT_PICTURE)) as PictureSeen;
      expect(seen.source).toBe(width > 640 ? PICTURES.home.path : PICTURES.homeNarrow.path);
      // Nothing is cut off: along the edges of the file there is nothing but its ground.
      expect(seen.coloursOnEdges).toHaveLength(1);
      expect(seen.right).toBeLessThanOrEqual(width);
      expect(Math.abs(seen.shownRatio - seen.fileRatio)).toBeLessThan(0.01);
      // What it says can be read: it is shown at no less than two thirds of its size.
      expect(seen.scale).toBeGreaterThan(0.66);
    },
  );

  test('the first stop of the keyboard leads past the rail', async () => {
    await open('landing', 1280, 'light');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe(words.layout.skip);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#content$/);
  });
});
