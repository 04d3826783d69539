import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { ask } from '../support/ask.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { revokesOwn } from '../support/home.ts';
import { opensHome } from '../support/home-team.ts';
import { untilHome } from '../support/until.ts';

type Role = 'owner' | 'member' | 'guest';
/** What became of the permission that someone granted; undefined: they never granted one. */
type Own = 'works' | 'expired' | 'refused' | 'revoked in Slack' | 'revoked here' | undefined;

/** Each line of what someone reads first, by what they granted and whether the workspace’s permission works. */
const CASES: [role: Role, own: Own, bot: 'works' | 'refused', reads: string[]][] = [
  ['owner', 'works', 'works', ['*Both permissions work: yours and the workspace’s.*']],
  ['member', 'works', 'works', ['*Both permissions work: yours and the workspace’s.*']],
  [
    'member',
    undefined,
    'works',
    ['*The workspace’s permission works.*', 'You haven’t granted Lanyard a permission of your own.'],
  ],
  [
    'member',
    'revoked in Slack',
    'works',
    ['*The workspace’s permission works.*', '*Your own permission*   :white_circle: Revoked'],
  ],
  [
    'member',
    'revoked here',
    'works',
    ['*The workspace’s permission works.*', 'Your own permission has ended.'],
  ],
  [
    'member',
    'expired',
    'works',
    [
      '*1 expired · 1 works*',
      'The workspace’s permission works.',
      '*Your own permission*   :red_circle: Expired',
    ],
  ],
  [
    'member',
    'works',
    'refused',
    ['*1 needs attention · 1 works*', 'Your permission works.', '*Lanyard in this workspace*'],
  ],
  [
    'member',
    undefined,
    'refused',
    [
      '*The workspace’s permission needs attention.*',
      'You haven’t granted Lanyard a permission of your own.',
      '*Lanyard in this workspace*',
    ],
  ],
  ['guest', 'works', 'works', ['*Your permission works.*']],
  ['guest', 'expired', 'works', ['*Your permission has expired.*', '*Your own permission*']],
  ['guest', 'refused', 'works', ['*Your permission needs attention.*', '*Your own permission*']],
  ['guest', undefined, 'works', ['You haven’t granted Lanyard a permission of your own.']],
  ['guest', 'revoked in Slack', 'works', ['*Your permission has ended.*', '*Your own permission*']],
  ['guest', 'revoked here', 'works', ['*Your permission has ended.*', 'Lanyard works without it']],
];

describeLanyard('/token-status', (lanyard) => {
  async function becomes(person: Person, own: Own) {
    if (own === undefined) return;
    await lanyard.install(person, { forMe: true });
    const stored = { where: { userId: person.id } };
    const now = lanyard.clock.now();
    if (own === 'expired') {
      await lanyard.prisma.userAuthorization.updateMany({ ...stored, data: { expiresAt: now } });
    }
    if (own === 'refused') {
      const data = { verifiedAt: now, verifyError: 'invalid_auth' };
      await lanyard.prisma.userAuthorization.updateMany({ ...stored, data });
    }
    if (own === 'revoked in Slack') {
      await person.revokesOwnPermission();
      await lanyard.slack.settled();
    }
    if (own === 'revoked here') {
      await opensHome(person);
      await revokesOwn(person);
      await untilHome(person, 'You revoked it');
    }
  }

  test.each(CASES)(
    'says whose permission it is: %s, %s; the workspace’s %s',
    async (role, own, bot, reads) => {
      const workspace = lanyard.slack.workspace(`Subjects ${role} ${own} ${bot}`);
      const installer = workspace.person('Ines', { role: 'owner' });
      await lanyard.install(installer);
      const person = role === 'owner' ? installer : workspace.person('Pat', { role });
      if (role !== 'owner') await becomes(person, own);
      if (bot === 'refused') {
        const data = { verifiedAt: lanyard.clock.now(), verifyError: 'invalid_auth' };
        await lanyard.prisma.installation.updateMany({ where: { installedIn: workspace.id }, data });
      }
      // What was never checked isn’t said to work.
      const unchecked = { where: { verifyError: null }, data: { verifiedAt: lanyard.clock.now() } };
      await lanyard.prisma.installation.updateMany(unchecked);
      await lanyard.prisma.userAuthorization.updateMany(unchecked);
      const { text } = await ask(person, '/token-status');
      const lines = text.split('\n').map((line) => line.replace(/^:[a-z_]+: /, ''));
      const read = reads.map((begins) => lines.find((line) => line.startsWith(begins)) ?? `no ${begins}`);
      expect(read.map((line, index) => line.slice(0, reads[index]?.length))).toEqual(reads);
      // In the order of the table, so that nothing else is read first.
      expect(lines[0]).toBe(read[0]);
      if (own !== 'works') expect(text).not.toMatch(/your permission works|yours (and|works)/i);
    },
  );

  test('says that something works only once it was checked', async () => {
    const workspace = lanyard.slack.workspace('Unchecked');
    const owner = workspace.person('Ines', { role: 'owner' });
    await lanyard.install(owner);
    const member = workspace.person('Pat');
    const firstLine = async (person: Person) =>
      (await ask(person, '/token-status')).text.split('\n')[0]?.replace(/<!date[^>]*>/, 'then');
    expect(await firstLine(owner)).toBe(
      ':grey_question: *2 permissions aren’t checked yet: yours and the workspace’s.* Nothing is known to be wrong with them.',
    );
    expect(await firstLine(member)).toBe(
      ':grey_question: *The workspace’s permission isn’t checked yet.* Nothing is known to be wrong with it.',
    );
    const where = { installedIn: workspace.id };
    await lanyard.prisma.installation.updateMany({ where, data: { verifiedAt: lanyard.clock.now() } });
    expect(await firstLine(member)).toBe(
      ':large_green_circle: *The workspace’s permission works.* Checked then.',
    );
    expect(await firstLine(owner)).toBe(
      ':grey_question: *1 of 2 permissions isn’t checked yet.* Nothing is known to be wrong with yours and the workspace’s.',
    );
    const refused = { verifiedAt: lanyard.clock.now(), verifyError: 'invalid_auth' };
    await lanyard.prisma.installation.updateMany({ where, data: refused });
    const { text } = await ask(owner, '/token-status');
    expect(text).toContain('*1 needs attention · 1 not checked yet*');
    expect(text).not.toMatch(/\bworks\b/);
  });

  test.each([
    ['member', undefined, /^:large_green_circle: The workspace’s permission works\. Checked /],
    ['member', 'works', /^:large_green_circle: Checked .+: all 2 work, yours and the workspace’s\.$/],
    ['guest', 'works', /^:large_green_circle: Your permission works\. Checked /],
    ['guest', undefined, /^There’s nothing to check\.$/],
  ] as const)('verify says whose it checked: %s, %s', async (role, own, reads) => {
    const workspace = lanyard.slack.workspace(`Verified ${role} ${own}`);
    await lanyard.install(workspace.person('Ines', { role: 'owner' }));
    const person = workspace.person('Pat', { role });
    await becomes(person, own);
    expect((await ask(person, '/token-status', 'verify')).text).toMatch(reads);
  });
});
