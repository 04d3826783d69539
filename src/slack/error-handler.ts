import type { AnyMiddlewareArgs, Context } from '@slack/bolt';
import { toAppError } from '../errors.ts';
import type { Words } from '../locales/words.ts';
import type { Logger } from '../observability/logger.ts';
import { currentReference } from '../observability/request-context.ts';
import { startPatience } from '../slack-api/patience.ts';
import { isSlacksFailure } from '../slack-api/slack-error.ts';
import { LIFECYCLE_EVENTS } from './events/lifecycle-listener.ts';
import type { SeenView } from './home/home-view.ts';
import type { PublishHome } from './home/publish-home.ts';
import type { IncidentNote } from './incident-note.ts';
import { slackContextOf } from './requests/slack-context.ts';

type Dependencies = {
  publishHome: PublishHome;
  incidentNote: IncidentNote;
  words: Words;
  logger: Logger;
};
type Failed = { error: Error & { original?: unknown }; context: Context; body: AnyMiddlewareArgs['body'] };

const RESPONSE_TIMEOUT_MS = 5_000;

/** The failure of such a request takes the place of what was said before. */
const REPLACES = 'failureReplaces';
export const noteReplaces = (context: Context): void => {
  context[REPLACES] = true;
};

/**
 * The one place where a failure in a listener ends: logged with its reference, and told to the person in words, by
 * `response_url` where there is one, else on their Home.
 * @throws what a lifecycle event failed with: it must not be acknowledged, so that Slack sends it again
 */
export function createErrorHandler({ publishHome, incidentNote, words, logger }: Dependencies) {
  return async function handleError({ error: thrown, context, body }: Failed): Promise<void> {
    // Bolt wraps what it does not know.
    const error = toAppError(thrown.original ?? thrown);
    const reference = currentReference();
    const level = error.code === 'unexpected' ? 'error' : 'warn';
    logger[level]({ err: thrown, code: error.code, details: error.details, reference }, 'A listener failed');

    const request = body as Request;
    if (LIFECYCLE_EVENTS.has(request.event?.type ?? '')) throw error;
    const said = `${words.errors[error.code]} ${words.errors.reference(reference)}.`;
    const text = isSlacksFailure(error.code) ? incidentNote.under(said) : said;
    const userId = request.user?.id ?? (request.event?.tab === 'home' ? request.event.user : undefined);
    const view = request.view ?? request.event?.view;
    try {
      if (request.response_url) await post(request.response_url, text, context[REPLACES] === true);
      else if (userId) await publishHome(slackContextOf(context), userId, { notice: { over: text }, view });
    } catch (failure) {
      logger.warn({ err: failure, reference }, 'The person could not be told');
    }
  };

  async function post(responseUrl: string, text: string, replace_original: boolean): Promise<void> {
    const patience = startPatience(RESPONSE_TIMEOUT_MS);
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original, text } satisfies Message),
      signal: patience.signal,
    }).finally(patience.end);
    if (!response.ok)
      logger.warn({ status: response.status }, 'Slack did not take an answer by response_url');
  }
}

/** What is read of a failed request, whichever it was. */
type Request = {
  response_url?: string;
  user?: { id?: string };
  view?: SeenView;
  event?: { type?: string; user?: string; tab?: string; view?: SeenView };
};

type Message = { response_type: 'ephemeral'; replace_original: boolean; text: string };
