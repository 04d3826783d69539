import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium-browser.ts';

const DESK = { width: 1280, height: 860 };
const TELEPHONE = { width: 390, height: 844 };
const PATIENCE_MS = 20_000;
const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A real browser, with everything it complains of, and a look at each step. */
export async function openWalkingBrowser() {
  const browser = await launchChromium();
  // The pages' own policy lets no script in but theirs; axe is the test's.
  const page = await browser.newPage({
    viewport: DESK,
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
     * What axe finds serious or critical on the page as it is, on a desktop and on a phone, and whether it has to be
     * scrolled sideways there. With LANYARD_PICTURES set, pictures of every step land in `pictures/`, and those that README
     * shows in `docs/`.
     */
    async look(name: string, { inReadme = false } = {}): Promise<string[]> {
      pictures += 1;
      const file = `pictures/${String(pictures).padStart(2, '0')}-${name}`;
      if (inReadme && process.env.LANYARD_PICTURES)
        await page.screenshot({ path: `docs/tour-${name}.png`, scale: 'css' });
      const before = page.viewportSize() ?? DESK;
      const found: string[] = [];
      for (const size of before.width === TELEPHONE.width ? [TELEPHONE, DESK] : [DESK, TELEPHONE]) {
        await page.setViewportSize(size);
        if (process.env.LANYARD_PICTURES) {
          mkdirSync('pictures', { recursive: true });
          await page.screenshot({ path: `${file}-${size.width}.png`, scale: 'css' });
        }
        found.push(...(await faultsOn(page)).map((fault) => `${size.width} px: ${fault}`));
      }
      await page.setViewportSize(before);
      return found;
    },
    close: () => browser.close(),
  };
}

async function faultsOn(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axeFile });
  const { violations } = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: typeof axe };
    return tool.run({ resultTypes: ['violations'] } as axe.RunOptions);
  });
  const wider = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  return [
    ...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)),
    ...(wider > 0 ? [`${wider} px wider than the window`] : []),
  ];
}
