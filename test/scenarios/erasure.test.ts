import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Every model that keeps something of a workspace or organization. */
const MODELS_OF_A_PLACE = [
  ...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/^model (\w+) \{([^}]*)\}/gm),
]
  .filter(([, , body = '']) => /\binstalledIn\b/.test(body))
  .map(([, name = '']) => name);

describe.each(databasesUnderTest)('what is deleted, on $name', ({ open }) => {
  let database: Database;
  let lanyard: Lanyard;
  const deletions: { model: string; where: unknown }[] = [];
  beforeAll(async () => {
    database = await open();
    const spied = database.prisma.$extends({
      query: {
        $allModels: {
          deleteMany({ model, args, query }) {
            deletions.push({ model, where: args.where });
            return query(args);
          },
        },
      },
    });
    lanyard = await startLanyard({ ...database, prisma: spied as unknown as Database['prisma'] });
  });
  afterAll(async () => {
    await lanyard.stop();
    await database.close();
  });

  test('fourteen days after the app was removed no table has anything of the workspace', async () => {
    const workspace = lanyard.slack.workspace('Gone');
    await lanyard.install(workspace.person('Olga', { role: 'owner' }));
    await workspace.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(14 * DAY_MS);
    deletions.length = 0;
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    const erased = deletions.filter(({ where }) =>
      JSON.stringify(where).includes(`"installedIn":"${workspace.id}"`),
    );
    expect(MODELS_OF_A_PLACE.length).toBeGreaterThan(10);
    expect(erased.map(({ model }) => model).sort()).toEqual([...MODELS_OF_A_PLACE].sort());
  });

  test('counts of what people asked for go after a day', async () => {
    const { clientId } = lanyard.credentials;
    const hoursAgo = (hours: number) => new Date(lanyard.clock.now().getTime() - hours * 60 * 60_000);
    const turn = (userId: string, startedAt: Date) => ({
      clientId,
      userId,
      what: 'verify',
      startedAt,
      taken: 1,
    });
    await lanyard.prisma.turn.createMany({
      data: [turn('U0LATELY', hoursAgo(23)), turn('U0LONGAGO', hoursAgo(25))],
    });
    await lanyard.runJob('sweep');
    const left = await lanyard.prisma.turn.findMany({ where: { clientId, userId: { startsWith: 'U0L' } } });
    expect(left.map(({ userId }) => userId)).toEqual(['U0LATELY']);
  });
});
