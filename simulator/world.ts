import type { Activity } from './activity.ts';
import type { Alarms } from './alarms.ts';
import type { Apps } from './apps.ts';
import type { SimulatedClock } from './clock.ts';
import type { Deliveries } from './delivery.ts';
import type { Endings } from './endings.ts';
import type { Events } from './events.ts';
import type { Faults } from './faults.ts';
import type { Messages } from './messages.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Sockets } from './sockets.ts';
import type { Store } from './store.ts';
import type { Triggers } from './triggers.ts';

/** The parts of one simulator that its routes and verbs share. */
export type World = {
  store: Store;
  apps: Apps;
  clock: () => Date;
  /** The same clock, to be moved. */
  time: SimulatedClock;
  alarms: Alarms;
  activity: Activity;
  deliveries: Deliveries;
  events: Events;
  endings: Endings;
  messages: Messages;
  rateLimits: RateLimits;
  sockets: Sockets;
  triggers: Triggers;
  faults: Faults;
  /** How long a refresh token works on after it was used. */
  refreshGraceMs: number;
  /** Of this simulator, without a slash at the end; known once it listens. */
  url: () => string;
};
