// npm run pictures
// Takes the pictures of Home that README, docs and the start page show: the real app and the simulated Slack, in Chromium.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { Person } from '../simulator/people/people.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { PICTURE_SCALE, PICTURES, type PictureName } from '../src/web/pictures.ts';
import { findChromium } from '../test/support/chromium.mjs';
import { revokesOwn } from '../test/support/home.ts';
import { opensHome } from '../test/support/home-team.ts';
import { startLanyard } from '../test/support/lanyard.ts';
import { choosesFromRow } from '../test/support/row-menu.ts';
import { untilHome } from '../test/support/until.ts';

const WIDTH = 1280;
const TELEPHONE = 390;
const MOST_HEIGHT = 2_000;
/** Around Home where it is shown alone; on a telephone that's all there is next to it. */
const MARGIN = 16;

const dataDir = mkdtempSync(path.join(tmpdir(), `lanyard-pictures-${randomBytes(3).toString('hex')}`));
const database = await openDatabase({ dataDir, log: () => {} });
const lanyard = await startLanyard(database, { asksOnOpening: true });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, deviceScaleFactor: 1 });

const acme = lanyard.slack.workspace('Acme');
const grace = acme.person('Grace Hopper', { role: 'primary_owner', twoFactor: 'app' });
const ada = acme.person('Ada Lovelace', { role: 'admin', twoFactor: 'sms' });
const alan = acme.person('Alan Turing');
const kim = acme.person('Kim Novak');
await lanyard.install(grace);
for (const person of [alan, ada]) await lanyard.install(person, { forMe: true });

const hours = (count: number) => new Date(lanyard.clock.now().getTime() - count * 60 * 60_000);
await lanyard.prisma.installation.updateMany({
  data: { verifiedAt: hours(2), authorizedAt: hours(24 * 40), lastUsedAt: hours(1) },
});
await lanyard.prisma.userAuthorization.updateMany({
  data: { verifiedAt: hours(3), authorizedAt: hours(24 * 12), lastUsedAt: hours(5) },
});

async function shows(person: Person): Promise<void> {
  await opensHome(person);
  await page.goto(`${lanyard.slack.url}/client/${acme.id}/${person.id}/home/${lanyard.credentials.appId}`);
  await page.waitForLoadState('load');
  await closePanel(page);
}

/** The pictures are of Home, not of what breaks it. */
async function closePanel(of: Page): Promise<void> {
  if ((await of.locator('html.with-panel').count()) === 0) return;
  await of.getByRole('button', { name: 'Close the simulator panel' }).click();
}

/** Home alone and whole, without the window around it, and sharp on every screen: for the start page. */
async function pictureAlone(name: PictureName, width: number): Promise<void> {
  const sharp = await browser.newPage({
    viewport: { width, height: MOST_HEIGHT },
    deviceScaleFactor: PICTURE_SCALE,
  });
  await sharp.goto(page.url());
  await sharp.waitForLoadState('load');
  await closePanel(sharp);
  await sharp.locator('#home .blocks').waitFor();
  const box = await sharp.locator('#home .blocks').boundingBox();
  if (!box) throw new Error('Home is not on the page.');
  const clip = {
    x: Math.floor(box.x) - MARGIN,
    y: Math.floor(box.y) - MARGIN,
    width: Math.ceil(box.width) + 2 * MARGIN,
    height: Math.ceil(box.height) + 2 * MARGIN,
  };
  await sharp.screenshot({ path: PICTURES[name].file, clip });
  await sharp.close();
}

/** As high as what is to be seen, so that nothing is cut and nothing is empty. */
async function picture(of: Page, name: string, height?: number): Promise<void> {
  const content = await of.evaluate<number>(
    `Math.ceil(Math.max(...[...document.querySelectorAll('.blocks .block')].map((each) => each.getBoundingClientRect().bottom)))`,
  );
  await of.setViewportSize({ width: WIDTH, height: height ?? Math.min(MOST_HEIGHT, content + 76) });
  await of.screenshot({ path: `docs/${name}.png` });
  await of.setViewportSize({ width: WIDTH, height: 900 });
}

// All is well.
await shows(grace);
await picture(page, 'home');
await pictureAlone('home', WIDTH);
await pictureAlone('homeNarrow', TELEPHONE);

