import type { Conversations } from '../conversations/conversations.ts';
import { ENDING_EVENTS, readEnding, readWorkspaceChange } from '../installations/endings/slack-envelope.ts';
import type { Installations } from '../installations/installations.ts';
import type { Logger } from '../observability/logger.ts';
import { WORKSPACE_EVENTS } from '../slack-api/app-surface.ts';
import { answerFailed, type FailedRequest, type FailureWords } from './answer-failed.ts';
import { keepClientPoolsSmall } from './client-pools.ts';

/** What is used of Bolt's `App`, written out: the class itself would only fit from the very same copy of Bolt. */
export type BoltApp = {
  client: object;
  use(middleware: (given: { context: object; next: () => Promise<void> }) => Promise<void>): unknown;
  event(name: string, listener: (given: { body: object }) => Promise<void>): void;
  error(handler: (failed: FailedRequest | (Error & { original?: unknown })) => Promise<void>): void;
};

export type AttachOptions = {
  /** Where people add the app. */
  installUrl: string;
  /** What people read instead of the English sentences. */
  words?: FailureWords | undefined;
};

type Dependencies = {
  installations: Pick<Installations, 'applyLifecycleEvent' | 'applyWorkspaceChange'>;
  conversations: Pick<Conversations, 'within'>;
  logger: Logger;
};

/** As `OpenInstallationStore.attach`. */
export function attachTo(
  { installations, conversations, logger }: Dependencies,
  app: BoltApp,
  { installUrl, words }: AttachOptions,
): void {
  refuseOlderBolt(app);
  keepClientPoolsSmall(app);
  app.use(({ context, next }) => conversations.within(context, next));
  for (const event of [...ENDING_EVENTS, ...WORKSPACE_EVENTS]) {
    app.event(event, async ({ body }) => {
      const ending = readEnding(body);
      if (ending) await installations.applyLifecycleEvent(ending);
      const change = readWorkspaceChange(body);
      if (change) await installations.applyWorkspaceChange(change);
    });
  }
  app.error((failed) => answerFailed({ installUrl, logger, words }, failed));
}

/** Until version 4 its clients went by axios. npm refuses it by the peer range, unless it is told to continue. */
function refuseOlderBolt({ client }: BoltApp): void {
  if ('axios' in client) {
    throw new Error(
      'This is Bolt 4 or older. The installation store works with Bolt 5: npm install @slack/bolt@5',
    );
  }
}
