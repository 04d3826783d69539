import type { DatabaseUnderTest } from './databases.ts';
import { describeRoom } from './describe-room.ts';
import { type Lanyard, type LanyardOptions, startLanyard } from './lanyard.ts';

type Options = LanyardOptions & {
  /** Where what is tested doesn't depend on the database, one is enough. Default: both. */
  on?: DatabaseUnderTest['name'];
};
type Tests = (lanyard: Lanyard) => void;

/** A group of tests that share one Lanyard on a database of its own: on PGlite, then on PostgreSQL. */
export function describeLanyard(what: string, ...rest: [Tests] | [Options, Tests]): void {
  const [{ on, ...options }, tests] = rest.length === 2 ? rest : [{}, ...rest];
  describeRoom(what, (database) => startLanyard(database, options), tests, on);
}
