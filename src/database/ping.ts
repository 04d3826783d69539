import { AppError } from '../errors.ts';
import type { RunSql } from './run-sql.ts';

const PING_TIMEOUT_MS = 2_000;

/** @throws AppError `database_unavailable` when no answer comes within 2 s */
export async function ping(sql: RunSql): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PING_TIMEOUT_MS} ms`)), PING_TIMEOUT_MS);
  });
  try {
    await Promise.race([sql('SELECT 1'), tooLate]);
  } catch (cause) {
    throw new AppError({
      code: 'database_unavailable',
      message: `The database does not answer: ${reasonOf(cause)}`,
      hint: 'Check that PostgreSQL runs and that DATABASE_URL names its host, port, user and database.',
      retryable: true,
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** `localhost` fails once per address; Node then gives an error without words around those that have them. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