// A member whose own permission Slack refuses, and one who has given none.
await lanyard.prisma.userAuthorization.updateMany({
  where: { userId: alan.id },
  data: { verifyError: 'two_factor_setup_required', verifiedAt: hours(1) },
});
await shows(alan);
await picture(page, 'home-problem');
await shows(kim);
await picture(page, 'home-empty');

// A revocation that Slack does not confirm.
lanyard.slack.fault('auth.revoke', { status: 503 });
await shows(ada);
await revokesOwn(ada);
await ada.closes();
await shows(ada);
await picture(page, 'home-unfinished');
await lanyard.install(ada, { forMe: true });
await lanyard.prisma.userAuthorization.updateMany({
  where: { userId: ada.id },
  data: { verifiedAt: hours(3), authorizedAt: hours(24 * 12), lastUsedAt: hours(5) },
});

// The details, and the question before a revocation.
await shows(grace);
await choosesFromRow(page, /Your own permission/, 'Details');
await page.getByRole('heading', { name: 'Details' }).waitFor();
await page.screenshot({ path: 'docs/home-details.png' });
await page.getByRole('button', { name: 'Close', exact: true }).click();
await choosesFromRow(page, /Your own permission/, 'Revoke…');
await page.getByRole('heading', { name: 'Revoke permission' }).waitFor();
await page.screenshot({ path: 'docs/home-confirm.png', clip: { x: 0, y: 0, width: WIDTH, height: 760 } });
await page.getByRole('button', { name: 'Keep it' }).click();

// What admins see.
await page.getByRole('button', { name: 'Workspace: show it' }).click();
await page.getByRole('heading', { name: 'Everyone in Acme' }).waitFor();

// The two-factor count: agreed to, counted, and who is without.
const crowd = [
  'Barbara Liskov',
  'Edsger Dijkstra',
  'Frances Allen',
  'John Backus',
  'Radia Perlman',
  'Tony Hoare',
];
for (const [index, name] of crowd.entries()) acme.person(name, { twoFactor: index < 3 ? 'app' : 'off' });
acme.person('Jean Bartik', { role: 'admin' });
acme.person('Karen Jones', { role: 'guest' });
await page.getByRole('button', { name: 'Set up the count of two-factor' }).click();
await page.getByRole('heading', { name: 'Count two-factor' }).waitFor();
await page.screenshot({ path: 'docs/home-coverage-agree.png' });
await page.getByRole('button', { name: 'Agree', exact: true }).click();
await page.getByRole('heading', { name: 'Agreed' }).waitFor();
await grace.closes();
await untilHome(grace, 'Counted just now.');
const place = { clientId: lanyard.credentials.clientId, installedIn: acme.id, isEnterpriseInstall: false };
const { counts } = await lanyard.prisma.coverageSnapshot.findFirstOrThrow({ where: place });
for (let day = 1; day < 90; day += 1) {
  const app = 4 - Math.floor(day / 30);
  const past = { ...(counts as object), app, off: 10 - app };
  await lanyard.prisma.coverageSnapshot.create({
    data: { readingId: randomUUID(), ...place, at: hours(24 * day), counts: past },
  });
}
await opensHome(grace);
await untilHome(grace, 'Last 90 days');
await shows(grace);
const card = await page.locator('.blocks .block', { hasText: /^Two-factor sign-in/ }).boundingBox();
if (!card) throw new Error('The two-factor card is not on Home.');
const around = { x: card.x - 24, y: card.y - 16, width: card.width + 48, height: 270 };
await page.screenshot({ path: 'docs/home-coverage.png', clip: around });
await picture(page, 'home-admin');
await page.getByRole('button', { name: 'People without: ' }).click();
await page.getByRole('heading', { name: 'People without' }).waitFor();
await page.screenshot({ path: 'docs/home-coverage-people.png' });
await page.getByRole('button', { name: 'Close', exact: true }).click();

await page.getByRole('button', { name: 'Audit trail: show it' }).click();
await page.getByRole('heading', { name: 'Audit trail of Acme' }).waitFor();
await picture(page, 'home-audit');

await browser.close();
await lanyard.stop();
await database.close();
rmSync(dataDir, { recursive: true, force: true });
