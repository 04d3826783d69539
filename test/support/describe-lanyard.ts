import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { type DatabaseUnderTest, databasesUnderTest } from './databases.ts';
import { type Lanyard, type LanyardOptions, startLanyard } from './lanyard.ts';

type Options = LanyardOptions & {
  /** Where what is tested doesn't depend on the database, one is enough. Default: both. */
  on?: DatabaseUnderTest['name'];
};
type Tests = (lanyard: Lanyard) => void;

/**
 * A group of tests that share one Lanyard on a database of its own: the whole group runs on PGlite, then on PostgreSQL.
 * The Lanyard starts before the first test and before the hooks inside the group, and stops after them.
 */
export function describeLanyard(what: string, ...rest: [Tests] | [Options, Tests]): void {
  const [{ on, ...options }, tests] = rest.length === 2 ? rest : [{}, ...rest];
  const chosen = databasesUnderTest.filter(({ name }) => on === undefined || name === on);
  describe.each(chosen)(on ? what : `${what}, on $name`, ({ open }) => {
    let database: Database | undefined;
    let lanyard: Lanyard | undefined;
    beforeAll(async () => {
      database = await open();
      lanyard = await startLanyard(database, options);
    });
    tests(onceStarted(() => lanyard));
    // Hooks run in the order in which they were given: those of the group still have the Lanyard.
    afterAll(async () => {
      await lanyard?.stop();
      await database?.close();
    });
  });
}

/** Jest runs no hook before it has collected every test, so tests are given something to read the Lanyard through. */
function onceStarted(started: () => Lanyard | undefined): Lanyard {
  return new Proxy({} as Lanyard, {
    get(_, property) {
      const lanyard = started();
      if (!lanyard) {
        throw new Error(
          `Read lanyard.${String(property)} in a test or a hook: before that, nothing has started.`,
        );
      }
      return Reflect.get(lanyard, property);
    },
  });
}
