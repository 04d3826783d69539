import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import { slackLogger } from '../observability/slack-logger.ts';
import { createErrorHandler } from './error-handler.ts';
import { createPublishHome, type PublishHome } from './home/publish-home.ts';
import { type ListenerDependencies, registerListeners } from './listeners.ts';
import { CommitFirstReceiver } from './receiver.ts';

export type SlackDoor = {
  /** Serves `POST /slack/events`: events, commands and interactivity. */
  requestListener: RequestListener;
  /** For what happens outside of Slack and changes what a person sees there. */
  publishHome: PublishHome;
};

type Options = Omit<ListenerDependencies, 'publishHome'> & {
  signingSecret: string;
  apiUrl: string;
};

/** Bolt with our listeners. */
export function createSlackDoor({ signingSecret, apiUrl, ...dependencies }: Options): SlackDoor {
  const { logger, words, inFlight } = dependencies;
  const publishHome = createPublishHome(dependencies);
  const receiver = new CommitFirstReceiver({ signingSecret, logger, inFlight });
  const app = new App({
    receiver,
    // Bolt never holds a token. Listeners ask `installations` when they need one: so the acknowledgement waits for no
    // database, Bolt's pool of clients (keyed by token, never emptied) stays empty, and custody stays in one room.
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
  app.error(createErrorHandler({ publishHome, words, logger }));
  return { requestListener: receiver.requestListener, publishHome };
}
