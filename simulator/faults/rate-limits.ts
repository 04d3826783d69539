/** How often Slack lets one app call one method in one workspace. @see https://docs.slack.dev/apis/web-api/rate-limits */
export type Tier = 1 | 2 | 3 | 4 | 'per channel' | 'special';

/** A minute. Posting is one a second and channel, of which short bursts are taken. */
const MOST: Record<Exclude<Tier, 'special'>, number> = { 1: 1, 2: 20, 3: 50, 4: 100, 'per channel': 60 };
const WINDOW_MS = 60_000;

export type RateLimits = {
  /** Off: no call is ever too much. */
  on: boolean;
  /** Counts a call; returns how many seconds to wait when it is one too many. Such a call does not count. */
  take(tier: Tier, key: string): number | null;
  /** Forgets what was counted. */
  reset(): void;
};

/** Slack promises its tiers as minimums; here they are exact, so that an app meets them. */
export function createRateLimits(clock: () => Date, on: boolean): RateLimits {
  const windows = new Map<string, { fromMs: number; calls: number }>();
  return {
    on,
    take(tier, key) {
      if (!this.on || tier === 'special') return null;
      const nowMs = clock().getTime();
      const found = windows.get(key);
      const current = found && nowMs - found.fromMs < WINDOW_MS ? found : { fromMs: nowMs, calls: 0 };
      windows.set(key, current);
      if (current.calls >= MOST[tier]) {
        return Math.max(1, Math.ceil((current.fromMs + WINDOW_MS - nowMs) / 1000));
      }
      current.calls += 1;
      return null;
    },
    reset: () => windows.clear(),
  };
}
