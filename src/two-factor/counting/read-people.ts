import { type AppError, toAppError } from '../../errors.ts';
import type { SlackUser } from '../../slack-api/answers.ts';
import type { SlackCaller } from '../../slack-api/slack-client.ts';
import { isUnanswered, retryAfterSecondsOf } from '../../slack-api/slack-error.ts';

/** Waits by the clock that everyone reads. @throws when the signal is raised */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;

type Dependencies = { clock: () => Date; pause: Pause };

export type PeoplePage = { members: SlackUser[]; nextCursor: string };

/** Slack asks for no more. @see https://docs.slack.dev/reference/methods/users.list */
const PAGE_SIZE = 200;
/** Tier 2 is twenty a minute; two are left for anyone else who asks. @see https://docs.slack.dev/apis/web-api/rate-limits */
const MOST_A_MINUTE = 18;
const MINUTE_MS = 60_000;
/** Of one page: how long to wait before it is asked for again when Slack did not answer. */
const RETRY_MS = [1_000, 5_000, 15_000];
const MOST_REFUSALS = 10;
const USUAL_WAIT_SECONDS = 30;
/** A Slack that wants more than this is asked another time. */
const LONGEST_WAIT_MS = 5 * MINUTE_MS;

/** Reads people page by page, as fast as Slack wants it and no faster. One for each reading. */
export function createReadPeople({ clock, pause }: Dependencies) {
  const asked: number[] = [];

  /** @param beforeWait told how long nothing will be heard */
  return async function readPage(
    caller: SlackCaller,
    { teamId, cursor }: { teamId: string | null; cursor: string },
    { signal, beforeWait }: { signal: AbortSignal; beforeWait: (ms: number) => Promise<void> },
  ): Promise<PeoplePage> {
    const wait = async (ms: number) => {
      await beforeWait(ms);
      await pause(ms, signal);
    };
    const args = { limit: PAGE_SIZE, ...(cursor && { cursor }), ...(teamId && { team_id: teamId }) };
    let failures = 0;
    let refusals = 0;
    for (;;) {
      await keepPace(wait);
      try {
        const { members, response_metadata } = await caller.call('users.list', args);
        return { members, nextCursor: response_metadata?.next_cursor ?? '' };
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code === 'slack_rate_limited' && refusals < MOST_REFUSALS) {
          refusals += 1;
          const ms = waitOf(error);
          if (ms > LONGEST_WAIT_MS) throw error;
          await wait(ms);
        } else {
          const ms = RETRY_MS[failures];
          if (ms === undefined || !isUnanswered(error.code)) throw error;
          failures += 1;
          await wait(ms);
        }
      }
    }
  };

  async function keepPace(wait: (ms: number) => Promise<void>): Promise<void> {
    const oldest = asked.length >= MOST_A_MINUTE ? asked.shift() : undefined;
    const left = oldest === undefined ? 0 : oldest + MINUTE_MS - clock().getTime();
    if (left > 0) await wait(left);
    asked.push(clock().getTime());
  }
}

const waitOf = (error: AppError): number => (retryAfterSecondsOf(error) ?? USUAL_WAIT_SECONDS) * 1_000;
