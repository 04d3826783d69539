import { expect, test } from '@jest/globals';
import { ask } from '../support/ask.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { buttonOn, controlsOf, OWN, pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { until, untilHome } from '../support/until.ts';

const EXPIRED =
  'Your permission has expired, so I *can’t see* your two-factor status. That doesn’t mean it’s off.';

type Blocks = { blocks: readonly object[] };
const buttonsOf = (surface: Blocks | undefined) =>
  controlsOf(surface).map(({ text, ...rest }) => [text?.text, (rest as { url?: string }).url] as const);

describeLanyard('with rotating tokens', { tokenRotation: true }, (lanyard) => {
  test('/2fa whose renewal Slack refuses for good says that the permission has expired, and renews it by one button', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Dead renewal');
    owner.tokens().expire();
    owner.tokens().killRefreshTokens();
    for (const _ of ['found now', 'known from before']) {
      const answer = await ask(owner, '/2fa');
      expect(answer.text).toContain(EXPIRED);
      expect(answer.text).not.toContain('Slack refused');
      const [first] = buttonsOf(answer);
      expect(first?.[0]).toBe('Reauthorize');
      expect(first?.[1]).toContain(`/slack/install?for=me&team=${workspace.id}&user=${owner.id}`);
    }
  });

  test('so does one whose time Lanyard did not expect to be over', async () => {
    const { owner } = await makeTeam(lanyard, 'Dead by surprise');
    lanyard.slack.fault('users.info', { error: 'token_expired' });
    lanyard.slack.fault('oauth.v2.access', { error: 'invalid_refresh_token' });
    const answer = await ask(owner, '/2fa');
    expect(answer.text).toContain(EXPIRED);
    expect(buttonsOf(answer)[0]?.[0]).toBe('Reauthorize');
  });
});

describeLanyard('what fails', (lanyard) => {
  test('in an answer has words of its own and a button; one that tries again asks the same', async () => {
    const { owner, member } = await makeTeam(lanyard, 'Answers fail');
    lanyard.slack.fault('users.info', { error: 'accesslimited' });
    const failed = await ask(owner, '/2fa', `<@${member.id}>`);
    expect(failed.text).toMatch(
      /^The workspace’s permission is blocked by a setting of the workspace\. .*Reference [0-9A-Z]{8}\.$/,
    );
    const [again] = controlsOf(failed);
    expect(again?.text?.text).toBe('Try again');
    await owner.presses(again?.action_id ?? '');
    await owner.untilSees(({ visible }) => visible.includes('@Mia has two-factor sign-in off'));
  });

  test('on Home says what to do, beside its button', async () => {
    const { owner } = await makeTeam(lanyard, 'Home fails');
    await opensHome(owner);
    lanyard.slack.fault('auth.revoke', { error: 'two_factor_setup_required' });
    await revokesOwn(owner);
    await untilModal(owner, 'Your permission won’t work in Slack until you set up two-factor sign-in.');
    expect(buttonsOf(owner.modal() as Blocks | undefined)).toContainEqual([
      'Set up two-factor',
      'https://my.slack.com/account/settings',
    ]);
    await owner.closes();

    lanyard.slack.fault('views.open', { error: 'accesslimited' });
    await pressesButton(owner, 'details', OWN);
    await untilHome(owner, 'The workspace’s permission is blocked by a setting of the workspace.');
    await owner.presses(buttonOn(owner, 'look', /^Try again/));
    await until(
      () => owner.homeText(),
      (home) => !home.includes('blocked by a setting'),
      'Home as it is',
    );
  });

  test('in a form says so in its place, with the way on', async () => {
    const { owner } = await makeTeam(lanyard, 'Forms fail');
    await opensHome(owner);
    await opensWorkspaceTab(owner);
    await pressesButton(owner, 'admin_remove_app');
    await untilModal(owner, 'Lanyard disappears from');
    lanyard.slack.fault('users.info', { error: 'invalid_arguments' });
    await owner.submits({ word: 'remove' });
    await untilModal(owner, 'Slack didn’t understand what Lanyard asked.');
    expect(buttonsOf(owner.modal() as Blocks | undefined)).toEqual([
      ['Get help', `${lanyard.publicUrl}/support`],
    ]);
  });
});
