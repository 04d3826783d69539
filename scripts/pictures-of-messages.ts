// npm run pictures
// Takes the pictures of the private messages that docs/notifications.md shows: the real app and the simulated Slack.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Person } from '../simulator/people/people.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { english } from '../src/locales/words.ts';
import { createRemind } from '../src/slack/notifications/remind-listener.ts';
import { findChromium } from '../test/support/chromium.mjs';
import { pressesButton } from '../test/support/home.ts';
import { opensHome, untilModal } from '../test/support/home-team.ts';
import { startLanyard } from '../test/support/lanyard.ts';
import { goTo, startNotifier } from '../test/support/notifier.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), `lanyard-pictures-${randomBytes(3).toString('hex')}`));
const database = await openDatabase({ dataDir, log: () => {} });
const lanyard = await startLanyard(database);
const notifier = startNotifier(lanyard);
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 });

goTo(lanyard, 'Wednesday', '10:00');
const acme = lanyard.slack.workspace('Acme');
const grace = acme.person('Grace Hopper', { role: 'primary_owner', twoFactor: 'app' });
const alan = acme.person('Alan Turing');
const kim = acme.person('Kim Novak');
const mia = acme.person('Mia Hamm');
await lanyard.install(grace);
for (const person of [alan, kim, mia]) await lanyard.install(person, { forMe: true });

async function picture(person: Person, name: string): Promise<void> {
  await page.goto(
    `${lanyard.slack.url}/client/${person.workspace.id}/${person.id}/messages/${lanyard.credentials.appId}`,
  );
  await page.waitForLoadState('load');
  const panel = page.getByRole('button', { name: 'Close the simulator panel' });
  if (await panel.isVisible()) await panel.click();
  const [top, bottom] = await page.evaluate<[number, number]>(
    `(() => { const boxes = [...[...document.querySelectorAll('.blocks')].at(-1).querySelectorAll('.block')].map((each) => each.getBoundingClientRect());
      return [Math.min(...boxes.map(({ top }) => top)), Math.max(...boxes.map(({ bottom }) => bottom))]; })()`,
  );
  const clip = { x: 300, y: top - 38, width: 780, height: bottom - top + 62 };
  await page.screenshot({ path: `docs/${name}.png`, clip });
}

// An admin revokes for someone, with a reason.
await opensHome(grace);
await pressesButton(grace, 'look', /^Workspace/);
await pressesButton(grace, 'admin_revoke', new RegExp(kim.id));
await untilModal(grace, 'Why?');
await grace.submits({ reason: 'Left the research project' });
await kim.untilSees(({ channel }) => channel === 'dm');
await grace.closes();
await picture(kim, 'message-revoked');

// Someone revokes their own in Slack.
await mia.revokesOwnPermission();
await mia.untilSees(({ channel }) => channel === 'dm');
await picture(mia, 'message-ended');

// A renewal fails, and works again.
const renewal = (failures: number) =>
  lanyard.prisma.userAuthorization.updateMany({
    where: { userId: alan.id },
    data: {
      rotationFailures: failures,
      rotationError: failures > 0 ? 'internal_error' : null,
      rotationRetryAt: failures > 0 ? lanyard.clock.now() : null,
    },
  });
await renewal(3);
await notifier.runs();
await picture(alan, 'message-renewal');
await renewal(0);
lanyard.clock.forward(40 * 60_000);
await notifier.runs();
await picture(alan, 'message-resolved');

// Several on one day.
await lanyard.prisma.userAuthorization.updateMany({
  where: { userId: grace.id },
  data: { rotationFailures: 3, rotationError: 'internal_error', rotationRetryAt: lanyard.clock.now() },
});
await lanyard.prisma.installation.updateMany({
  data: { rotationFailures: 4, rotationError: 'invalid_refresh_token', rotationRetryAt: null },
});
await notifier.runs();
await picture(grace, 'message-several');

await opensHome(alan);
await page.goto(`${lanyard.slack.url}/client/${acme.id}/${alan.id}/home/${lanyard.credentials.appId}`);
await page.getByRole('button', { name: 'Notifications' }).click();
await page.getByRole('heading', { name: 'Notifications' }).waitFor();
await page.screenshot({
  path: 'docs/home-notifications.png',
  clip: { x: 0, y: 0, width: 1280, height: 760 },
});

// Coverage: a reminder with its preview, a digest, and the end of the counting.
const initech = lanyard.slack.workspace('Initech');
const bill = initech.person('Bill Lumbergh', { role: 'primary_owner', twoFactor: 'app' });
const peter = initech.person('Peter Gibbons');
const [samir, , milton] = ['Samir N.', 'Michael Bolton', 'Milton Waddams'].map((name) =>
  initech.person(name),
);
for (const name of ['Dom Portwood', 'Nina Hayes', 'Tom Smykowski', 'Drew Lewis']) {
  initech.person(name, { twoFactor: 'sms' });
}
initech.person('Joanna A.', { role: 'admin' });
await lanyard.install(bill);
const context = { teamId: initech.id };
const admission = await notifier.authorizations.requireAdmin({ context, userId: bill.id });
if ('refused' in admission) throw new Error('Bill is the owner.');
const { admin } = admission;
await notifier.twoFactor.agreeToCoverage(admin);
await notifier.twoFactor.refreshCoverage(admin.key);
await notifier.notifications.setPreferencesAt(context, milton?.id ?? '', { two_factor_reminder: false });
const preview = await createRemind({ once: async () => true, ...notifier, words: english }).answer({
  context,
  userId: bill.id,
});
const bot = await notifier.installations.asBot(context);
await bot.call('chat.postMessage', { channel: bill.id, ...preview });
await picture(bill, 'remind-preview');
await bill.presses('send_reminders');
await bill.untilSees(({ visible }) => visible.includes('on the way'));
await notifier.runs();
await picture(peter, 'message-reminder');

peter.setTwoFactor('app');
goTo(lanyard, 'Thursday', '10:00');
await notifier.twoFactor.refreshCoverage(admin.key);
goTo(lanyard, 'Thursday', '10:00');
samir?.setTwoFactor('app');
await notifier.twoFactor.refreshCoverage(admin.key);
await notifier.notifications.setDigest(admin, true);
await notifier.runs();
await picture(bill, 'message-digest');
goTo(lanyard, 'Friday', '10:00');
await lanyard.prisma.userAuthorization.updateMany({
  where: { userId: bill.id },
  data: { revokedAt: lanyard.clock.now(), endedBy: 'member', endedByUserId: bill.id },
});
await notifier.runs();
await picture(bill, 'message-coverage-lost');

await browser.close();
await lanyard.stop();
await database.close();
rmSync(dataDir, { recursive: true, force: true });
