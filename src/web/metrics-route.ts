import { Hono } from 'hono';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';

const METRICS_PATH = '/metrics';

/** `GET /metrics` for Prometheus, with the pages or on a port of its own. */
export function createMetricsRoute({ metrics, logger }: { metrics: Metrics; logger: Logger }): Hono {
  const web = new Hono();
  web.get(METRICS_PATH, async (context) => {
    const text = await metrics.scrape((err) => logger.warn({ err }, 'Some metrics could not be collected'));
    return context.text(text, 200, { 'content-type': metrics.registry.contentType });
  });
  return web;
}
