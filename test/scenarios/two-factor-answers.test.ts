import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { ask } from '../support/ask.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';

const ROLES = ['member', 'guest', 'admin', 'owner'] as const;
type Role = (typeof ROLES)[number];

/** What Slack shows of a person's second factor, and how that comes about. */
const CASES = {
  'on, with an app': { twoFactor: 'app', gives: true },
  'on, by text message': { twoFactor: 'sms', gives: true },
  off: { twoFactor: 'off', gives: true },
  'through single sign-on': { twoFactor: 'off', gives: true, sso: true },
  'not visible: no own permission': { twoFactor: 'app', gives: false },
} as const;
type Case = keyof typeof CASES;

const READS: Record<Case, RegExp> = {
  'on, with an app': /is \*on\*, with an authenticator app/,
  'on, by text message': /is \*on\*, by text message/,
  off: /is \*off\*/,
  'through single sign-on': /handled there/,
  'not visible: no own permission': /\*can’t see\*/,
};
const DOCS = path.resolve(import.meta.dirname, '../../docs/commands.md');

describeLanyard('what each person reads about two-factor sign-in', (lanyard) => {
  /** A workspace with an owner who installed, and one person of each role in the case that is meant. */
  async function makeCase(name: string, which: Case) {
    const { twoFactor, gives, sso = false } = { sso: false, ...CASES[which] };
    const workspace = lanyard.slack.workspace(name, { sso });
    const installer = workspace.person('Ines', { role: 'owner', twoFactor: 'app' });
    await lanyard.install(installer);
    const people = {} as Record<Role, Person>;
    for (const role of ROLES) {
      people[role] = workspace.person(`The ${role}`, { role, twoFactor });
      if (gives) await people[role].authorizes(undefined, { ownOnly: true });
    }
    await lanyard.slack.settled();
    return { workspace, installer, people };
  }

  const firstLine = ({ text }: { text: string }) => text.split('\n')[0] ?? '';

  test('each case reads the same for every role about oneself, and only admins read about others; the table in the docs says so', async () => {
    const table: string[][] = [];
    for (const which of Object.keys(CASES) as Case[]) {
      const { people, installer } = await makeCase(which, which);
      const own = await Promise.all(ROLES.map(async (role) => firstLine(await ask(people[role], '/2fa'))));
      for (const said of own) expect(said).toMatch(READS[which]);
      expect(new Set(own).size).toBe(1);

      const aboutOthers: Record<string, string> = {};
      for (const role of ROLES) {
        const target = role === 'member' ? people.owner : people.member;
        const said = firstLine(await ask(people[role], '/2fa', `@${target.handle}`));
        aboutOthers[role] = said.replaceAll(/<@[^>]*>/g, 'that person');
        if (role === 'member' || role === 'guest') expect(said).toContain('Only owners and admins');
        else expect(said).not.toContain('Only owners and admins');
      }
      expect(aboutOthers.admin).toBe(aboutOthers.owner);
      expect(aboutOthers.member).toBe(aboutOthers.guest);
      table.push([which, own[0] ?? '', aboutOthers.member ?? '', aboutOthers.admin ?? '']);
      expect(installer.id).not.toBe(people.owner.id);
    }
    holdDocsTo(table);
  }, 60_000);

  test('a member learns nothing of anybody by any name, id or word', async () => {
    const { people, workspace, installer } = await makeCase('Curious', 'off');
    const { member, owner } = people;
    const stranger = lanyard.slack.workspace('Elsewhere').person('Else', { twoFactor: 'app' });
    const refusals = new Set<string>();
    const before = lanyard.slack.calls.length;
    for (const text of [
      `@${owner.handle}`,
      `<@${owner.id}>`,
      `<@${owner.id}|olga>`,
      `<@${stranger.id}>`,
      '<@U0NOBODY>',
      'team',
      'TEAM',
      'remind',
    ]) {
      refusals.add((await ask(member, '/2fa', text)).text);
    }
    // One and the same sentence: not even who exists can be told from it.
    expect([...refusals]).toHaveLength(1);
    const seen = JSON.stringify(member.sees());
    for (const other of [owner, people.admin, installer]) expect(seen).not.toContain(other.id);
    for (const text of [owner.id, owner.name, `team ${owner.id}`, 'constructor', '__proto__']) {
      expect((await ask(member, '/2fa', text)).text).toContain('I don’t know');
    }
    const asked = lanyard.slack.calls
      .slice(before)
      .filter(({ method, args }) => method === 'users.info' && args.user !== member.id);
    expect(asked).toEqual([]);
    expect(workspace.people().length).toBeGreaterThan(4);
  });

  test('team tells admins the share with its denominator and who is left out, admins without first', async () => {
    const { people, workspace, installer } = await makeCase('Team', 'off');
    expect((await ask(people.owner, '/2fa', 'team')).text).toContain('Not counted yet');
    await agree(installer, workspace.id);
    const { text } = await ask(people.owner, '/2fa', 'team');
    // Of four people one has it; the guest is left out, and so is the bot.
    expect(text).toContain('*1 of 4 people (25%)* sign in with two factors.');
    expect(text).toContain('Authenticator app 1  ·  Off 3');
    expect(text).toMatch(/\*2 owners and admins don’t have it:\*/);
    expect(text).toContain('1 guest');
    expect(text).toContain(`through <@${installer.id}>’s permission`);
  });

  test('team keeps the figures with their age when the permission is gone, and says who can restore it', async () => {
    const { people, workspace, installer } = await makeCase('Lost', 'off');
    await agree(installer, workspace.id);
    await ask(people.owner, '/2fa', 'team');
    await installer.revokesOwnPermission();
    await lanyard.slack.settled();
    const { text } = await ask(people.owner, '/2fa', 'team');
    expect(text).toContain('(25%)');
    expect(text).toContain('This is no longer updated:*');
    expect(text).toContain(`<@${installer.id}>`);
    expect(text).not.toContain('(0 %)');
  });

  test('team keeps the figures when Slack does not let it count anew, and says why', async () => {
    const { people, workspace, installer } = await makeCase('Refused', 'off');
    await agree(installer, workspace.id);
    await ask(people.owner, '/2fa', 'team');
    await lanyard.prisma.coveragePlace.updateMany({
      where: { installedIn: workspace.id },
      data: { readAt: new Date(lanyard.clock.now().getTime() - 2 * 60 * 60_000) },
    });
    lanyard.slack.fault('users.list', { status: 429, retryAfterSeconds: 3_600 });
    const { text } = await ask(people.owner, '/2fa', 'team');
    expect(text).toContain('(25%)');
    expect(text).toContain('didn’t finish: Slack is rate-limiting Lanyard');
  });

  /** What the agreement in Home does; its own tests are with Home. */
  async function agree(person: Person, teamId: string): Promise<void> {
    await lanyard.prisma.coverageReader.create({
      data: {
        clientId: lanyard.credentials.clientId,
        installedIn: teamId,
        isEnterpriseInstall: false,
        userId: person.id,
        agreedAt: lanyard.clock.now(),
      },
    });
  }
});

/** The table of cases in the docs is what was read here. `UPDATE_DOCS=1` writes it. */
function holdDocsTo(rows: string[][]): void {
  const head = [
    'case',
    '`/2fa`, everyone',
    '`/2fa @someone`, member or guest',
    '`/2fa @someone`, admin or owner',
  ];
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
  const docs = readFileSync(DOCS, 'utf8');
  const between = /(?<=<!-- cases -->\n)[\s\S]*?(?=<!-- \/cases -->)/;
  // Without its place in the docs the table would be held to nothing.
  expect(docs).toMatch(between);
  const updated = docs.replace(between, () => `${table}\n`);
  if (process.env.UPDATE_DOCS) writeFileSync(DOCS, updated);
  else expect(docs).toBe(updated);
}
