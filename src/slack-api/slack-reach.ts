import { isUnanswered } from './slack-error.ts';

/** One call that gets lost says nothing about Slack. */
const FAILURES = 3;
/** What was seen longer ago than this says nothing about now. */
const MEMORY_MS = 10 * 60_000;

/** Whether Slack answers, as seen by the calls that are made anyway: asking it for that alone would load it more. */
export type SlackReach = {
  /** @param outcome `ok`, or the code of the error; any answer, a refusal too, means that Slack is there */
  note(outcome: string): void;
  /** True until several calls in a row got no answer, and again ten minutes after the last of them. */
  isReachable(): boolean;
};

export function createSlackReach({ clock }: { clock: () => Date }): SlackReach {
  let failures = 0;
  let seenAtMs = 0;
  return {
    note(outcome) {
      failures = isUnanswered(outcome) ? failures + 1 : 0;
      seenAtMs = clock().getTime();
    },
    isReachable: () => failures < FAILURES || clock().getTime() - seenAtMs > MEMORY_MS,
  };
}
