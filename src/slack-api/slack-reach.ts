import { isUnanswered } from './slack-error.ts';

/** One call that gets lost says nothing about Slack. */
const FAILURES = 3;
/** What was seen longer ago than this says nothing about now. */
const MEMORY_MS = 10 * 60_000;

export type SlackReach = ReturnType<typeof createSlackReach>;

/** Whether Slack answers, as seen by the calls that are made anyway: asking it for that alone would load it more. */
export function createSlackReach({ clock }: { clock: () => Date }) {
  let failures = 0;
  let seenAtMs = 0;
  return {
    /** @param outcome `ok`, or the code of the error; any answer, a refusal too, means that Slack is there */
    note(outcome: string): void {
      failures = isUnanswered(outcome) ? failures + 1 : 0;
      seenAtMs = clock().getTime();
    },
    isReachable: (): boolean => failures < FAILURES || clock().getTime() - seenAtMs > MEMORY_MS,
  };
}
