import type { Context } from 'hono';
import type { Logger } from '../observability/logger.ts';

/** What `/readyz` asks. The database's two reject, or tell what is missing, when Lanyard cannot serve. */
export type Readiness = {
  ping(): Promise<void>;
  pendingMigrations(): Promise<string[]>;
  /** Whether what runs on its own is running; `off` where it was not asked for. */
  jobs(): 'running' | 'starting' | 'stuck' | 'off';
  /** Whether changes of other processes are heard; if not, Lanyard reads the database at each use. */
  changes(): 'live' | 'unheard' | 'lost';
  isSlackReachable(): boolean;
  /** This machine's clock against Slack's: `ok`, `unknown`, or as in "behind by 312 s". */
  clock(): string;
  /** Answers still, but will not for long. */
  isStopping(): boolean;
};

type Verdict = 'ok' | 'warning' | 'error';
type Check = { verdict: Verdict; word: string };

/** The worst of all. */
const worst = (checks: Check[]): Verdict =>
  (['error', 'warning'] as const).find((verdict) => checks.some((check) => check.verdict === verdict)) ??
  'ok';

/**
 * `GET /readyz`: 200 when requests can be served, 503 when not; JSON either way, without the errors' own text. Slack
 * being away is a warning: its people are told so, and taking Lanyard away as well would help no one.
 */
export function createReadiness({ readiness, logger }: { readiness: Readiness; logger: Logger }) {
  let asking: Promise<[Check, Check]> | undefined;

  return async function ready(context: Context): Promise<Response> {
    if (readiness.isStopping())
      return context.json({ status: 'error', checks: { process: 'stopping' } }, 503);
    // Asked a hundred times at once, the database is asked once.
    asking ??= databaseChecks().finally(() => {
      asking = undefined;
    });
    const [database, migrations] = await asking;
    const checks = {
      database,
      migrations,
      jobs: jobsCheck(),
      changes: changesCheck(),
      slack: slackCheck(),
      clock: clockCheck(),
    };
    const status = worst(Object.values(checks));
    const words = Object.fromEntries(Object.entries(checks).map(([name, { word }]) => [name, word]));
    return context.json({ status, checks: words }, status === 'error' ? 503 : 200);
  };

  async function databaseChecks(): Promise<[Check, Check]> {
    try {
      await readiness.ping();
      const pending = await readiness.pendingMigrations();
      const migrations: Check =
        pending.length === 0 ? { verdict: 'ok', word: 'ok' } : { verdict: 'error', word: 'pending' };
      return [{ verdict: 'ok', word: 'ok' }, migrations];
    } catch (error) {
      logger.warn({ err: error }, 'Not ready: the database does not answer');
      return [
        { verdict: 'error', word: 'error' },
        { verdict: 'error', word: 'unknown' },
      ];
    }
  }

  function jobsCheck(): Check {
    const word = readiness.jobs();
    const verdicts = { running: 'ok', starting: 'ok', off: 'ok', stuck: 'error' } as const;
    return { verdict: verdicts[word], word: word === 'running' ? 'ok' : word };
  }

  /** A warning: taking Lanyard away would not set the clock. */
  function clockCheck(): Check {
    const word = readiness.clock();
    return { verdict: word === 'ok' || word === 'unknown' ? 'ok' : 'warning', word };
  }

  function changesCheck(): Check {
    const word = readiness.changes();
    return word === 'live' ? { verdict: 'ok', word: 'ok' } : { verdict: 'warning', word };
  }

  function slackCheck(): Check {
    return readiness.isSlackReachable()
      ? { verdict: 'ok', word: 'ok' }
      : { verdict: 'warning', word: 'unreachable' };
  }
}
