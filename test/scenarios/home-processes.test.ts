import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import type { Database } from '../../src/database/database.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { databaseUrl } from '../support/databases.ts';
import { makeTeam, opensHome } from '../support/home-team.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';
import { createSignal } from '../support/pausing.ts';
import { startSibling } from '../support/sibling.ts';
import { until, untilHome } from '../support/until.ts';

/** Two apps with their own connections, memories and ports; what they share is one PostgreSQL and Slack. */
describe('Home, shown by two processes', () => {
  const databases: Database[] = [];
  let lanyard: Lanyard;
  let sibling: Awaited<ReturnType<typeof startSibling>>;
  beforeAll(async () => {
    const url = await databaseUrl();
    for (let count = 0; count < 2; count += 1) databases.push(await openPostgresql({ url, log: () => {} }));
    const [first, second] = databases as [Database, Database];
    lanyard = await startLanyard(first);
    sibling = await startSibling(lanyard, second);
  });
  afterAll(async () => {
    await sibling.stop();
    await lanyard.stop();
    for (const database of databases) await database.close();
  });

  const rename = (installedIn: string, name: string) =>
    lanyard.prisma.installation.updateMany({ where: { installedIn }, data: { name } });
  const note = (userId: string) => lanyard.prisma.shownHome.findFirstOrThrow({ where: { userId } });
  const opened = (person: Person) => ({
    type: 'app_home_opened',
    user: person.id,
    tab: 'home',
    event_ts: '1',
  });

  test('a list that one of them read earlier never stands over one that the other read later', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Before');
    await opensHome(owner);
    await until(
      () => note(owner.id),
      ({ begun, shown }) => begun === shown,
      'the note of the first Home',
    );
    const { begun } = await note(owner.id);
    // The first process reads the old name, and its answer is held up on the way to Slack.
    const newerIsShown = createSignal();
    lanyard.slack.fault('views.publish', { heldUntil: newerIsShown.raised });
    await owner.opensHome();
    await until(
      () => lanyard.slack.plannedFaults().length,
      (planned) => planned === 0,
      'the first process to publish',
    );
    await rename(workspace.id, 'After');
    expect(await sibling.hears(workspace.id, opened(owner))).toBe(200);
    await untilHome(owner, 'After');
    await until(
      () => note(owner.id),
      ({ shown }) => shown === begun + 2,
      'the note of the newer list',
    );
    newerIsShown.raise();
    await until(
      () =>
        lanyard.slack.calls.filter(({ answer }) => JSON.stringify(answer).includes('hash_conflict')).length,
      (conflicts) => conflicts > 0,
      'Slack to refuse the older list',
    );
    await lanyard.slack.settled();
    expect(owner.homeText()).toContain('After');
    expect((await note(owner.id)).shown).toBe(begun + 2);
  });

  test('of many lists in a burst, spread over both, the last that was read stands in the end', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Burst 0');
    await opensHome(owner);
    const before = await note(owner.id);
    const sent: Promise<unknown>[] = [];
    for (let count = 1; count <= 12; count += 1) {
      await rename(workspace.id, `Burst ${count}`);
      sent.push(owner.opensHome(), sibling.hears(workspace.id, opened(owner)));
    }
    await Promise.all(sent);
    await until(
      () => note(owner.id),
      ({ begun, shown }) => begun >= before.begun + 24 && begun === shown,
      'the last list that was begun',
    );
    await lanyard.slack.settled();
    expect(owner.homeText()).toContain('Burst 12');
  });
});
