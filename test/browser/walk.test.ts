import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startDemo } from '../support/demo-process.ts';
import { freePortPair } from '../support/free-port.ts';
import { choosesFromRow } from '../support/row-menu.ts';
import { openWalkingBrowser } from '../support/walking-browser.ts';

/** axe looks at every page: on a busy machine that takes its time. */
jest.setTimeout(180_000);

/** What a newcomer does in the demo, in a real browser, from the first page to the removal of the app. */
describe('the demo in a browser', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lanyard-demo-'));
  let demo: Awaited<ReturnType<typeof startDemo>>;
  let walk: Awaited<ReturnType<typeof openWalkingBrowser>>;
  let page: typeof walk.page;

  beforeAll(async () => {
    const port = await freePortPair();
    demo = await startDemo(dataDir, { port: String(port) });
    expect(demo.url).toBe(`http://127.0.0.1:${port + 1}`);
    walk = await openWalkingBrowser();
    ({ page } = walk);
  });
  afterAll(async () => {
    await walk?.close();
    demo?.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const main = () => page.getByRole('main');
  const sees = (text: string | RegExp) => main().getByText(text).first().waitFor();
  const answers = () => main().getByRole('article', { name: 'Lanyard, only visible to you' });
  async function opens(name: string) {
    await page
      .getByRole('link', { name: new RegExp(`^${name}( \\d+ unread)?$`) })
      .first()
      .click();
    // Before its script runs, the window works by ordinary forms, without dialogs.
    await page.waitForLoadState('load');
  }
  /** By the app's name alone one comes to its messages while some are unread. */
  async function opensHome() {
    await opens('Lanyard');
    await opens('Home');
  }
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const tools = () => page.getByRole('complementary', { name: 'Simulator' });
  const breaks = (name: string) => tools().getByRole('button', { name, exact: true }).click();
  const toast = (text: string | RegExp) => page.locator('#toast').getByText(text).waitFor();

  async function asks(command: string) {
    await page.locator('#composer').fill(command);
    await page.keyboard.press('Enter');
  }

  test('is taken by the hand: the tour begins with adding the app', async () => {
    await page.goto(demo.url);
    await tools().getByText('Six steps through Lanyard').waitFor();
    expect(await walk.look('newcomer')).toEqual([]);
    await tools().getByRole('link', { name: 'Add to Acme' }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(await walk.look('consent', { inReadme: true })).toEqual([]);
  });

  test('meets a page without Allow as somebody who may not install', async () => {
    const become = async (name: string) => {
      await page.getByLabel('You are').selectOption({ label: name });
      await page.getByRole('button', { name: 'Switch' }).click();
    };
    await become('Kim Guest (guest), Acme');
    await page.getByRole('heading', { name: 'You can’t add Lanyard to Acme' }).waitFor();
    expect(await page.getByRole('button', { name: 'Allow' }).count()).toBe(0);
    expect(await walk.look('consent-guest')).toEqual([]);
    await page.getByRole('button', { name: 'Back to Lanyard' }).click();
    await page.getByRole('heading', { name: 'Nothing was installed' }).waitFor();
    expect(await walk.look('cancelled')).toEqual([]);
    // The browser itself notes the 403.
    walk.complaints.length = 0;
  });

  test('asks the admins where they approve apps first', async () => {
    await page.goto(demo.url);
    await tab('Break things');
    await breaks('Let admins approve apps first');
    await toast('Members now have to ask an admin');
    await page.getByLabel('Acting as').selectOption({ label: 'Alan Turing' });
    await main().getByRole('link', { name: 'Add Lanyard to Acme' }).click();
    await page.getByLabel('Reason (optional)').fill('For the whole team');
    expect(await walk.look('consent-approval')).toEqual([]);
    await page.getByRole('button', { name: 'Request to install' }).click();
    await page.getByRole('heading', { name: 'The admins have your request' }).waitFor();
    expect(await walk.look('consent-asked')).toEqual([]);
    await page.goto(demo.url);
    await page.getByLabel('Acting as').selectOption({ label: 'Grace Hopper' });
    await opens('general');
    await sees('would like to add Lanyard to Acme');
    await opens('Manage Lanyard');
    await sees('asks for it');
    expect(await walk.look('manage-approval')).toEqual([]);
    await main().getByRole('button', { name: 'Approve Lanyard for Acme' }).click();
    await main().getByText('Approved', { exact: true }).waitFor();
  });

  test('adds the app', async () => {
    await opens('Lanyard');
    await main().getByRole('link', { name: 'Add Lanyard to Acme' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Lanyard is now in Acme' }).waitFor();
    expect(await walk.look('installed')).toEqual([]);
  });

  test('shows Home, and verifies a permission', async () => {
    await page.getByRole('link', { name: 'Open Lanyard' }).click();
    await main().getByRole('heading', { name: 'My authorizations' }).waitFor();
    await choosesFromRow(page, /Your own permission/, 'Verify');
    await sees(/Checked .*: it works\./);
    await tab('Inspector');
    await tools().getByText('app_home_opened').first().waitFor();
    expect(await walk.look('home', { inReadme: true })).toEqual([]);
  });

  test('shows a modal with the details, and the messages of the app', async () => {
    await choosesFromRow(page, /Your own permission/, 'Details');
    await page.getByRole('dialog').getByText('Token:').waitFor();
    expect(await walk.look('modal')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await opens('Messages');
    await sees('the very beginning of your messages with Lanyard');
    expect(await walk.look('messages')).toEqual([]);
    await opens('Home');
  });

  test('offers the commands at the first slash, to the keyboard alone', async () => {
    await opens('general');
    await page.locator('#composer').press('/');
    const first = page.getByRole('listbox', { name: 'Commands' }).getByRole('option', { selected: true });
    expect(await first.textContent()).toContain('/2fa');
    expect(await walk.look('composer')).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await page.locator('#composer').inputValue()).toBe('/token-status ');
    await page.keyboard.press('Escape');
  });

  test('completes people after an @, by any part of their name, to the keyboard alone', async () => {
    const composer = page.locator('#composer');
    await composer.fill('');
    await composer.pressSequentially('/2fa @tur');
    const people = page.getByRole('listbox', { name: 'People' });
    const chosen = people.getByRole('option', { selected: true });
    expect(await people.getByRole('option').count()).toBe(1);
    expect(await chosen.textContent()).toContain('Alan Turing');
    expect(await composer.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    expect(await walk.look('composer-people')).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await composer.inputValue()).toBe('/2fa @alan.turing ');
    await people.waitFor({ state: 'hidden' });
    await composer.fill('Thanks, everyone');
    await composer.press('Home');
    await composer.pressSequentially('@gr');
    await page.keyboard.press('Tab');
    expect(await composer.inputValue()).toBe('@grace.hopper Thanks, everyone');
    await composer.fill('mail@a');
    await people.waitFor({ state: 'hidden' });
    await composer.fill('');
  });

  test('answers its commands, to the asker alone', async () => {
    await asks('/2fa');
    await sees('with an authenticator app');
    await asks('/token-status');
    await sees('permissions work');
    await asks('Good morning');
    await sees('Good morning');
    expect(await answers().count()).toBe(2);
    expect(await walk.look('answers')).toEqual([]);
    await page.getByLabel('Acting as').selectOption({ label: 'Alan Turing' });
    await sees('Good morning');
    expect(await answers().count()).toBe(0);
    await page.getByLabel('Acting as').selectOption({ label: 'Grace Hopper' });
    await sees('with an authenticator app');
  });

  test('meets a Slack that fails, and one that is well again', async () => {
    await opens('Lanyard');
    await tab('Break things');
    await tools().getByLabel('Method').selectOption('auth.test');
    await tools().getByLabel('What happens').selectOption({ label: '503 Service Unavailable' });
    await tools().getByLabel('How often').selectOption({ label: 'every call, until healed' });
    await breaks('Make it fail');
    await toast('auth.test, every call, until healed: 503 Service Unavailable.');
    await tools().getByRole('list', { name: 'What is broken' }).waitFor();
    expect(await walk.look('break-things', { inReadme: true })).toEqual([]);
    await choosesFromRow(page, /Your own permission/, 'Verify');
    await tab('Inspector');
    await tools().locator('.result.bad', { hasText: '503' }).first().waitFor();
    await tab('Break things');
    await breaks('Heal everything');
    await toast('Slack answers as usual again.');
  });

  test('moves the clock, and app and Slack both see it', async () => {
    await breaks('+ 1 day');
    await tools().getByText('(moved ahead)').waitFor();
    await page.reload();
    await sees(/yesterday/);
  });

  test('sees a revocation arrive, as the tour shows it', async () => {
    await tab('Tour');
    await tools().getByRole('button', { name: 'Revoke it' }).click();
    await tools().getByRole('link', { name: 'Grant your permission' }).waitFor();
    await opensHome();
    await main().getByText('Grant it again').first().waitFor();
    expect(await walk.look('revoked', { inReadme: true })).toEqual([]);
  });

  test('gives the permission again', async () => {
    const [consent] = await Promise.all([
      page.waitForEvent('popup'),
      main().getByText('Grant it again').first().click(),
    ]);
    await consent.getByRole('button', { name: 'Allow' }).click();
    await consent.getByRole('link', { name: 'Open Lanyard' }).waitFor();
    await consent.close();
  });

  test('counts two-factor, sees who has none and reminds them, and is shown what to break', async () => {
    await page.goto(demo.url);
    await tab('Tour');
    await tools().getByText('set up the count of two-factor sign-in').waitFor();
    await page.getByRole('button', { name: /^Workspace/ }).click();
    await page.getByRole('button', { name: /^Set up/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Agree' }).click();
    await tools().getByText('to see who has none').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await walk.look('tour-admin')).toEqual([]);
    await tools().getByRole('link', { name: 'Go to #general' }).click();
    await page.waitForLoadState('load');
    await asks('/2fa team');
    await tools().getByText('Now preview a reminder').waitFor();
    await asks('/2fa remind');
    await main()
      .getByRole('button', { name: /^Send 1 reminder/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await tools().getByRole('heading', { name: 'That was the tour. Now break something.' }).waitFor();
    expect(await walk.look('tour-done')).toEqual([]);
    await tools().getByRole('link', { name: 'Show me the button' }).click();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Refuse the app’s IP address');
    await tab('Tour');
  });

  test('revokes it in Lanyard after a confirm', async () => {
    await opensHome();
    await page.getByRole('button', { name: /^My authorizations/ }).click();
    await choosesFromRow(page, /Your own permission/, 'Revoke…');
    const confirm = page.getByRole('dialog');
    await confirm.getByRole('heading', { name: 'Revoke permission' }).waitFor();
    expect(await walk.look('confirm')).toEqual([]);
    await confirm.getByRole('button', { name: 'Revoke' }).click();
    await confirm.getByText('You revoked it').waitFor();
    await page.keyboard.press('Escape');
    await confirm.waitFor({ state: 'detached' });
    await sees('You revoked it');
  });

  test('keeps everything through Ctrl-C and a new start, the time included', async () => {
    await page.goto('about:blank');
    expect(await demo.stop()).toBe(0);
    const port = await freePortPair();
    demo = await startDemo(dataDir, { port: String(port) });
    expect(demo.url).toBe(`http://127.0.0.1:${port + 1}`);
    await page.goto(demo.url);
    await sees('You revoked it');
    await tools().getByText('(moved ahead)').waitFor();
  });

  test('fits a telephone, its navigation and its tools too', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await sees('You revoked it');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await walk.look('telephone-home')).toEqual([]);
    await page.getByRole('button', { name: 'Navigation' }).click();
    expect(await walk.look('telephone-navigation')).toEqual([]);
    await opens('general');
    for (const name of ['Tour', 'Inspector', 'Break things']) {
      await page.getByRole('button', { name: 'Tools' }).click();
      await tab(name);
      expect(await walk.look(`telephone-${name.toLowerCase().replace(' ', '-')}`)).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  test('says what a deactivated account sees, and an address that is not there', async () => {
    await page.getByLabel('Acting as').selectOption({ label: 'Denise Gone' });
    await main().getByRole('heading', { name: 'Denise Gone is signed out' }).waitFor();
    expect(await walk.look('deactivated')).toEqual([]);
    const complaints = walk.complaints.length;
    await page.goto(`${demo.url}/client/T0/U0/general`);
    await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
    expect(await walk.look('nothing-here')).toEqual([]);
    const consent = `${demo.url}/oauth/v2/authorize?client_id=nobody`;
    await page.goto(consent);
    await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
    expect(await walk.look('consent-refused')).toEqual([]);
    // The browser itself notes the 404 and the 400.
    walk.complaints.splice(complaints);
    await page.goto(demo.url);
  });

  test('sees the removal of the app from Slack’s side', async () => {
    await opens('Manage Lanyard');
    expect(await walk.look('manage')).toEqual([]);
    await page.getByRole('button', { name: /^Remove from/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await opensHome();
    await sees('Lanyard isn’t in Acme');
    expect(await walk.look('removed')).toEqual([]);
  });

  test('sets up another scenery, together with the database', async () => {
    await tab('Break things');
    await tools()
      .getByLabel('With', { exact: true })
      .selectOption({ label: 'An organization with three workspaces' });
    await breaks('Start over');
    await page.getByText('Meridian organization').waitFor();
    await main().getByRole('heading', { name: 'My authorizations' }).waitFor();
    expect(await walk.look('organization')).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});
