import type { Metrics } from './metrics.ts';

/** What is asked for just before each scrape. */
export type Gauged = {
  installationStats(): Promise<{ bots: number; users: number; oldestUnrotatedSeconds: number }>;
  waitingJobs(): Promise<readonly { job: string; waiting: number; oldestSeconds: number }[]>;
  /** Undefined: Slack has not been heard yet. */
  skewSeconds(): number | undefined;
  isChangeFeedLive(): boolean;
  isSlackReachable(): boolean;
};

export function registerGauges(metrics: Metrics, gauged: Gauged): void {
  metrics.onScrape([metrics.openInstallations, metrics.oldestUnrotated], async () => {
    const { bots, users, oldestUnrotatedSeconds } = await gauged.installationStats();
    metrics.openInstallations.set({ kind: 'bot' }, bots);
    metrics.openInstallations.set({ kind: 'user' }, users);
    metrics.oldestUnrotated.set(oldestUnrotatedSeconds);
  });
  metrics.onScrape([metrics.queueDepth, metrics.queueAge], async () => {
    for (const { job, waiting, oldestSeconds } of await gauged.waitingJobs()) {
      metrics.queueDepth.set({ name: job }, waiting);
      metrics.queueAge.set({ name: job }, oldestSeconds);
    }
  });
  metrics.onScrape([metrics.clockSkew], async () => {
    const skewSeconds = gauged.skewSeconds();
    if (skewSeconds === undefined) metrics.clockSkew.remove();
    else metrics.clockSkew.set(skewSeconds);
  });
  metrics.onScrape([metrics.changeFeedLive], async () => {
    metrics.changeFeedLive.set(gauged.isChangeFeedLive() ? 1 : 0);
  });
  metrics.onScrape([metrics.slackReachable], async () => {
    metrics.slackReachable.set(gauged.isSlackReachable() ? 1 : 0);
  });
}
