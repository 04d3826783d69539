import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { allowInstall } from '../support/install.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';
import { until } from '../support/until.ts';

/** How long a machine takes for it is not what is tested. */
const LONG_MS = 200_000;
const TEST_MS = 2 * LONG_MS;
/** More than are admitted at a time. `npm run bench -- burst` sends 200. */
const PEOPLE = 60;

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

describeLanyard('many at the same moment', (lanyard) => {
  test(
    'all who install at once are installed, and see their Home',
    async () => {
      const people = owners(lanyard, PEOPLE, 'Company');
      const come = await Promise.all(people.map((person) => begin(lanyard, person)));
      const pages = await Promise.all(come.map((back) => back()));
      expect(pages.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
      expect(spentCodes(lanyard)).toBe(PEOPLE);
      const where = { installedIn: { in: people.map(({ workspace }) => workspace.id) } };
      const rows = await lanyard.prisma.installation.findMany({ where });
      expect(rows.filter((row) => row.sealedBotToken !== null)).toHaveLength(PEOPLE);
      expect(await lanyard.prisma.userAuthorization.count({ where })).toBe(PEOPLE);
      expect(await lanyard.prisma.auditEntry.count({ where })).toBe(2 * PEOPLE);
      await lanyard.settled();
      const without = people.filter((person) => !person.homeText().includes('My authorizations'));
      expect(without.map(({ workspace }) => workspace.name)).toEqual([]);
      expect(await lanyard.prisma.installation.count({ where: { ...where, botId: null } })).toBe(0);
    },
    TEST_MS,
  );

  test(
    'forty people of one workspace who install are all installed',
    async () => {
      const workspace = lanyard.slack.workspace('One company');
      const people = Array.from({ length: 40 }, (_, n) => workspace.person(`Person ${n}`, { role: 'admin' }));
      const come = await Promise.all(people.map((person) => begin(lanyard, person)));
      const pages = await Promise.all(come.map((back) => back()));
      expect(pages.filter(({ status }) => status !== 200)).toEqual([]);
      const where = { installedIn: workspace.id };
      expect(await lanyard.prisma.userAuthorization.count({ where })).toBe(40);
    },
    TEST_MS,
  );

  test(
    'commands, Homes and endings that come together are all answered and applied',
    async () => {
      const workspaces = Array.from({ length: 40 }, (_, n) => lanyard.slack.workspace(`Busy ${n}`));
      const people = workspaces.map((workspace) => workspace.person('Olga', { role: 'owner' }));
      for (const back of await Promise.all(people.map((person) => begin(lanyard, person)))) await back();
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
        ...workspaces.slice(20).map((workspace) => workspace.uninstall()),
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
    const people = owners(lanyard, 60, 'Late');
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
