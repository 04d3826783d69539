import type { App, ReceiverEvent } from '@slack/bolt';
import { AppError, toAppError } from '../../errors.ts';
import type { InFlight } from '../../in-flight.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { noteInRequest } from '../../observability/request-context.ts';
import { withUrgency } from '../../turns.ts';
import { LIFECYCLE_EVENTS } from '../events/lifecycle-listener.ts';

type Dependencies = {
  inFlight: InFlight;
  metrics: Metrics;
  logger: Logger;
  /** For durations. */
  nowMs?: () => number;
};

/** Slack shows people an error, and sends events again, when no acknowledgement came by then. */
const SLACKS_PATIENCE_SECONDS = 3;

/**
 * What either receiver does with something that Slack sent, with two differences from Bolt. Bolt acknowledges an
 * event before its listener has run; the end of a token is acknowledged only once it is committed, so that Slack
 * repeats what a crash or a database outage swallowed. And what no listener acknowledges is acknowledged at once.
 *
 * @returns rejects when it must not be acknowledged: with `bad_request` when repeating it would not help
 */
export function createProcessEvent(app: Pick<App, 'processEvent'>, dependencies: Dependencies) {
  const { inFlight, logger } = dependencies;

  async function process(event: ReceiverEvent): Promise<void> {
    const type = typeOf(event.body);
    if (!UNSERVED_TYPES.has(type)) {
      if (isLifecycleEvent(event.body)) {
        await withUrgency('acknowledgement', () => run({ ...event, ack: async () => {} }));
        await event.ack();
        return;
      }
      let acknowledged = false;
      await run({
        ...event,
        ack: async (response) => {
          acknowledged = true;
          await event.ack(response);
        },
      });
      if (acknowledged) return;
      if (!SERVED_TYPES.has(type)) throw badRequest('The request isn’t one that Slack documents.');
    }
    logger.warn({ type }, 'Slack sent something that no listener handles');
    await event.ack();
  }

  async function run(event: ReceiverEvent): Promise<void> {
    try {
      await app.processEvent({ ...event, body: withSoundAuthorizations(event.body) });
    } catch (thrown) {
      // What a listener fails with has become an AppError by now. Bolt itself reads members without a look at what they
      // are, and fails in the same way whenever the same is sent.
      if (thrown instanceof AppError) throw thrown;
      throw badRequest('The request lacks something that Slack documents.', thrown);
    }
  }

  return (event: ReceiverEvent): Promise<void> => {
    noteInRequest(whereFrom(event.body));
    const measured = measureAck(event.body, dependencies);
    const work = process({
      ...event,
      ack: async (response) => {
        await event.ack(response);
        measured('acknowledged');
      },
    }).catch((error) => {
      measured(toAppError(error).code === 'bad_request' ? 'refused' : 'failed');
      throw error;
    });
    return inFlight.track(work);
  };
}

/** Counts the first of what happens: a listener may fail long after it has acknowledged. */
function measureAck(
  body: ReceiverEvent['body'],
  { metrics, logger, nowMs = () => performance.now() }: Dependencies,
) {
  const startedMs = nowMs();
  let done = false;
  return (outcome: 'acknowledged' | 'failed' | 'refused') => {
    if (done) return;
    done = true;
    const seconds = (nowMs() - startedMs) / 1000;
    const type = labelOf(body);
    metrics.acks.observe({ type, outcome }, seconds);
    // Also by nothing: the rate of a series that begins with its first late one would not show that one.
    metrics.lateAcks.inc({ type }, seconds > SLACKS_PATIENCE_SECONDS ? 1 : 0);
    logger.info({ type, outcome, durationMs: Math.round(seconds * 1000) }, 'Slack was answered');
  };
}

const badRequest = (message: string, cause?: unknown) =>
  new AppError({ code: 'bad_request', message, cause });

/** One malformed member must not hide what the others say. */
function withSoundAuthorizations(body: ReceiverEvent['body']): ReceiverEvent['body'] {
  const { authorizations } = body;
  if (authorizations === undefined) return body;
  const sound = (Array.isArray(authorizations) ? authorizations : []).filter(
    (one: unknown) => typeof one === 'object' && one !== null,
  );
  return { ...body, authorizations: sound };
}

/** Documented, and sent by nothing that Lanyard shows: from older kinds of messages, dialogs, menus and workflows. */
const UNSERVED_TYPES: ReadonlySet<unknown> = new Set([
  'app_rate_limited',
  'dialog_cancellation',
  'dialog_submission',
  'dialog_suggestion',
  'interactive_message',
  'workflow_step_edit',
]);

const SERVED_TYPES: ReadonlySet<unknown> = new Set([
  'block_actions',
  'block_suggestion',
  'command',
  'event_callback',
  'message_action',
  'shortcut',
  'view_closed',
  'view_submission',
]);

function typeOf(body: ReceiverEvent['body']): unknown {
  if (body.type === 'event_callback' && typeof body.event?.type !== 'string') return undefined;
  return body.type ?? (body.command ? 'command' : undefined);
}

function isLifecycleEvent(body: ReceiverEvent['body']): boolean {
  return body.type === 'event_callback' && LIFECYCLE_EVENTS.has(body.event?.type);
}

/** For the log: ids only, and only what looks like one, for an unknown sender may name anything. */
function whereFrom(body: ReceiverEvent['body']) {
  const id = (value: unknown) =>
    typeof value === 'string' && /^[A-Za-z0-9]{1,40}$/.test(value) ? value : undefined;
  const [teamId, enterpriseId, eventId] = [
    id(body.team_id ?? body.team?.id),
    id(body.enterprise_id ?? body.enterprise?.id),
    id(body.event_id),
  ];
  return { ...(teamId && { teamId }), ...(enterpriseId && { enterpriseId }), ...(eventId && { eventId }) };
}

/** A short, closed set of words: what a sender makes up must not become a time series each. */
function labelOf(body: ReceiverEvent['body']): string {
  const type = typeOf(body);
  if (type === 'event_callback') return SUBSCRIBED.has(body.event.type) ? body.event.type : 'other_event';
  return SERVED_TYPES.has(type) || UNSERVED_TYPES.has(type) ? String(type) : 'unknown';
}

const SUBSCRIBED: ReadonlySet<string> = new Set(['app_home_opened', ...LIFECYCLE_EVENTS]);
