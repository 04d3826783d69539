import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { PICTURES } from '../../src/web/pictures.ts';
import { launchChromium } from './chromium-browser.ts';

const PATIENCE_MS = 20_000;
const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A real browser, with everything it complains of, and a look at each step. */
export async function openWalkingBrowser() {
  const browser = await launchChromium();
  // The pages' own policy lets no script in but theirs; axe is the test's.
  const page = await browser.newPage({
    viewport: { width: 1280, height: 860 },
    bypassCSP: true,
    deviceScaleFactor: process.env.LANYARD_PICTURES ? 2 : 1,
  });
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  let pictures = 0;

  return {
    page,
    complaints,
    /**
     * What axe finds serious or critical on the page as it stands. With LANYARD_PICTURES set, a picture of every step lands in
     * `pictures/`, and those that README shows in `docs/`.
     */
    async look(name: string, { inReadme = false } = {}): Promise<string[]> {
      pictures += 1;
      if (process.env.LANYARD_PICTURES) {
        mkdirSync('pictures', { recursive: true });
        await page.screenshot({
          path: `pictures/${String(pictures).padStart(2, '0')}-${name}.png`,
          scale: 'css',
        });
        if (inReadme) await page.screenshot({ path: `docs/tour-${name}.png`, scale: 'css' });
      }
      return violationsOn(page);
    },
    /** Home as the landing page and README show it: alone, with twice the pixels. */
    async pictureHome(): Promise<void> {
      if (!process.env.LANYARD_PICTURES) return;
      await page.getByRole('button', { name: 'Tools' }).click();
      await page.screenshot({ path: 'docs/home.png' });
      const box = await page.locator('#home').boundingBox();
      if (!box) throw new Error('Home is not on the page.');
      const { width, height, file } = PICTURES.home;
      const clip = { x: box.x + (box.width - width) / 2, y: box.y, width, height };
      await page.screenshot({ path: file, clip });
      await page.getByRole('button', { name: 'Tools' }).click();
    },
    close: () => browser.close(),
  };
}

async function violationsOn(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axeFile });
  const { violations } = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: typeof axe };
    return tool.run({ resultTypes: ['violations'] } as axe.RunOptions);
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
