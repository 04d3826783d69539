import type { Deliveries } from '../delivery/delivery.ts';
import type { Events } from '../delivery/events.ts';
import type { Sockets } from '../delivery/sockets.ts';
import type { Faults } from '../faults/faults.ts';
import type { Incidents } from '../faults/incidents.ts';
import type { RateLimits } from '../faults/rate-limits.ts';
import type { Messages } from '../messages/messages.ts';
import type { Triggers } from '../surfaces/triggers.ts';
import type { Endings } from '../tokens/endings.ts';
import type { Activity } from './activity.ts';
import type { Alarms } from './alarms.ts';
import type { Apps } from './apps.ts';
import type { SimulatedClock } from './clock.ts';
import type { Store } from './store.ts';

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
  /** What Slack’s status page reports. */
  incidents: Incidents;
  /** How long a refresh token works on after it was used. */
  refreshGraceMs: number;
  /** Of this simulator, without a slash at the end; known once it listens. */
  url: () => string;
};
