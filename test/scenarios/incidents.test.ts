import { expect, test } from '@jest/globals';
import { ask } from '../support/ask.ts';
import { createBrowser, headline, textOf } from '../support/browser.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { OWN, pressesButton } from '../support/home.ts';
import { makeTeam, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { allowInstall } from '../support/install.ts';
import { until, untilHome } from '../support/until.ts';

const DOWN = { status: 503 } as const;
const ALWAYS = Number.POSITIVE_INFINITY;
const REPORTED = 'Slack is reporting an incident right now:';

describeLanyard('while Slack reports an incident', (lanyard) => {
  /** Opens one that Lanyard knows of; everything before it is over. */
  async function reports(title: string) {
    lanyard.slack.healFaults();
    lanyard.slack.endIncidents();
    lanyard.slack.openIncident({ title });
    lanyard.clock.forward(60_000);
    expect(await lanyard.runJob('read-incidents')).toMatchObject({ answered: 1, open: 1 });
  }
  async function isOver() {
    lanyard.slack.healFaults();
    lanyard.slack.endIncidents();
    lanyard.clock.forward(60_000);
    await lanyard.runJob('read-incidents');
  }
  /** As Slack’s markup has it: the title, leading to Slack’s page about it. */
  const linked = (title: string) =>
    new RegExp(`${REPORTED} <${lanyard.slack.url}/status#incident-\\d+\\|${title}>`);

  test('an answer that fails says so with the link; one that Slack gave does not, and neither does one after its end', async () => {
    const { member } = await makeTeam(lanyard, 'Answers');
    await lanyard.install(member, { forMe: true });
    await reports('Trouble with answers');
    expect((await ask(member, '/2fa')).text).not.toContain(REPORTED);

    lanyard.slack.fault('users.info', DOWN, ALWAYS);
    // Told from memory, and with what is known of why.
    expect((await ask(member, '/2fa')).text).toMatch(linked('Trouble with answers'));
    lanyard.slack.healFaults();
    lanyard.slack.fault('auth.test', DOWN, ALWAYS);
    const checked = await ask(member, '/token-status', 'verify');
    expect(checked.text).toContain('couldn’t be checked');
    expect(checked.text).toMatch(linked('Trouble with answers'));

    await isOver();
    lanyard.slack.fault('users.info', DOWN, ALWAYS);
    expect((await ask(member, '/2fa')).text).not.toContain(REPORTED);
    lanyard.slack.healFaults();
  });

  test('an answer that failed for good says so', async () => {
    const { owner, member } = await makeTeam(lanyard, 'Refused');
    await reports('Trouble with people');
    lanyard.slack.fault('users.info', DOWN, ALWAYS);
    const { text } = await ask(owner, '/2fa', `<@${member.id}>`);
    expect(text).toContain('Slack didn’t answer.');
    expect(text).toMatch(linked('Trouble with people'));
  });

  test('what is said while Slack is waited for says so', async () => {
    const { member } = await makeTeam(lanyard, 'Waiting');
    await lanyard.install(member, { forMe: true });
    await reports('Slack is slow');
    let go = () => {};
    const heldUntil = new Promise<void>((resolve) => {
      go = resolve;
    });
    lanyard.slack.fault('users.info', { heldUntil }, ALWAYS);
    const run = await member.types('/2fa');
    const [first] = await until(
      () => run.messages(),
      (said) => said.length > 0,
      'a first word',
    );
    expect(first?.text).toMatch(linked('Slack is slow'));
    go();
    lanyard.slack.healFaults();
    const said = await until(
      () => run.messages(),
      (messages) => messages.some(({ text }) => text.includes('two-factor sign-in is')),
      'the answer',
    );
    expect(said.at(-1)?.text).not.toContain(REPORTED);
  });

  test('Home says so where it lacks Slack’s word, and in the row that could not be checked', async () => {
    const { owner } = await makeTeam(lanyard, 'Home');
    await opensHome(owner);
    await reports('Trouble at home');
    lanyard.slack.fault('auth.test', DOWN, ALWAYS);
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'Slack didn’t answer');
    expect(owner.homeText()).toContain('Trouble at home');

    // With the next look that sentence is gone, and the incident with it.
    await owner.opensHome();
    await until(
      () => owner.homeText(),
      (home) => !home.includes('Trouble at home'),
      'a Home without the incident',
    );
    lanyard.clock.forward(6 * 60_000);
    await lanyard.runJob('read-incidents');
    lanyard.slack.fault('users.info', DOWN, ALWAYS);
    await owner.opensHome();
    await untilHome(owner, 'Slack is slow to answer');
    expect(owner.homeText()).toContain('Trouble at home');
    lanyard.slack.healFaults();
  });

  test('a form that fails says so', async () => {
    const { owner } = await makeTeam(lanyard, 'Forms');
    await opensHome(owner);
    await opensWorkspaceTab(owner);
    await pressesButton(owner, 'admin_remove_app');
    await untilModal(owner, 'Lanyard disappears from');
    await reports('Trouble with forms');
    lanyard.slack.fault('users.info', DOWN, ALWAYS);
    const answered = await owner.submits({ word: 'remove' });
    expect(answered?.answer).toContain('Trouble with forms');
    lanyard.slack.healFaults();
  });

  test('a page that fails on Slack says so, and one that fails on something else does not', async () => {
    const workspace = lanyard.slack.workspace('Pages');
    const owner = workspace.person('Olga', { role: 'owner' });
    await reports('Trouble <with> “pages” & more');
    lanyard.slack.fault('oauth.v2.access', DOWN);
    const { browser, back } = await allowInstall(lanyard.url, owner);
    const page = await browser.get(back);
    expect(headline(page)).toBe('Slack didn’t answer');
    expect(page.text).toMatch(
      new RegExp(
        `${REPORTED} <a href="${lanyard.slack.url}/status#incident-\\d+">Trouble &lt;with&gt; “pages” &amp; more</a>`,
      ),
    );
    expect(textOf(await createBrowser().get(`${lanyard.url}/nowhere`))).not.toContain(REPORTED);
    const again = await browser.get(back);
    expect([headline(again), textOf(again).includes(REPORTED)]).toEqual([
      'This page was already opened',
      false,
    ]);
  });

  test('nothing of it waits for the Status API, and what it says is never more than text', async () => {
    const { owner, member } = await makeTeam(lanyard, 'Names');
    await reports('*<!channel>* <https://example.com|here> `x`');
    lanyard.slack.fault('status', { hang: true }, ALWAYS);
    lanyard.slack.fault('users.info', DOWN, ALWAYS);
    const { text } = await ask(owner, '/2fa', `<@${member.id}>`);
    expect(text).toContain(REPORTED);
    expect(text).not.toMatch(/<!channel|<https:\/\/example|\*&lt;|`x`/);
    lanyard.slack.healFaults();
  });
});

describeLanyard(
  'where Slack’s Status API is not asked',
  { on: 'PGlite', env: { SLACK_STATUS_URL: '' } },
  (lanyard) => {
    test('answers are as they were', async () => {
      const { owner, member } = await makeTeam(lanyard, 'Off');
      lanyard.slack.openIncident();
      expect(await lanyard.runJob('read-incidents')).toEqual({ asked: 0, answered: 0, open: 0 });
      lanyard.slack.fault('users.info', DOWN, ALWAYS);
      expect((await ask(owner, '/2fa', `<@${member.id}>`)).text).not.toContain(REPORTED);
      lanyard.slack.healFaults();
    });
  },
);
