import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createDeliveries, type Delivery } from './delivery/delivery.ts';
import { createEvents } from './delivery/events.ts';
import { createSockets } from './delivery/sockets.ts';
import { createFaults, type Fault } from './faults/faults.ts';
import { createIncidents, type IncidentOptions } from './faults/incidents.ts';
import { createRateLimits } from './faults/rate-limits.ts';
import { createMessages } from './messages/messages.ts';
import { responseUrlRoutes } from './messages/response-url-routes.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import {
  findOrMakeOrganization,
  findOrMakeWorkspace,
  refuseTakenName,
  type WorkspaceOptions,
} from './people/make-places.ts';
import { createOrganization, type Organization } from './people/organizations.ts';
import { createWorkspace, type Workspace } from './people/workspaces.ts';
import { createActivity } from './state/activity.ts';
import { createAlarms } from './state/alarms.ts';
import { type AppRegistration, createApps } from './state/apps.ts';
import { clockOf, createClock, type SimulatedClock } from './state/clock.ts';
import { createSimulatedApp, type SimulatedApp } from './state/simulated-app.ts';
import { emptyState, type SimulatorState } from './state/state.ts';
import { createStore } from './state/store.ts';
import type { World } from './state/world.ts';
import { statusRoutes } from './status-routes.ts';
import { createTriggers } from './surfaces/triggers.ts';
import { createEndings } from './tokens/endings.ts';
import type { Scenery } from './ui/scene.ts';
import { uiRoutes } from './ui/ui-routes.ts';
import { type ApiCall, webApiRoutes } from './web-api/router.ts';

export type SimulatorOptions = {
  /** 0, the default: any free one. Only 127.0.0.1 is bound. */
  port?: number;
  /** Default: its own, which continues after a restart where it was. A bare function is moved by its owner alone. */
  clock?: SimulatedClock | (() => Date);
  /** State is read from it and written back soon after every change, so that it survives a restart. */
  stateFile?: string;
  log?: (line: string) => void;
  /** Of event deliveries, by the clock; Slack's own by default: at once, after a minute, after five. */
  retryDelaysMs?: readonly number[];
  /** How long an app may take to acknowledge; Slack's own by default: 3,000. */
  ackTimeoutMs?: number;
  /** How long a refresh token works on after it was used; Slack does not say. Default: 60,000. */
  refreshGraceMs?: number;
  /** Whether calls are limited by Slack's tiers. Default false: scenarios are not about that. */
  rateLimits?: boolean;
  /** Refuses a second workspace of the same name, instead of finding the first. Default false. */
  uniqueNames?: boolean;
  /** How the window begins again. Without it, it cannot. */
  scenery?: Scenery;
  /** Lets the app do what is due, after the window moved the clock. Without it, the app hears of it when it looks. */
  doWhatIsDue?: () => void;
  /** Default: this process's NODE_ENV. */
  nodeEnv?: string | undefined;
};

/** A local Slack. Everything it sends and is sent can be looked at, and everything can be made to fail. */
export type Simulator = {
  readonly url: string;
  /** For `SLACK_API_URL`; ends in a slash. */
  readonly apiUrl: string;
  /** For `SLACK_AUTHORIZE_URL`. */
  readonly authorizeUrl: string;
  /** For `SLACK_STATUS_URL`. */
  readonly statusUrl: string;
  /** What everything in it goes by; the app should too. Moving it on lets happen what is due. */
  readonly clock: SimulatedClock;
  /** Everything it knows, to be read. */
  readonly state: SimulatorState;
  /** Every Web API call and every post to a response_url, oldest first, with tokens and secrets masked. */
  readonly calls: ApiCall[];
  /** Every request sent to an app, oldest first. */
  readonly deliveries: Delivery[];
  /** By client id; registering again updates the app and keeps its grants. */
  registerApp(app: AppRegistration): SimulatedApp;
  apps(): SimulatedApp[];
  /** Finds by name, or makes. */
  organization(name: string): Organization;
  /** Finds by name, or makes. @throws when the name is taken and names have to be unique */
  workspace(name: string, options?: WorkspaceOptions): Workspace;
  workspaces(): Workspace[];
  /** Lets the next `times` calls (default 1; Infinity: until healed) of a method fail; `*`: any; also `response_url`. */
  fault(method: string, how: Fault, times?: number): void;
  /** What is still to go wrong: a fault leaves the list when its last call has come in. */
  plannedFaults(): readonly { method: string; how: Fault; left: number }[];
  healFaults(): void;
  /** Slack’s status page reports something from now on; an active incident, unless it says otherwise. */
  openIncident(incident?: IncidentOptions): void;
  endIncidents(): void;
  /** Turns Slack's limits by tier on or off. What was counted so far is forgotten. */
  limitRates(on: boolean): void;
  /** Every token ever issued and every secret of the apps: what must never be seen anywhere else. */
  secrets(): string[];
  /** Calls after every change of the state; returns how to stop. */
  watch(listener: () => void): () => void;
  /** Resolves when no delivery and no call is in flight. Retries count from when they are due. */
  settled(): Promise<void>;
  /** Forgets everything but the apps, and goes back to real time: an empty Slack. */
  clear(): void;
  /** Ends hanging requests too. */
  stop(): Promise<void>;
};

