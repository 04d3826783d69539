import type { AppChoice } from '../state/apps.ts';
import type { Place } from '../state/state.ts';
import type { World } from '../state/world.ts';
import type { Delivery } from './delivery.ts';
import type { InnerEvent } from './events.ts';

export type DeliverOptions = {
  app?: AppChoice;
  eventId?: string;
  eventTimeSeconds?: number;
  retryNum?: number;
  retryReason?: string;
  signature?: 'bad' | 'missing';
  /** Of the signature. */
  timestampSeconds?: number;
  withoutAuthorizations?: boolean;
  /** Put over the envelope, field by field. */
  envelope?: Record<string, unknown>;
};

type Happening = { event: InnerEvent; workspaceId: string | null; placeFor: (appId: string) => Place };

/** Sends one event exactly as told, once, subscribed or not. */
export function deliverEvent(
  world: World,
  { event, workspaceId, placeFor }: Happening,
  options: DeliverOptions,
): Promise<Delivery> {
  const { app: choice, eventId, eventTimeSeconds, withoutAuthorizations, envelope, ...outgoing } = options;
  const app = world.apps.choose(choice);
  const payload = world.events.envelope(app, {
    workspaceId,
    place: placeFor(app.appId),
    event,
    withAuthorizations: !withoutAuthorizations,
    ...(eventId === undefined ? {} : { eventId }),
    ...(eventTimeSeconds === undefined ? {} : { eventTimeSeconds }),
    ...(envelope === undefined ? {} : { envelope }),
  });
  return world.deliveries.send({ app, kind: 'event', body: JSON.stringify(payload), payload, ...outgoing });
}
