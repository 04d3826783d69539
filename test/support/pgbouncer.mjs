import { existsSync } from 'node:fs';

const PLACES = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer'];

/** Where a PgBouncer is: PGBOUNCER_PATH, else a usual place; undefined when there is none. */
export function findPgbouncer() {
  return [process.env.PGBOUNCER_PATH, ...PLACES].find((place) => place && existsSync(place));
}
