import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import type { Workspace } from '../../simulator/people/workspaces.ts';
import { ask as typesAndReads } from '../support/ask.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';

describeLanyard('/2fa about others', { on: 'PGlite' }, (lanyard) => {
  async function team(name: string, options: { sso?: boolean } = {}) {
    const workspace = lanyard.slack.workspace(name, options);
    const owner = workspace.person('Olga', { role: 'owner', twoFactor: 'app' });
    await lanyard.install(owner);
    return { workspace, owner };
  }

  const ask = (person: Person, text: string, channel: 'general' | 'dm' = 'general') =>
    typesAndReads(person, '/2fa', text, { channel });

  /** As agreeing on Home does. */
  const agrees = (owner: Person) =>
    lanyard.prisma.coverageReader.create({
      data: {
        clientId: lanyard.credentials.clientId,
        installedIn: owner.workspace.id,
        isEnterpriseInstall: false,
        userId: owner.id,
        agreedAt: lanyard.clock.now(),
      },
    });

  const SUBJECTS = {
    app: [(place: Workspace) => place.person('Subject', { twoFactor: 'app' }), 'with an authenticator app'],
    sms: [(place: Workspace) => place.person('Subject', { twoFactor: 'sms' }), 'by text message'],
    off: [(place: Workspace) => place.person('Subject', { twoFactor: 'off' }), 'sign-in *off*'],
    'an admin without': [
      (place: Workspace) => place.person('Subject', { role: 'admin', twoFactor: 'off' }),
      'Owner or admin.',
    ],
    'a guest': [
      (place: Workspace) => place.person('Subject', { role: 'guest', twoFactor: 'off' }),
      'A guest.',
    ],
    deactivated: [(place: Workspace) => place.person('Subject', { deleted: true }), 'is deactivated'],
  } as const;

  test.each(Object.entries(SUBJECTS))(
    '@person, %s: an admin is told, in a channel and in direct messages',
    async (name, [make, says]) => {
      const { workspace, owner } = await team(`Person ${name}`);
      const subject = make(workspace);
      for (const channel of ['general', 'dm'] as const) {
        const { text } = await ask(owner, `<@${subject.id}|${subject.handle}>`, channel);
        expect(text).toContain(`<@${subject.id}>`);
        expect(text).toContain(says);
      }
      expect((await ask(owner, `<@${subject.id}>`)).text).toContain(says);
    },
  );

  test('under single sign-on nobody is called off', async () => {
    const { workspace, owner } = await team('Sso', { sso: true });
    const subject = workspace.person('Subject', { twoFactor: 'off' });
    const { text } = await ask(owner, `<@${subject.id}>`);
    expect(text).toContain('single sign-on');
    expect(text).not.toContain('*off*');
  });

  test('an admin without a permission of their own reads that it cannot be seen, and how it can', async () => {
    const { workspace } = await team('Unseen');
    const admin = workspace.person('Ada', { role: 'admin' });
    const subject = workspace.person('Subject', { twoFactor: 'off' });
    const answer = await ask(admin, `<@${subject.id}>`);
    expect(answer.text).toContain('That doesn’t mean it’s off');
    expect(JSON.stringify(answer.blocks)).toContain(`for=me&team=${workspace.id}&user=${admin.id}`);
  });

  test('ids that nobody here has, and names that Slack did not turn into people, get a sentence', async () => {
    const { owner } = await team('Nobody');
    const { owner: elsewhere } = await team('Elsewhere');
    for (const id of ['U0FORGED', elsewhere.id])
      expect((await ask(owner, `<@${id}>`)).text).toContain('No one in this workspace has that ID');
    expect((await ask(owner, '@nobody.at.all')).text).toContain('Slack didn’t recognize “@nobody.at.all”');
  });

  test.each(['member', 'guest'] as const)(
    'a %s reads the same refusal whoever is named, whether they exist or not, and nobody is looked up',
    async (role) => {
      const { workspace, owner } = await team(`Refused ${role}`);
      const asker = workspace.person('Mia', { role, twoFactor: 'app' });
      await lanyard.install(asker, { forMe: true });
      await agrees(owner);
      const { owner: elsewhere } = await team(`Refused elsewhere ${role}`);
      const before = lanyard.slack.calls.length;
      const texts = new Set<string>();
      for (const typed of [
        `<@${owner.id}>`,
        `<@${owner.id}|olga>`,
        `<@${elsewhere.id}>`,
        '<@U0FORGED>',
        '@olga',
        '@nobody',
        'team',
        'remind',
        `<@${owner.id}> <@${asker.id}>`,
      ]) {
        texts.add((await ask(asker, typed)).text);
      }
      const [refused, ...others] = [...texts].filter((text) => !text.includes('I don’t know'));
      expect(others).toEqual([]);
      expect(refused).toContain('Only owners and admins');
      const calls = lanyard.slack.calls.slice(before).filter(({ method }) => method.startsWith('users.'));
      expect(new Set(calls.map(({ args }) => args.user))).toEqual(new Set([asker.id]));
    },
  );

  test('naming oneself is asking for oneself', async () => {
    const { workspace } = await team('Self');
    const member = workspace.person('Mia', { twoFactor: 'sms' });
    await lanyard.install(member, { forMe: true });
    expect((await ask(member, `<@${member.id}>`)).text).toContain('Your two-factor sign-in is *on*');
  });

  test('rights that ended count at once', async () => {
    const { workspace, owner } = await team('Demoted');
    const admin = workspace.person('Ada', { role: 'admin', twoFactor: 'app' });
    await lanyard.install(admin, { forMe: true });
    expect((await ask(admin, `<@${owner.id}>`)).text).toContain('*on*');
    admin.setRole('member');
    expect((await ask(admin, `<@${owner.id}>`)).text).toContain('Only owners and admins');
  });

  test.each(['member', 'guest', 'admin'] as const)('setup tells a %s what is theirs to do', async (role) => {
    const { workspace } = await team(`Setup ${role}`);
    const person = workspace.person('Pat', { role });
    const answer = await ask(person, 'setup');
    expect(answer.text).toContain('scan the QR code');
    expect(answer.text).toContain('backup codes');
    expect(answer.text.includes('After 24 hours they’re signed out')).toBe(role === 'admin');
  });

  test('setup gives the steps also where Slack does not say who asks', async () => {
    const { workspace } = await team('Setup in silence');
    lanyard.slack.fault('users.info', { status: 503 });
    const { text } = await ask(workspace.person('Pat'), 'setup');
    expect(text).toContain('backup codes');
    expect(text).not.toContain('After 24 hours');
  });

  test('where Slack is silent the last answer is told, with its age and the reason', async () => {
    const { owner } = await team('Memory');
    expect((await ask(owner, '')).text).toContain('*on*');
    lanyard.slack.fault('users.info', { status: 503 });
    const { text } = await ask(owner, '');
    expect(text).toContain('*on*');
    expect(text).toMatch(/As of <!date[^>]+>\. Slack didn’t answer\..*Reference [0-9A-Z]{8}/);
  });
});
