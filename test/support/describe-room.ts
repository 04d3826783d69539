import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { type DatabaseUnderTest, databasesUnderTest } from './databases.ts';

type Started = { stop(): Promise<unknown> };

/**
 * A group of tests that share what `start` makes on a database of its own: the whole group runs on PGlite, then on
 * PostgreSQL. It starts before the first test and before the hooks inside the group, and stops after them.
 * @param on where what is tested doesn't depend on the database, one is enough; default: both
 */
export function describeRoom<One extends Started>(
  what: string,
  start: (database: Database) => Promise<One>,
  tests: (one: One) => void,
  on?: DatabaseUnderTest['name'],
): void {
  const chosen = databasesUnderTest.filter(({ name }) => on === undefined || name === on);
  describe.each(chosen)(on ? what : `${what}, on $name`, ({ open }) => {
    let database: Database | undefined;
    let one: One | undefined;
    beforeAll(async () => {
      database = await open();
      one = await start(database);
    });
    tests(onceStarted(() => one));
    // Hooks run in the order in which they were given: those of the group still have what was started.
    afterAll(async () => {
      await one?.stop();
      await database?.close();
    });
  });
}

/** Jest runs no hook before it has collected every test, so tests are given something to read it through. */
function onceStarted<One extends object>(started: () => One | undefined): One {
  return new Proxy({} as One, {
    get(_, property) {
      const one = started();
      if (!one) {
        throw new Error(`Read ${String(property)} in a test or a hook: before that, nothing has started.`);
      }
      return Reflect.get(one, property);
    },
  });
}
