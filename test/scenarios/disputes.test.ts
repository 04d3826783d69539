import { beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { receiptOf } from '../../src/audit/receipt.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { buttonOn, pressesButton } from '../support/home.ts';
import { makeTeam, modalText, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { type Notifier, startNotifier } from '../support/notifier.ts';
import { until, untilHome } from '../support/until.ts';

const NOT_ADMIN = 'Only owners and admins of the workspace can do that. Nothing was changed.';

describeLanyard('a revocation that its person didn’t expect', (lanyard) => {
  let notifier: Notifier;
  beforeAll(() => {
    notifier = startNotifier(lanyard);
  });

  /** The owner looks at everyone in a workspace where two members have granted their permission. */
  async function team(name: string) {
    const made = await makeTeam(lanyard, name);
    const nora = made.workspace.person('Nora');
    await lanyard.install(made.member, { forMe: true });
    await lanyard.install(nora, { forMe: true });
    await opensHome(made.owner);
    await opensWorkspaceTab(made.owner);
    return { ...made, nora };
  }
  const audit = (where: object) =>
    lanyard.prisma.auditEntry.findMany({ where: { clientId: lanyard.credentials.clientId, ...where } });
  const direct = (person: Person) => person.sees().filter(({ channel }) => channel === 'dm');
  const said = (person: Person) =>
    direct(person)
      .map(({ visible }) => visible)
      .join('\n');
  const items = (person: Person) =>
    lanyard.prisma.notification.findMany({ where: { userId: person.id, topic: 'revocation_contested' } });

  async function revokes(admin: Person, whose: Person, reason: string): Promise<string> {
    await pressesButton(admin, 'admin_revoke', new RegExp(whose.id));
    await untilModal(admin, 'Why?');
    await admin.submits({ reason });
    await admin.closes();
    await whose.untilSees(({ channel }) => channel === 'dm');
    const [entry] = await audit({ subjectUserId: whose.id, action: 'permission_revoked' });
    return receiptOf(String(entry?.id));
  }
  async function contests(person: Person): Promise<void> {
    const { id } = await lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId: person.id } });
    await person.presses(`contest_revocation:${id}`);
  }
  const untilContested = (people: readonly Person[]) =>
    until(
      () => audit({ action: 'revocation_contested', subjectUserId: { in: people.map(({ id }) => id) } }),
      (found) => found.length === people.length,
      'a note of each dispute',
    );
  const refreshes = (person: Person) => pressesButton(person, 'look', /show the current list/);

  test('is told to admins on Home with who, whose and why, and opens its entry', async () => {
    const { owner, member } = await team('Told');
    expect(owner.homeText()).not.toContain('didn’t expect');
    const receipt = await revokes(owner, member, 'Cleaning *up* <!channel>');
    await contests(member);
    await untilContested([member]);
    await refreshes(owner);
    await untilHome(owner, 'Someone didn’t expect an admin to revoke their permission.');
    expect(owner.homeText()).toMatch(
      /@Olga revoked @Mia’s permission .+\.\s+Reason: Cleaning ∗up∗ <!channel>/,
    );
    expect(JSON.stringify(owner.home()?.blocks)).not.toContain('<!channel>');
    await pressesButton(owner, 'open_entry');
    await untilModal(owner, receipt);
    expect(modalText(owner)).toContain('Audit entry');
    expect(modalText(owner)).toContain(`<@${owner.id}> revoked <@${member.id}>’s permission.`);
    expect(modalText(owner)).toContain('Reason: Cleaning');
  });

  test('is told one by one when several people dispute theirs at the same moment', async () => {
    const { owner, member, nora } = await team('Several');
    const receipts = [await revokes(owner, member, 'No longer here'), await revokes(owner, nora, 'Too many')];
    await Promise.all([contests(member), contests(nora)]);
    await untilContested([member, nora]);
    await refreshes(owner);
    await untilHome(owner, '2 people didn’t expect an admin to revoke their permission.');
    for (const [whose, reason] of [
      ['Mia', 'No longer here'],
      ['Nora', 'Too many'],
    ]) {
      expect(owner.homeText()).toMatch(
        new RegExp(`@Olga revoked @${whose}’s permission .+\\.\\s+Reason: ${reason}`),
      );
    }
    for (const receipt of receipts) {
      await pressesButton(owner, 'open_entry', new RegExp(receipt));
      await untilModal(owner, receipt);
      await owner.closes();
    }
  });

  test('reaches every owner and admin as a message, once, and nobody else', async () => {
    const { workspace, owner, member, nora } = await team('Messages');
    const ada = workspace.person('Ada', { role: 'admin' });
    const former = workspace.person('Fay', { role: 'admin' });
    for (const each of [ada, former]) {
      await opensHome(each);
      await opensWorkspaceTab(each);
    }
    former.setRole('member');
    const receipt = await revokes(owner, member, 'Cleaning up');
    await contests(member);
    await untilContested([member]);
    await notifier.runs();
    await notifier.runs();

    for (const [admin, who] of [
      [owner, 'You'],
      [ada, '@Olga'],
    ] as const) {
      expect(direct(admin)).toHaveLength(1);
      expect(said(admin)).toContain('@Mia didn’t expect their permission to be revoked.');
      expect(said(admin)).toContain(`${who} revoked it in Messages`);
      expect(said(admin)).toContain('Reason: Cleaning up');
      expect(said(admin)).toContain(receipt);
    }
    expect(said(member)).not.toContain('didn’t expect their');
    expect(direct(nora)).toEqual([]);
    expect(direct(former)).toEqual([]);
    expect(await items(former)).toEqual([expect.objectContaining({ state: 'dropped', reason: 'no_admin' })]);
    expect(await items(member)).toEqual([]);

    const [item] = await items(ada);
    await ada.presses(`open_entry:${item?.id}`);
    await untilModal(ada, receipt);

    // The message is still there when Ada is no admin any more: its button opens nothing.
    await ada.closes();
    ada.setRole('member');
    await ada.presses(`open_entry:${item?.id}`);
    await ada.untilSees(({ visible }) => visible.includes(NOT_ADMIN));
    expect(ada.modal()).toBeUndefined();
    expect(await audit({ actorUserId: ada.id, action: 'admin_refused' })).toHaveLength(1);
  });

  test('is no news to an admin once another has resolved it', async () => {
    const { workspace, owner, member } = await team('Resolved');
    const ada = workspace.person('Ada', { role: 'admin' });
    await opensHome(ada);
    await opensWorkspaceTab(ada);
    await revokes(owner, member, 'Cleaning up');
    await contests(member);
    await untilContested([member]);
    await refreshes(ada);
    await untilHome(ada, 'didn’t expect');
    lanyard.clock.forward(1_000);
    await refreshes(ada);
    await pressesButton(ada, 'alert_resolve');
    await untilHome(ada, 'No open alerts.');
    await notifier.runs();
    expect([...direct(owner), ...direct(ada)]).toEqual([]);
  });

  test('opens nothing for someone who is no admin any more, and the attempt is noted', async () => {
    const { owner, member } = await team('Forged');
    await revokes(owner, member, 'Cleaning up');
    await contests(member);
    await untilContested([member]);
    await refreshes(owner);
    await untilHome(owner, 'didn’t expect');
    const button = buttonOn(owner, 'open_entry');
    owner.setRole('member');
    await owner.presses(button);
    await untilHome(owner, NOT_ADMIN);
    expect(owner.modal()).toBeUndefined();
    expect(owner.homeText()).not.toContain('Cleaning up');
    expect(await audit({ actorUserId: owner.id, action: 'admin_refused' })).toHaveLength(1);
  });

  test('opens no entry of another workspace', async () => {
    const elsewhere = await team('Elsewhere');
    const receipt = await revokes(elsewhere.owner, elsewhere.member, 'Private');
    const { owner, member } = await team('Here');
    await revokes(owner, member, 'Cleaning up');
    await contests(member);
    await untilContested([member]);
    await refreshes(owner);
    await untilHome(owner, 'didn’t expect');
    await owner.presses(buttonOn(owner, 'open_entry'), { forgedValue: receipt });
    await untilModal(owner, 'no such receipt');
    expect(modalText(owner)).not.toContain('Private');
  });
});
