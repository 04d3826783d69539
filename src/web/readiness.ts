import type { Context } from 'hono';
import type { Logger } from '../observability/logger.ts';

/** What `/readyz` asks: each rejects, or tells what is missing, when Lanyard cannot serve. */
export type Readiness = { ping(): Promise<void>; pendingMigrations(): Promise<string[]> };

/** `GET /readyz`: 200 when requests can be served, 503 when not; JSON either way, without the errors' own text. */
export function createReadiness({ readiness, logger }: { readiness: Readiness; logger: Logger }) {
  return async function ready(context: Context): Promise<Response> {
    try {
      await readiness.ping();
      const pending = await readiness.pendingMigrations();
      const ok = pending.length === 0;
      const checks = { database: 'ok', migrations: ok ? 'ok' : 'pending' };
      return context.json({ status: ok ? 'ok' : 'error', checks }, ok ? 200 : 503);
    } catch (error) {
      logger.warn({ err: error }, 'Not ready: the database does not answer');
      return context.json({ status: 'error', checks: { database: 'error', migrations: 'unknown' } }, 503);
    }
  };
}
