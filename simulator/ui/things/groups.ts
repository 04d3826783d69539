import { CLOCK } from './clock.ts';
import { EVENTS } from './events.ts';
import { FAULTS } from './faults.ts';
import { PEOPLE } from './people.ts';
import { PERMISSIONS } from './permissions.ts';
import { PLACES } from './places.ts';
import { SCENERY } from './scenery.ts';
import type { Group, Thing } from './thing.ts';
import { TOKENS } from './tokens.ts';

/** All that can be made to happen at Slack's side, as the panel shows it. */
export const GROUPS: readonly Group[] = [PERMISSIONS, TOKENS, EVENTS, FAULTS, PEOPLE, PLACES, CLOCK, SCENERY];

export const findThing = (id: string): Thing | undefined =>
  GROUPS.flatMap(({ things }) => things).find((thing) => thing.id === id);
