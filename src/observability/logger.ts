import { type DestinationStream, type Logger, pino } from 'pino';
import { currentRequest } from './request-context.ts';
import { createScrub } from './scrub.ts';

export type { Logger } from 'pino';

type LoggerOptions = {
  level: string;
  /** Exact values that must never be written, beside everything shaped like a token. */
  secrets: readonly string[];
  destination: DestinationStream;
};

/**
 * JSON lines with request reference and workspace. Every finished line passes the scrub: redaction by path knows only
 * the shapes it was told, and errors carry what nobody expected.
 */
export function createLogger({ level, secrets, destination }: LoggerOptions): Logger {
  const scrub = createScrub(secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...currentRequest() }),
    },
    { write: (line) => destination.write(scrub(line)) },
  );
}
