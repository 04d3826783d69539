// npm run pictures
// Takes the pictures of answers to commands that docs/commands.md shows: the real app and the simulated Slack.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Person } from '../simulator/people/people.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { findChromium } from '../test/support/chromium.mjs';
import { startLanyard } from '../test/support/lanyard.ts';
import { until } from '../test/support/until.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), `lanyard-pictures-${randomBytes(3).toString('hex')}`));
const database = await openDatabase({ dataDir, log: () => {} });
const lanyard = await startLanyard(database);
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1100 }, deviceScaleFactor: 1 });

const acme = lanyard.slack.workspace('Acme');
const grace = acme.person('Grace Hopper', { role: 'primary_owner', twoFactor: 'app' });
const ada = acme.person('Ada Lovelace', { role: 'admin', twoFactor: 'off' });
const alan = acme.person('Alan Turing', { twoFactor: 'off' });
acme.person('Kim Novak', { twoFactor: 'sms' });
acme.person('Mia Hamm', { twoFactor: 'app' });
acme.person('Gus Grissom', { role: 'guest' });
await lanyard.install(grace);
for (const person of [alan, ada]) await lanyard.install(person, { forMe: true });
await lanyard.prisma.coverageReader.create({
  data: {
    clientId: lanyard.credentials.clientId,
    installedIn: acme.id,
    isEnterpriseInstall: false,
    userId: grace.id,
    agreedAt: lanyard.clock.now(),
  },
});

/** Types a command and takes the picture of its answer, the last thing that is said in #general. */
async function picture(person: Person, command: string, text: string, answered: string, name: string) {
  const run = await person.types(command, text);
  await until(
    () => run.messages().at(-1)?.text ?? '',
    (said) => said.includes(answered),
    `“${answered}” in answer to ${command} ${text}`,
  );
  await page.goto(`${lanyard.slack.url}/client/${acme.id}/${person.id}/general`);
  await page.waitForLoadState('load');
  const panel = page.getByRole('button', { name: 'Close the simulator panel' });
  if (await panel.isVisible()) await panel.click();
  const [top, bottom] = await page.evaluate<[number, number]>(
    `(() => { const messages = [...document.querySelectorAll('.message')];
      const box = messages[messages.length - 1].getBoundingClientRect();
      return [box.top, box.bottom]; })()`,
  );
  await page.screenshot({
    path: `docs/${name}.png`,
    clip: { x: 300, y: top - 8, width: 780, height: bottom - top + 16 },
  });
}

await picture(grace, '/token-status', 'verify', '2 work', 'command-token-status-well');
await picture(grace, '/token-status', '', 'Both permissions work', 'command-token-status-well');
await picture(ada, '/2fa', '', 'is *off*', 'command-2fa-off');
await picture(ada, '/2fa', 'setup', 'Require it for everyone', 'command-2fa-setup');
await picture(grace, '/2fa', 'team', '%', 'command-2fa-team');
await picture(grace, '/2fa', `<@${alan.id}>`, 'sign-in *off*', 'command-2fa-person');
await picture(alan, '/2fa', `<@${grace.id}>`, 'Only owners and admins', 'command-2fa-refused');

await lanyard.prisma.userAuthorization.updateMany({
  where: { userId: alan.id },
  data: { rotationFailures: 3, rotationError: 'internal_error', rotationRetryAt: lanyard.clock.now() },
});
await picture(alan, '/token-status', '', 'needs attention', 'command-token-status');
await lanyard.prisma.userAuthorization.updateMany({
  where: { userId: alan.id },
  data: { rotationFailures: 0, rotationError: null, rotationRetryAt: null },
});
lanyard.slack.fault('auth.test', { error: 'token_revoked' });
lanyard.slack.fault('auth.test', { status: 429, retryAfterSeconds: 20 });
await picture(alan, '/token-status', 'verify', 'couldn’t be checked', 'command-token-status-verify');

await browser.close();
await lanyard.stop();
await database.close();
rmSync(dataDir, { recursive: true, force: true });
