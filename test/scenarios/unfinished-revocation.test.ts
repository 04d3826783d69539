import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { buttonOn, OWN, pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, modalText, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import type { Lanyard } from '../support/lanyard.ts';
import { startSibling } from '../support/sibling.ts';
import { until, untilHome } from '../support/until.ts';

const RECEIPT = /A-[0-9A-Z]{5}-[0-9A-Z]{5}/;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOT_FINISHED = 'Not finished: You revoked it';

describeLanyard('a revocation that Slack does not confirm', (lanyard) => {
  const row = ({ id }: Person) =>
    lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId: id } });
  const audit = async ({ id }: Person) => {
    const entries = await lanyard.prisma.auditEntry.findMany({
      where: { clientId: lanyard.credentials.clientId, subjectUserId: id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    });
    return entries
      .map(({ actor, action }) => `${actor} ${action}`)
      .filter((each) => !each.includes('granted'));
  };
  const calls = (method: string) => lanyard.slack.calls.filter((call) => call.method === method).length;
  const told = (person: Person) => person.sees().filter(({ channel }) => channel === 'dm');
  const retries = () => lanyard.runJob('retry-revocations');

  /** Somebody whose revocation got no answer. */
  async function unfinished(name: string, fault: Parameters<Lanyard['slack']['fault']>[1] = { status: 503 }) {
    const made = await makeTeam(lanyard, name);
    await opensHome(made.owner);
    lanyard.slack.fault('auth.revoke', fault);
    await revokesOwn(made.owner);
    await untilHome(made.owner, 'Not finished: Slack hasn’t confirmed it.');
    return made;
  }

  test('is not called revoked: the row says so with a receipt, and the token stays sealed and is not used', async () => {
    const { owner } = await unfinished('Unfinished');
    expect(owner.homeText()).toMatch(RECEIPT);
    expect(owner.homeText()).toContain('Needs attention');
    expect(await row(owner)).toMatchObject({
      sealedUserToken: expect.any(String),
      revokedAt: null,
      revokeTries: 1,
    });
    expect(await audit(owner)).toEqual(['user revocation_unfinished']);
    await owner.opensHome();
    await untilHome(owner, NOT_FINISHED);
    expect(owner.homeText()).toContain('keeps asking');
    expect(() => buttonOn(owner, 'verify', OWN)).toThrow('sees no verify');

    const before = lanyard.slack.calls.length;
    const run = await owner.types('/2fa');
    expect(run.timedOut).toBe(false);
    await pressesButton(owner, 'verify_all');
    await untilHome(owner, 'it was revoked, and Lanyard no longer uses it');
    const used = lanyard.slack.calls.slice(before).filter(({ tokenKind }) => tokenKind === 'user');
    expect(used).toEqual([]);
    await pressesButton(owner, 'details', OWN);
    await untilModal(owner, 'used only to revoke it');
    await retryInTime(owner);
  });

  /** Leaves nothing for the tests after it. */
  async function retryInTime(owner: Person) {
    lanyard.clock.forward(2 * HOUR_MS);
    await retries();
    expect((await row(owner)).revokedAt).not.toBeNull();
  }

  test('is asked for again by a job, not before its time, and its person is told when it is done', async () => {
    const { owner } = await unfinished('Retried');
    expect(await retries()).toEqual({ asked: 0, revoked: 0, givenUp: 0 });
    lanyard.clock.forward(MINUTE_MS + 1);
    expect(await retries()).toEqual({ asked: 1, revoked: 1, givenUp: 0 });
    expect(await row(owner)).toMatchObject({
      sealedUserToken: null,
      endedBy: 'member',
      endedByUserId: owner.id,
    });
    await untilHome(owner, 'You revoked it');
    expect(owner.homeText()).not.toContain('Not finished');
    expect(await audit(owner)).toEqual(['user revocation_unfinished', 'user permission_revoked']);
    const [message] = told(owner);
    expect(message?.visible).toContain('Slack has confirmed it. You revoked your permission in Retried');
    const [receipt] = RECEIPT.exec(message?.visible ?? '') ?? [];
    await pressesButton(owner, 'details', OWN);
    await untilModal(owner, String(receipt));
    lanyard.clock.forward(2 * HOUR_MS);
    expect(await retries()).toEqual({ asked: 0, revoked: 0, givenUp: 0 });
    expect(told(owner)).toHaveLength(1);
  });

  test('which Slack answers without doing it is no revocation: the token lives on there, stays sealed here, and is asked about again', async () => {
    const { owner } = await unfinished('Revoked false', { answer: { ok: true, revoked: false } });
    expect(await row(owner)).toMatchObject({ sealedUserToken: expect.any(String), revokedAt: null });
    expect(owner.homeText()).not.toContain('You revoked it');
    lanyard.slack.fault('auth.revoke', { answer: { ok: true, revoked: false } });
    lanyard.clock.forward(MINUTE_MS + 1);
    expect(await retries()).toEqual({ asked: 1, revoked: 0, givenUp: 0 });
    expect(await row(owner)).toMatchObject({ sealedUserToken: expect.any(String), revokeTries: 2 });
    await retryInTime(owner);
    expect(await audit(owner)).toEqual(['user revocation_unfinished', 'user permission_revoked']);
  });

  test.each(['login_page', 'no_code', 'token_as_code', 'empty', 'ok_alone'] as const)(
    'that something else than Slack answers (%s) is not dropped',
    async (impostor) => {
      const { owner } = await unfinished(`Not Slack ${impostor}`, { impostor });
      expect(await row(owner)).toMatchObject({ sealedUserToken: expect.any(String), revokeTries: 1 });
      await retryInTime(owner);
    },
  );

  test('is done in the name of who asked when only the answer was lost', async () => {
    const { owner } = await unfinished('Lost answer', { loseAnswer: true });
    lanyard.clock.forward(MINUTE_MS + 1);
    await lanyard.slack.settled();
    await retries();
    expect(await row(owner)).toMatchObject({
      sealedUserToken: null,
      endedBy: 'member',
      endedByUserId: owner.id,
    });
    await owner.opensHome();
    await untilHome(owner, 'You revoked it');
    expect(owner.homeText()).not.toContain('Not finished');
  });

  test('waits as long as Slack asks for, and longer after each failure', async () => {
    const { owner } = await unfinished('Limited', { status: 429, retryAfterSeconds: 600 });
    lanyard.clock.forward(9 * MINUTE_MS);
    expect((await retries()).asked).toBe(0);
    lanyard.clock.forward(MINUTE_MS + 1);
    lanyard.slack.fault('auth.revoke', { dropConnection: true });
    expect(await retries()).toMatchObject({ asked: 1, revoked: 0 });
    lanyard.clock.forward(MINUTE_MS + 1);
    expect((await retries()).asked).toBe(0);
    lanyard.clock.forward(MINUTE_MS);
    expect((await retries()).revoked).toBe(1);
    expect((await row(owner)).revokedAt).not.toBeNull();
  });

  test('is done once, whichever of several processes comes to it', async () => {
    const { owner } = await unfinished('Several');
    const siblings = [
      await startSibling(lanyard, lanyard.database),
      await startSibling(lanyard, lanyard.database),
    ];
    lanyard.clock.forward(MINUTE_MS + 1);
    const before = calls('auth.revoke');
    const did = await Promise.all([
      retries(),
      ...siblings.map(({ runJob }) => runJob('retry-revocations')),
      retries(),
    ]);
    for (const sibling of siblings) await sibling.stop();
    expect(did.reduce((sum, { revoked = 0 }) => sum + revoked, 0)).toBe(1);
    expect(calls('auth.revoke') - before).toBe(1);
    expect(await audit(owner)).toEqual(['user revocation_unfinished', 'user permission_revoked']);
    expect(told(owner)).toHaveLength(1);
  });

  test('is taken up by another process when the one that was asked has died before Slack answered', async () => {
    const { owner } = await makeTeam(lanyard, 'Died');
    const asked = lanyard.clock.now();
    await lanyard.prisma.userAuthorization.updateMany({
      where: { userId: owner.id },
      data: {
        revokeAskedAt: asked,
        revokeAskedByUserId: owner.id,
        revokeRetryAt: new Date(asked.getTime() + MINUTE_MS),
      },
    });
    await opensHome(owner);
    expect(owner.homeText()).toContain(NOT_FINISHED);
    lanyard.clock.forward(MINUTE_MS + 1);
    expect((await retries()).revoked).toBe(1);
    expect(await row(owner)).toMatchObject({ sealedUserToken: null, endedBy: 'member' });
    expect(told(owner)).toHaveLength(1);
  });

  test('is given up after two days, said in the row, in a message and to admins; a press asks again', async () => {
    const { owner } = await unfinished('Given up');
    lanyard.slack.fault('auth.revoke', { status: 503 }, Number.POSITIVE_INFINITY);
    let rounds = 0;
    for (let givenUp = 0; givenUp === 0 && rounds < 100; rounds += 1) {
      lanyard.clock.forward(HOUR_MS + 1);
      givenUp = (await retries()).givenUp ?? 0;
    }
    expect(rounds).toBe(48);
    lanyard.clock.forward(3 * HOUR_MS);
    expect((await retries()).asked).toBe(0);
    await owner.opensHome();
    await untilHome(owner, 'After two days Slack still hasn’t confirmed it, and Lanyard has stopped asking');
    expect((await row(owner)).sealedUserToken).not.toBeNull();
    expect(told(owner).map(({ visible }) => visible)).toEqual([
      expect.stringContaining('Slack didn’t confirm it. You revoked your permission in Given up'),
    ]);
    expect(await audit(owner)).toEqual(['user revocation_unfinished', 'system revocation_given_up']);
    await pressesButton(owner, 'look', /^Workspace/);
    await untilHome(owner, 'Slack never confirmed that 1 permission was revoked.');
    await pressesButton(owner, 'look', /^My authorizations/);
    await untilHome(owner, 'has stopped asking');

    lanyard.slack.healFaults();
    await pressesButton(owner, 'revoke', OWN);
    await untilHome(owner, 'Slack confirmed it, and the token is erased here.');
    expect((await row(owner)).sealedUserToken).toBeNull();
  });

  test('is cancelled by giving the permission anew', async () => {
    const { owner } = await unfinished('Cancelled');
    await pressesButton(owner, 'reauthorize', OWN);
    await untilModal(owner, 'Slack will ask for your approval again');
    await owner.closes();
    await lanyard.install(owner, { forMe: true });
    await until(
      () => owner.homeText(),
      (text) => !text.includes('Not finished'),
      'Home after the grant',
    );
    expect(owner.homeText()).toContain('Granted by you');
    const before = calls('auth.revoke');
    lanyard.clock.forward(2 * HOUR_MS);
    expect((await retries()).asked).toBe(0);
    expect(calls('auth.revoke')).toBe(before);
    expect(await row(owner)).toMatchObject({
      revokedAt: null,
      sealedUserToken: expect.any(String),
      revokeAskedAt: null,
    });
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
  });

  test('is settled by the removal of the app, which is what people read then', async () => {
    const { workspace, owner } = await unfinished('Removed');
    await workspace.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(2 * HOUR_MS);
    expect((await retries()).revoked).toBe(0);
    expect(await row(owner)).toMatchObject({ sealedUserToken: null, uninstalledAt: expect.any(Date) });
    expect((await retries()).asked).toBe(0);
  });

  test('of an admin tells the form that, and the person once it is done, with the reason', async () => {
    const { owner, member } = await makeTeam(lanyard, 'On behalf');
    await lanyard.install(member, { forMe: true });
    await opensHome(owner);
    await opensWorkspaceTab(owner);
    await pressesButton(owner, 'admin_revoke', new RegExp(member.id));
    await untilModal(owner, 'Why?');
    lanyard.slack.fault('auth.revoke', { status: 503 });
    await owner.submits({ reason: 'Left the project' });
    expect(modalText(owner)).toContain(`Slack hasn’t confirmed it. Lanyard no longer uses <@${member.id}>`);
    expect(modalText(owner)).toMatch(RECEIPT);
    expect(told(member)).toEqual([]);
    await opensHome(member);
    expect(member.homeText()).toContain('Not finished: @Olga, an admin, revoked it');
    await owner.closes();
    await pressesButton(owner, 'look', /show the current list/);
    await untilHome(owner, 'Slack hasn’t confirmed that 1 permission was revoked.');

    // What the press goes on with is done, so that Slack's own event doesn't overtake the job.
    await lanyard.slack.settled();
    lanyard.clock.forward(MINUTE_MS + 1);
    expect((await retries()).revoked).toBe(1);
    expect(await row(member)).toMatchObject({ endedBy: 'admin', endedByUserId: owner.id });
    expect(told(member).map(({ visible }) => visible)).toEqual([
      expect.stringMatching(/@Olga, an admin, revoked the permission.*Reason: Left the project/s),
    ]);
    expect(told(owner).map(({ visible }) => visible)).toEqual([
      expect.stringContaining('You revoked @Mia’s permission in On behalf'),
    ]);
    await untilHome(owner, 'No open alerts.');
  });

  test('is none when Slack refuses at once: nothing has changed, and the permission is used as before', async () => {
    const { owner } = await makeTeam(lanyard, 'Refused');
    await opensHome(owner);
    lanyard.slack.fault('auth.revoke', { error: 'accesslimited' });
    await revokesOwn(owner);
    await untilModal(owner, 'Your permission is blocked by a setting of the workspace. Nothing was changed.');
    await owner.closes();
    expect(await row(owner)).toMatchObject({ revokeAskedAt: null, revokedAt: null });
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
    expect(await audit(owner)).toEqual([]);
  });
});
