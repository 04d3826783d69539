/** So many looks at the clock make up a limit. */
const TICKS = 8;

/**
 * A limit to how long Slack may take, from now. It counts what this process was there to hear: while it is busy with
 * something else for long, an answer can lie unread, and that isn’t anyone's delay. Such a stall counts an eighth at most.
 *
 * @returns a signal that aborts with a `TimeoutError`, and what ends it
 */
export function startPatience(limitMs: number): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  let left = TICKS;
  let overdue: NodeJS.Immediate | undefined;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    // Timers come before what has arrived meanwhile: what lies there is read first.
    overdue = setImmediate(() => controller.abort(tooLong()));
  }, limitMs / TICKS);
  return {
    signal: controller.signal,
    end() {
      clearInterval(timer);
      clearImmediate(overdue);
    },
  };
}

function tooLong(): Error {
  const error = new Error('Slack took too long.');
  error.name = 'TimeoutError';
  return error;
}
