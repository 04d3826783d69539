import { CLOCK } from './clock-things.ts';
import { EVENTS } from './event-things.ts';
import { FAULTS } from './fault-things.ts';
import { PEOPLE } from './people-things.ts';
import { PERMISSIONS } from './permission-things.ts';
import { PLACES } from './place-things.ts';
import { SCENERY } from './scenery.ts';
import type { Group, Thing } from './thing.ts';
import { TOKENS } from './token-things.ts';

/** All that can be made to happen at Slack's side, as the panel shows it. */
export const GROUPS: readonly Group[] = [PERMISSIONS, TOKENS, EVENTS, FAULTS, PEOPLE, PLACES, CLOCK, SCENERY];

export const findThing = (id: string): Thing | undefined =>
  GROUPS.flatMap(({ things }) => things).find((thing) => thing.id === id);
