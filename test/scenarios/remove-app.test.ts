import { expect, test } from '@jest/globals';
import type { Delivery } from '../../simulator/delivery/delivery.ts';
import type { Person } from '../../simulator/people/people.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { pressesButton } from '../support/home.ts';
import { opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { install } from '../support/install.ts';
import { lastInteraction, sendsInteraction } from '../support/slack-signs.ts';

/** A workspace with its own installation, in an organization that has one too. */
describeLanyard('removing the app where the organization has it too', (lanyard) => {
  async function both(name: string) {
    const organization = lanyard.slack.organization(name);
    const workspace = lanyard.slack.workspace(`${name} One`, { organization });
    const admin = workspace.person('Ann', { role: 'admin' });
    const second = workspace.person('Ben', { role: 'admin' });
    const owner = workspace.person('Uma', { role: 'primary_owner' });
    await lanyard.install(admin);
    await lanyard.install(owner, { consent: { target: 'organization' } });
    return { organization, workspace, admin, second, owner };
  }
  async function opensForm(person: Person) {
    await opensHome(person);
    await opensWorkspaceTab(person);
    await pressesButton(person, 'admin_remove_app');
    await untilModal(person, 'Lanyard disappears from');
  }
  /** What the form answers: with the app its modals go. */
  const said = (delivery: Delivery | undefined): string => delivery?.answer ?? '';
  /** Without waiting for Slack to come to rest: it is at work meanwhile. */
  async function installs(person: Person) {
    await install(lanyard.url, person);
  }
  const isAlive = async (installedIn: string) => {
    const row = await lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn } });
    return row.revokedAt === null && row.uninstalledAt === null && row.sealedBotToken !== null;
  };
  const removals = (installedIn: string) =>
    lanyard.prisma.auditEntry.findMany({ where: { installedIn, action: 'installation_uninstalled' } });

  async function onlyTheWorkspaceIsGone(place: Awaited<ReturnType<typeof both>>) {
    expect(await isAlive(place.workspace.id)).toBe(false);
    expect(await isAlive(place.organization.id)).toBe(true);
    expect(() => place.organization.botTokens()).not.toThrow();
    expect(await removals(place.workspace.id)).toHaveLength(1);
    expect(await removals(place.organization.id)).toHaveLength(0);
  }

  test('a form that is handed in again says that it is already removed', async () => {
    const place = await both('Again');
    await opensForm(place.admin);
    const done = await place.admin.submits({ word: 'remove' });
    expect(said(done)).toContain('Lanyard was removed from Again One.');
    const { payload } = lastInteraction(lanyard, place.admin.id, 'view_submission');
    const again = await sendsInteraction(lanyard, { ...payload, trigger_id: '1.2.another' });
    expect(again.text).toContain('Already removed');
    await onlyTheWorkspaceIsGone(place);
  });

  test('a removal that another admin finishes between the check and the act is not carried on at the organization', async () => {
    const place = await both('Between');
    await opensForm(place.admin);
    await opensForm(place.second);
    // Slack says that Ben is an admin of the workspace; before Lanyard has read it, Ann has removed the app there.
    let first: Delivery | undefined;
    lanyard.slack.fault('users.info', {
      meanwhile: async () => {
        first = await place.admin.submits({ word: 'remove' });
      },
    });
    const second = await place.second.submits({ word: 'remove' });
    expect(said(first)).toContain('Lanyard was removed from Between One.');
    expect(said(second)).toContain('Already removed');
    await onlyTheWorkspaceIsGone(place);
  });

  test('of two admins who hand it in at the same moment one removes it, and the other reads that it is removed', async () => {
    const place = await both('At once');
    await opensForm(place.admin);
    await opensForm(place.second);
    const forms = [place.admin, place.second].map((person) => person.submits({ word: 'remove' }));
    const texts = (await Promise.all(forms)).map(said);
    expect(texts.filter((text) => text.includes('Lanyard was removed from At once One.'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('Already removed'))).toHaveLength(1);
    await onlyTheWorkspaceIsGone(place);
  });

  test('an installation that came back between the act at Slack and here stays', async () => {
    const workspace = lanyard.slack.workspace('Back');
    const place = { workspace, admin: workspace.person('Ann', { role: 'admin' }) };
    const second = workspace.person('Ben', { role: 'admin' });
    await lanyard.install(place.admin);
    await opensForm(place.admin);
    lanyard.slack.fault('apps.uninstall', {
      meanwhile: async () => {
        lanyard.clock.forward(1_000);
        await installs(second);
      },
    });
    expect(said(await place.admin.submits({ word: 'remove' }))).toContain('Already removed');
    expect(await isAlive(place.workspace.id)).toBe(true);
  });

  test("a form of an installation that was granted again acts on nothing, and doesn't call it removed", async () => {
    const place = await both('Granted again');
    await opensForm(place.admin);
    lanyard.clock.forward(1_000);
    await lanyard.install(place.second);
    const answer = said(await place.admin.submits({ word: 'remove' }));
    expect(answer).toContain('Nothing was changed.');
    expect(answer).not.toContain('Already removed');
    expect(await isAlive(place.workspace.id)).toBe(true);
  });

  test("a dead permission of one's own says nothing of the app", async () => {
    const place = await both('Own is dead');
    await opensForm(place.admin);
    lanyard.slack.fault('apps.uninstall', { error: 'not_allowed_token_type' });
    lanyard.slack.fault('apps.uninstall', { error: 'token_revoked' });
    expect(said(await place.admin.submits({ word: 'remove' }))).toContain(
      'Slack doesn’t let Lanyard remove itself.',
    );
    expect(await isAlive(place.workspace.id)).toBe(true);
  });
});
