import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import type { Workspace } from '../../simulator/people/workspaces.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { allowInstall } from '../support/install.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';
import { until } from '../support/until.ts';

/** How long a machine takes for it is not what is tested. */
const LONG_MS = 200_000;
const TEST_MS = 2 * LONG_MS;
/** Together 200: most in a workspace of their own, the rest in one. */
const [ALONE, COLLEAGUES] = [160, 40];

/** Up to where Slack sends the browser back with a code. */
async function begin(lanyard: Lanyard, person: Person) {
  const { browser, back } = await allowInstall(lanyard.url, person);
  return () => browser.get(back);
}

const owners = (lanyard: Lanyard, many: number, name: string) =>
  Array.from({ length: many }, (_, n) =>
    lanyard.slack.workspace(`${name} ${n}`).person('Olga', { role: 'owner' }),
  );

const spentCodes = ({ slack }: Lanyard) =>
  slack.calls.filter(
    ({ method, answer }) => method === 'oauth.v2.access' && (answer as { ok: boolean }).ok === true,
  ).length;

/** Who came, and what they were answered. */
type Burst = {
  workspaces: Workspace[];
  alone: Person[];
  colleagues: Person[];
  pages: { status: number; text: string }[];
};

async function installAtOnce(lanyard: Lanyard): Promise<Burst> {
  const workspaces = Array.from({ length: ALONE }, (_, n) => lanyard.slack.workspace(`Company ${n}`));
  const alone = workspaces.map((workspace) => workspace.person('Olga', { role: 'owner' }));
  const company = lanyard.slack.workspace('One company');
  const colleagues = Array.from({ length: COLLEAGUES }, (_, n) =>
    company.person(`Person ${n}`, { role: 'admin' }),
  );
  const come = await Promise.all([...alone, ...colleagues].map((person) => begin(lanyard, person)));
  const pages = await Promise.all(come.map((back) => back()));
  await lanyard.settled();
  return { workspaces, alone, colleagues, pages };
}

describeLanyard('many at the same moment', (lanyard) => {
  let burst: Promise<Burst> | undefined;
  /** Once for the tests that need people who installed. */
  const installed = () => {
    burst ??= installAtOnce(lanyard);
    return burst;
  };

  test(
    'all 200 who install at once are installed, and see their Home',
    async () => {
      const { alone, colleagues, pages } = await installed();
      expect(pages.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
      expect(spentCodes(lanyard)).toBe(200);
      const where = { installedIn: { in: alone.map(({ workspace }) => workspace.id) } };
      const rows = await lanyard.prisma.installation.findMany({ where });
      expect(rows.filter((row) => row.sealedBotToken !== null)).toHaveLength(ALONE);
      expect(await lanyard.prisma.userAuthorization.count({ where })).toBe(ALONE);
      expect(await lanyard.prisma.auditEntry.count({ where })).toBe(2 * ALONE);
      const together = { installedIn: colleagues[0]?.workspace.id ?? '' };
      expect(await lanyard.prisma.userAuthorization.count({ where: together })).toBe(COLLEAGUES);
      expect(await lanyard.prisma.installation.count({ where: together })).toBe(1);
      const people = [...alone, ...colleagues];
      const without = people.filter((person) => !person.homeText().includes('My authorizations'));
      expect(without.map(({ name, workspace }) => `${name}, ${workspace.name}`)).toEqual([]);
      expect(await lanyard.prisma.installation.count({ where: { botId: null } })).toBe(0);
    },
    TEST_MS,
  );

  test(
    'commands, Homes and endings that come together are all answered and applied',
    async () => {
      const { alone, workspaces } = await installed();
      const people = alone.slice(0, 40);
      const [runs] = await Promise.all([
        Promise.all(people.map((person) => person.types('/token-status'))),
        ...people.map((person) => person.opensHome()),
      ]);
      await lanyard.settled();
      expect(runs.filter((run) => !run.messages().some(({ visible }) => /permission/.test(visible)))).toEqual(
        [],
      );
      await Promise.all([
        ...people.slice(0, 20).map((person) => person.revokesOwnPermission()),
        ...workspaces.slice(20, 40).map((workspace) => workspace.uninstall()),
      ]);
      // Slack repeats what took a slow machine longer than three seconds.
      await lanyard.slack.settled();
      await lanyard.settled();
      const living = { revokedAt: null, uninstalledAt: null };
      const where = { installedIn: { in: people.map(({ workspace }) => workspace.id) }, ...living };
      expect(await lanyard.prisma.userAuthorization.count({ where })).toBe(0);
      expect(await lanyard.prisma.installation.count({ where })).toBe(20);
    },
    TEST_MS,
  );

  test('an installation is saved although the database fails after its code was spent', async () => {
    const [person] = owners(lanyard, 1, 'Unlucky') as [Person];
    const back = await begin(lanyard, person);
    lanyard.failTransactions(2);
    const { status } = await back();
    expect(status).toBe(200);
    const row = await lanyard.prisma.installation.findFirstOrThrow({
      where: { installedIn: person.workspace.id },
    });
    expect(row.sealedBotToken).not.toBeNull();
    expect(lanyard.log.filter((line) => line.includes('could not be saved yet'))).toHaveLength(2);
  });
});

test.each(databasesUnderTest)(
  'on $name, a stop in the middle of a burst spends no code that it does not keep',
  async ({ open }) => {
    const database = await open();
    const lanyard = await startLanyard(database);
    // Twice as many as are admitted at a time.
    const people = owners(lanyard, 32, 'Late');
    const come = await Promise.all(people.map((person) => begin(lanyard, person)));
    const pages = Promise.allSettled(come.map((back) => back()));
    await until(
      () => spentCodes(lanyard),
      (spent) => spent > 0,
      'the first code to be spent',
      LONG_MS,
    );
    await lanyard.stop();
    await pages;
    // Here the database outlives the app, so a slow machine may be late with it.
    const spent = spentCodes(lanyard);
    await until(
      () => database.prisma.installation.count(),
      (kept) => kept === spent,
      `${spent} installations`,
      LONG_MS,
    );
    expect(spentCodes(lanyard)).toBe(spent);
    await database.close();
  },
);
