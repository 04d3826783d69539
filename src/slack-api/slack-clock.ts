import type { Logger } from '../observability/logger.ts';

/** Slack's requests are refused beyond this, so that no one can keep one for later. */
export const WINDOW_SECONDS = 5 * 60;
/** What is less comes from whole seconds and from the way here. */
const WARNING_SECONDS = 30;
const PAUSE_MS = 60 * 60_000;

export type SlackClock = {
  /** A moment of Slack's, at the time at which it is now: from a request with its signature, or from an answer. */
  note(slacksSeconds: number): void;
  /** Seconds by which this machine is ahead of Slack, below 0 when behind; undefined before Slack was heard. */
  skewSeconds(): number | undefined;
  /** As in "behind by 312 s"; `ok` when it is near enough, `unknown` before Slack was heard. */
  describe(): string;
};

/**
 * How far our clock is from Slack's, as seen by what comes in anyway. With a wrong clock every request is refused, and
 * nothing else would say why.
 */
export function createSlackClock({ clock, logger }: { clock: () => Date; logger: Logger }): SlackClock {
  let skewSeconds: number | undefined;
  let saidAtMs = Number.NEGATIVE_INFINITY;
  let isSaid = false;

  function describe(): string {
    if (skewSeconds === undefined) return 'unknown';
    if (Math.abs(skewSeconds) <= WARNING_SECONDS) return 'ok';
    return `${skewSeconds < 0 ? 'behind' : 'ahead'} by ${Math.abs(skewSeconds)} s`;
  }

  return {
    note(slacksSeconds) {
      const nowMs = clock().getTime();
      skewSeconds = Math.round(nowMs / 1000 - slacksSeconds);
      const now = describe();
      if (now === 'ok') {
        if (isSaid) logger.info({ skewSeconds }, 'The clock is right again');
        isSaid = false;
      } else if (nowMs - saidAtMs > PAUSE_MS) {
        // Once an hour, even if it was right in between: an old request of Slack's that is sent again looks the same.
        saidAtMs = nowMs;
        isSaid = true;
        const refused = Math.abs(skewSeconds) > WINDOW_SECONDS;
        logger.warn(
          { skewSeconds },
          `This machine’s clock is ${now} of Slack. ${refused ? 'Every request from Slack is refused' : 'Beyond 300 s every request from Slack is refused'}: let NTP set it (timedatectl set-ntp true).`,
        );
      }
    },
    skewSeconds: () => skewSeconds,
    describe,
  };
}
