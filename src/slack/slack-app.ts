import { App, type Receiver } from '@slack/bolt';
import type { Incidents } from '../incidents/incidents.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Refusals } from '../observability/refusals.ts';
import { slackLogger } from '../observability/slack-logger.ts';
import type { SlackClock } from '../slack-api/slack-clock.ts';
import { createErrorHandler } from './error-handler.ts';
import { createRevocationSettled, type OnRevocationSettled } from './events/revocation-settled.ts';
import { createTellFailure } from './failures/tell-failure.ts';
import { createPublishHome, type PublishHome } from './home/publishing/publish-home.ts';
import { createIncidentNote } from './incident-note.ts';
import { type ListenerDependencies, registerListeners } from './listeners.ts';
import { CommitFirstReceiver } from './receiving/receiver.ts';
import { CommitFirstSocketReceiver } from './receiving/socket-receiver.ts';

export type SlackDoor = {
  /** Serves `POST /slack/events`: events, commands and interactivity. Absent in Socket Mode. */
  http: Pick<CommitFirstReceiver, 'requestListener' | 'refusalByHeaders'> | undefined;
  /** Present in Socket Mode. */
  socket: Pick<CommitFirstSocketReceiver, 'start' | 'stop' | 'connected'> | undefined;
  /** For what happens outside of Slack and changes what a person sees there. */
  publishHome: PublishHome;
  revocationSettled: OnRevocationSettled;
};

type Options = Omit<ListenerDependencies, 'publishHome' | 'incidentNote' | 'tellFailure'> & {
  incidents: Pick<Incidents, 'open'>;
  signingSecret: string;
  /** Present: Socket Mode. */
  appToken: string | undefined;
  apiUrl: string;
  metrics: Metrics;
  refusals: Refusals;
  slackClock: SlackClock;
};

/** Bolt with our listeners. */
export function createSlackDoor(options: Options): SlackDoor {
  const { signingSecret, appToken, apiUrl, metrics, refusals, slackClock, incidents, ...given } = options;
  const incidentNote = createIncidentNote({ incidents, words: given.words });
  const tellFailure = createTellFailure({ ...given, incidentNote });
  const dependencies = { ...given, incidentNote, tellFailure };
  const { logger, inFlight, clock } = dependencies;
  const publishHome = createPublishHome(dependencies);
  const common = { logger, inFlight, metrics };
  const socket = appToken ? new CommitFirstSocketReceiver({ appToken, apiUrl, ...common }) : undefined;
  const http = socket
    ? undefined
    : new CommitFirstReceiver({ signingSecret, refusals, slackClock, clock, ...common });
  const app = new App({
    receiver: (socket ?? http) as Receiver,
    // Bolt never holds a token. Listeners ask `installations` when they need one: so the acknowledgement waits for no
    // database, Bolt's pool of clients (keyed by token, never emptied) stays empty, and custody stays in one room. The other
    // ways were measured: docs/architecture.md, How listeners come by a client.
    authorize: async () => ({}),
    // No bot id to compare with, and no message events.
    ignoreSelf: false,
    // The default keeps conversations in memory, of one process, without a bound.
    convoStore: false,
    clientOptions: { slackApiUrl: apiUrl },
    extendedErrorHandler: true,
    logger: slackLogger(logger, 'bolt'),
  });
  registerListeners(app, { ...dependencies, publishHome });
  app.error(createErrorHandler({ ...dependencies, publishHome }));
  const revocationSettled = createRevocationSettled({ ...dependencies, publishHome });
  return { http, socket, publishHome, revocationSettled };
}
