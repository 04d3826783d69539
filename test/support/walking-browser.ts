import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium-browser.ts';

const PATIENCE_MS = 20_000;
const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A real browser, with everything it complains of, and a look at each step. */
export async function openWalkingBrowser() {
  const browser = await launchChromium();
  // The pages' own policy lets no script in but theirs; axe is the test's.
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, bypassCSP: true });
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  let pictures = 0;

  return {
    page,
    complaints,
    /**
     * What axe finds serious or critical on the page as it stands. With LANYARD_PICTURES naming a folder, also a picture
     * of it there.
     */
    async look(name: string): Promise<string[]> {
      pictures += 1;
      const folder = process.env.LANYARD_PICTURES;
      if (folder) {
        mkdirSync(folder, { recursive: true });
        const file = `${String(pictures).padStart(2, '0')}-${name}.png`;
        await page.screenshot({ path: path.join(folder, file) });
      }
      return violationsOn(page);
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
