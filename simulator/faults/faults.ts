import { setTimeout as wait } from 'node:timers/promises';
import { type Impostor, impostorAnswer } from './impostors.ts';
import type { WireAnswer } from './wire-answer.ts';

/** What can go wrong at Slack, on demand. */
export type Fault =
  | { error: string }
  /** Slack says something else than it would. */
  | { answer: { ok: boolean; [field: string]: unknown } }
  | { status: 429; retryAfterSeconds: number }
  | { status: number }
  | { delayMs: number }
  | { hang: true }
  | { dropConnection: true }
  /** Slack does what was asked, and the answer never arrives. */
  | { loseAnswer: true }
  /** Slack does what was asked at once, and answers late. */
  | { delayAnswerMs: number }
  /** Slack waits until it is told to continue; then it answers as usual, or fails in this way. */
  | { heldUntil: Promise<unknown>; fails?: Exclude<Fault, { heldUntil: unknown }> }
  /** Something else than Slack answers. */
  | { impostor: Impostor }
  /** Slack has decided its answer; it arrives after this has happened elsewhere. */
  | { meanwhile: () => Promise<unknown> };

export type Faults = {
  /** The next `times` calls of this method; `*` is any method, `status` the Status API. */
  add(method: string, how: Fault, times: number): void;
  heal(): void;
  /** What is still to go wrong, in the order it was planned; `left` may be Infinity. */
  planned(): readonly { method: string; how: Fault; left: number }[];
  /**
   * Answers a call, with the faults that are due: waits, hangs, puts another answer in its place. `null`: the
   * connection is dropped, perhaps after `answer` did its work.
   * @param authorization the header of the call
   */
  play(method: string, answer: () => WireAnswer, authorization?: string): Promise<WireAnswer | null>;
  stop(): void;
};

export function createFaults(): Faults {
  let planned: { method: string; how: Fault; left: number }[] = [];
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));

  const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal }).catch(() => {});

  function take(method: string): Fault | undefined {
    // Slack’s status page is elsewhere: faults of any method don't affect it.
    const any = method === 'status' ? undefined : planned.find((plan) => plan.method === '*');
    const due = planned.find((plan) => plan.method === method) ?? any;
    if (!due) return undefined;
    due.left -= 1;
    if (due.left <= 0) planned = planned.filter((plan) => plan !== due);
    return due.how;
  }

  return {
    add(method, how, times) {
      if (!(times >= 1)) throw new RangeError('A fault needs at least one call to happen to.');
      planned.push({ method, how, left: times });
    },
    heal() {
      planned = [];
    },
    planned: () => planned,
    async play(method, answer, authorization = '') {
      let fault = take(method);
      if (fault && 'heldUntil' in fault) {
        await Promise.race([fault.heldUntil, stopped]);
        fault = fault.fails;
      }
      if (!fault) return answer();
      if ('error' in fault) return { status: 200, headers: {}, body: { ok: false, error: fault.error } };
      if ('answer' in fault) return { status: 200, headers: {}, body: fault.answer };
      if ('impostor' in fault) return impostorAnswer(fault.impostor, authorization, answer);
      if ('dropConnection' in fault) return null;
      if ('loseAnswer' in fault) {
        answer();
        return null;
      }
      if ('hang' in fault) {
        await stopped;
        return null;
      }
      if ('delayAnswerMs' in fault) {
        const answered = answer();
        await pause(fault.delayAnswerMs);
        return answered;
      }
      if ('meanwhile' in fault) {
        const answered = answer();
        await fault.meanwhile();
        return answered;
      }
      if ('delayMs' in fault) {
        await pause(fault.delayMs);
        return answer();
      }
      if ('retryAfterSeconds' in fault) {
        const headers = { 'retry-after': `${fault.retryAfterSeconds}` };
        return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
      }
      return { status: fault.status, headers: {}, body: 'Something went wrong at the simulated Slack.' };
    },
    stop: () => stopping.abort(),
  };
}
