import type { Delivery } from '../../delivery/delivery.ts';
import { findInstallation } from '../../delivery/events.ts';
import { createWorkspace } from '../../people/workspaces.ts';
import { administers } from '../../state/find.ts';
import { createSimulatedApp } from '../../state/simulated-app.ts';
import type { Scene } from '../scene.ts';
import { appName, botGrant, type Group, noBot, type Thing } from './thing.ts';

const HOUR_SECONDS = 3_600;
/** Bolt takes five minutes. */
const TOO_OLD_SECONDS = 6 * 60;

const answered = ({ status, failure, ackMs }: Delivery): string =>
  failure === null || failure === 'http_error'
    ? `answered ${status} in ${ackMs} ms`
    : `didn’t answer (${failure})`;

const nowSeconds = ({ world }: Scene): number => Math.floor(world.clock().getTime() / 1000);

const lastEvent = ({ world, app }: Scene): Delivery | undefined =>
  world.deliveries.list.findLast(
    ({ kind, appId, payload }) =>
      kind === 'event' && appId === app?.appId && payload.type === 'event_callback',
  );

/** A request that no one but a forger or a broken proxy sends: an app must refuse it. */
const forged = (id: string, words: string, how: (scene: Scene) => object): Thing => ({
  id,
  words: () => words,
  async act(scene) {
    const event = { type: 'app_home_opened', user: scene.record.id, channel: 'D0FORGED', tab: 'home' };
    const delivery = await createWorkspace(scene.world, scene.workspace).deliver(event, {
      app: scene.app?.appId,
      ...how(scene),
    });
    return `${appName(scene)} ${answered(delivery)}.`;
  },
});

const noAdmin = ({ record }: Scene): string | undefined =>
  administers(record) && !record.deleted
    ? undefined
    : `${record.name} isn’t an admin: act as one to add it again.`;

/** As when events are held up: they arrive when the app has long been back. */
async function removeAddAndTell(scene: Scene): Promise<string> {
  const grant = botGrant(scene);
  if (!grant) throw new Error(noBot(scene));
  const orgWide = grant.organizationId !== null;
  const addTo = findInstallation(scene.world.store.state, grant.appId, grant)?.addedTo ?? [];
  const consent = orgWide ? ({ target: 'organization', addTo } as const) : {};
  const sent = await scene.world.endings.uninstall(grant.appId, grant, {
    meanwhile: () => scene.person.authorizes(grant.appId, consent),
  });
  const [first] = sent;
  return `${appName(scene)} is back, and heard of its removal only now: it ${first ? answered(first) : 'isn’t subscribed to these events'}.`;
}

/** What Slack sends besides events. */
const probe = (id: string, words: string, send: (scene: Scene) => Promise<Delivery>): Thing => ({
  id,
  words: () => words,
  async act(scene) {
    return `${appName(scene)} ${answered(await send(scene))}.`;
  },
});

const simulated = ({ world, app }: Scene) => createSimulatedApp(world, world.apps.choose(app?.appId).appId);

export const EVENTS: Group = {
  title: 'Events',
  things: [
    {
      id: 'again',
      words: () => 'Send the last event again',
      unless: (scene) => (lastEvent(scene) ? undefined : 'No event has been sent yet.'),
      async act(scene) {
        const last = lastEvent(scene);
        if (!last || !scene.app) throw new Error('No event has been sent yet.');
        const { body, payload } = last;
        const delivery = await scene.world.deliveries.send({
          app: scene.app,
          kind: 'event',
          body,
          payload,
          retryNum: 1,
          retryReason: 'http_timeout',
        });
        const { type } = payload.event as { type: string };
        return `${type} was sent again, as after a lost acknowledgement: ${appName(scene)} ${answered(delivery)}.`;
      },
    },
    {
      id: 'late',
      words: () => 'Send an app_uninstalled from an hour ago',
      async act(scene) {
        const event = { type: 'app_uninstalled' };
        const eventTimeSeconds = nowSeconds(scene) - HOUR_SECONDS;
        const workspace = createWorkspace(scene.world, scene.workspace);
        const delivery = await workspace.deliver(event, { app: scene.app?.appId, eventTimeSeconds });
        return `As if a removal from an hour ago had only arrived now, after a reinstall: ${appName(scene)} ${answered(delivery)}.`;
      },
    },
    {
      id: 'reordered',
      words: (scene) => `Remove ${appName(scene)}, with its events in reverse`,
      unless: noBot,
      async act(scene) {
        const grant = botGrant(scene);
        if (grant) await scene.world.endings.uninstall(grant.appId, grant, { tokensFirst: true });
        return 'tokens_revoked went out first, and app_uninstalled after it.';
      },
    },
    {
      id: 'after-reinstall',
      words: (scene) => `Remove ${appName(scene)}, add it again, then send the removal`,
      unless: (scene) => noBot(scene) ?? noAdmin(scene),
      act: removeAddAndTell,
    },
    forged('bad-signature', 'Send a request with a bad signature', () => ({ signature: 'bad' })),
    forged('no-signature', 'Send a request without a signature', () => ({ signature: 'missing' })),
    forged('future-timestamp', 'Send a request dated six minutes ahead', (scene) => ({
      timestampSeconds: nowSeconds(scene) + TOO_OLD_SECONDS,
    })),
    forged('old-timestamp', 'Replay a request from six minutes ago', (scene) => ({
      timestampSeconds: Math.floor(Date.now() / 1000) - TOO_OLD_SECONDS,
      eventTimeSeconds: nowSeconds(scene) - TOO_OLD_SECONDS,
    })),
    probe('ssl-check', 'Probe the certificate (ssl_check)', (scene) => simulated(scene).checksSsl()),
    probe('withheld', 'Withhold events for a minute (app_rate_limited)', (scene) =>
      simulated(scene).withholdsEvents(scene.workspace),
    ),
  ],
};
