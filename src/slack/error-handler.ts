import type { AnyMiddlewareArgs, Context } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { toAppError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import { currentReference } from '../observability/request-context.ts';
import { startPatience } from '../slack-api/patience.ts';
import { actions, section } from './blocks/blocks.ts';
import { LIFECYCLE_EVENTS } from './events/lifecycle-listener.ts';
import type { TellFailure, ToldFailure } from './failures/tell-failure.ts';
import type { SeenView } from './home/home-view.ts';
import type { PublishHome } from './home/publishing/publish-home.ts';
import { slackContextOf } from './requests/slack-context.ts';

type Dependencies = {
  publishHome: PublishHome;
  tellFailure: TellFailure;
  logger: Logger;
};
type Failed = { error: Error & { original?: unknown }; context: Context; body: AnyMiddlewareArgs['body'] };

const RESPONSE_TIMEOUT_MS = 5_000;

/** The failure of such a request takes the place of what was said before. */
const REPLACES = 'failureReplaces';
/** What would be typed to ask the same again. */
const TYPED = 'failedCommand';

/** @param typed the command, as it would be typed again */
export const noteReplaces = (context: Context, typed: string): void => {
  context[REPLACES] = true;
  context[TYPED] = typed;
};

/**
 * The one place where a failure in a listener ends: logged with its reference, and told to the person in words, by
 * `response_url` where there is one, else on their Home.
 * @throws what a lifecycle event failed with: it must not be acknowledged, so that Slack sends it again
 */
export function createErrorHandler({ publishHome, tellFailure, logger }: Dependencies) {
  return async function handleError({ error: thrown, context, body }: Failed): Promise<void> {
    // Bolt wraps what it does not know.
    const error = toAppError(thrown.original ?? thrown);
    const reference = currentReference();
    const level = error.code === 'unexpected' ? 'error' : 'warn';
    logger[level]({ err: thrown, code: error.code, details: error.details, reference }, 'A listener failed');

    const request = body as Request;
    if (LIFECYCLE_EVENTS.has(request.event?.type ?? '')) throw error;
    const userId = request.user?.id ?? (request.event?.tab === 'home' ? request.event.user : undefined);
    const view = request.view ?? request.event?.view;
    const asker = { context: slackContextOf(context), userId: userId ?? request.user_id ?? '' };
    const appId = request.api_app_id;
    try {
      if (request.response_url) {
        const channelId = request.channel_id ?? request.channel?.id;
        const where = { surface: 'answer', asker, appId, channelId, retry: context[TYPED] } as const;
        await post(request.response_url, tellFailure(error, reference, where), context[REPLACES] === true);
      } else if (userId) {
        const { text, button } = tellFailure(error, reference, { surface: 'home', asker, appId });
        await publishHome(asker.context, userId, { notice: { over: text, beside: button }, view });
      }
    } catch (failure) {
      logger.warn({ err: failure, reference }, 'The person could not be told');
    }
  };

  async function post(responseUrl: string, told: ToldFailure, replace_original: boolean): Promise<void> {
    const { text, button } = told;
    const blocks = [section(text), ...actions('failed', button ? [button] : [])];
    const patience = startPatience(RESPONSE_TIMEOUT_MS);
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original, text, blocks } satisfies Message),
      signal: patience.signal,
    }).finally(patience.end);
    if (!response.ok)
      logger.warn({ status: response.status }, 'Slack did not accept an answer by response_url');
  }
}

/** What is read of a failed request, whichever it was. */
type Request = {
  api_app_id?: string;
  response_url?: string;
  /** Of a command. */
  user_id?: string;
  channel_id?: string;
  channel?: { id?: string };
  user?: { id?: string };
  view?: SeenView;
  event?: { type?: string; user?: string; tab?: string; view?: SeenView };
};

type Message = { response_type: 'ephemeral'; replace_original: boolean; text: string; blocks: KnownBlock[] };