/**
 * Starts a simulated Slack in this process.
 * @throws when it would run in production, when the port is taken, or when the state file cannot be read
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const nodeEnv = 'nodeEnv' in options ? options.nodeEnv : process.env.NODE_ENV;
  if (nodeEnv === 'production') {
    throw new Error(
      'The simulator hands out fake tokens to everyone: it doesn’t start with NODE_ENV=production.',
    );
  }
  const { port = 0, log = () => {}, uniqueNames = false, scenery, doWhatIsDue } = options;
  let url = '';
  const world = createWorld({ ...options, log }, () => url);
  const calls: ApiCall[] = [];
  const server = await listen(routesOf({ world, calls, scenery, doWhatIsDue, log }), port);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world.sockets.attach(server as Server);
  const { store, apps, faults, deliveries, activity } = world;
  const { state } = store;

  return {
    url,
    apiUrl: `${url}/api/`,
    authorizeUrl: `${url}/oauth/v2/authorize`,
    statusUrl: `${url}/status/api/v2.0.0/current`,
    clock: world.time,
    state,
    calls,
    deliveries: deliveries.list,
    registerApp(app) {
      apps.register(app);
      return createSimulatedApp(world, app.appId);
    },
    apps: () => apps.all().map(({ appId }) => createSimulatedApp(world, appId)),
    organization: (name) => createOrganization(world, findOrMakeOrganization(store, name)),
    workspace(name, place = {}) {
      if (uniqueNames) refuseTakenName(state, name);
      return createWorkspace(world, findOrMakeWorkspace(store, name, place));
    },
    workspaces: () => state.workspaces.map((record) => createWorkspace(world, record)),
    fault: (method, how, times = 1) => faults.add(method, how, times),
    healFaults: faults.heal,
    openIncident: world.incidents.open,
    endIncidents: world.incidents.end,
    plannedFaults: faults.planned,
    limitRates(on) {
      world.rateLimits.on = on;
      world.rateLimits.reset();
    },
    secrets: () => [
      ...[...state.tokens, ...state.appTokens].map(({ token }) => token),
      ...apps.all().flatMap(({ clientSecret, signingSecret }) => [clientSecret, signingSecret]),
    ],
    watch: store.watch,
    settled: activity.settled,
    clear() {
      store.change(() => Object.assign(state, emptyState()));
      deliveries.list.length = 0;
      calls.length = 0;
      faults.heal();
      world.incidents.end();
      // By the clock that is set back now, the minute that was counted would end far ahead.
      world.rateLimits.reset();
      world.time.toRealTime();
    },
    async stop() {
      world.alarms.stop();
      faults.stop();
      deliveries.stop();
      world.sockets.stop();
      await close(server);
      store.flush();
    },
  };
}

function createWorld(options: SimulatorOptions & { log: (line: string) => void }, url: () => string): World {
  const {
    log,
    ackTimeoutMs = 3_000,
    refreshGraceMs = 60_000,
    rateLimits = false,
    retryDelaysMs = [0, 60_000, 300_000],
  } = options;
  const store = createStore(options.stateFile);
  const time = clockOf(options.clock) ?? createClock(store.state.clockMovedMs);
  const clock = time.now;
  time.onMove(() =>
    store.change((state) => {
      state.clockMovedMs = time.movedMs;
    }),
  );
  const alarms = createAlarms(time);
  const apps = createApps();
  const sockets = createSockets(url);
  const activity = createActivity();
  const deliveries = createDeliveries({ activity, alarms, clock, sockets, ackTimeoutMs, retryDelaysMs, log });
  const events = createEvents({ store, deliveries, clock });
  return {
    store,
    apps,
    clock,
    time,
    alarms,
    activity,
    deliveries,
    events,
    endings: createEndings({ store, apps, events, clock }),
    messages: createMessages({ store, clock }),
    rateLimits: createRateLimits(clock, rateLimits),
    sockets,
    triggers: createTriggers(clock),
    faults: createFaults(),
    incidents: createIncidents(clock, () => `${url()}/status`),
    refreshGraceMs,
    url,
  };
}

type Parts = {
  world: World;
  calls: ApiCall[];
  scenery: Scenery | undefined;
  doWhatIsDue: (() => void) | undefined;
  log: (line: string) => void;
};

function routesOf({ world, calls, scenery, doWhatIsDue, log }: Parts): Hono {
  const routes = new Hono();
  // The time of every answer is Slack's, whatever the clock of this machine says.
  routes.use(async (context, next) => {
    await next();
    context.header('date', world.clock().toUTCString());
  });
  routes.route('/', webApiRoutes(world, calls, log));
  routes.route('/', oauthRoutes(world));
  routes.route('/', responseUrlRoutes(world, calls));
  routes.route('/', statusRoutes(world));
  routes.route('/', uiRoutes({ world, calls, scenery, doWhatIsDue }));
  routes.onError((error, c) => {
    log(`${c.req.method} ${c.req.path} failed inside of the simulator: ${error.stack ?? error.message}`);
    return c.text('The simulator itself failed. Its log says how.', 500);
  });
  return routes;
}

function listen(routes: Hono, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: routes.fetch, port, hostname: '127.0.0.1', overrideGlobalObjects: false },
      () => resolve(server),
    );
    server.once('error', reject);
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
