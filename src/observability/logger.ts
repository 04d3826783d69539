import { type DestinationStream, pino } from 'pino';
import { allowedFields, type LogFields } from './log-fields.ts';
import { currentRequest } from './request-context.ts';
import { createScrub } from './scrub.ts';

/** A sentence of ours, without a value in it; what varies is a field. */
type Write = (...line: [fields: LogFields, sentence: string] | [sentence: string]) => void;

export type Logger = {
  level: string;
  isLevelEnabled(level: string): boolean;
  /** With these fields in every line. */
  child(fields: LogFields): Logger;
} & Record<Level, Write>;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
type Level = (typeof LEVELS)[number];

/** A log such as pino's, to which the lines go. */
export type LogSink = {
  level: string;
  isLevelEnabled(level: string): boolean;
} & Record<Level, (fields: object, sentence: string) => void>;

type LoggerOptions = {
  level: string;
  /** Exact values that must never be written, besides everything shaped like a token. */
  secrets: readonly string[];
  destination: DestinationStream;
};

/**
 * JSON lines with request reference and workspace. Only the fields of `log-fields.ts` are written. Every finished line passes
 * the scrub as well: two locks on one door.
 */
export function createLogger({ level, secrets, destination }: LoggerOptions): Logger {
  const scrub = createScrub(secrets);
  const sink = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Errors are described before they come here.
      serializers: { err: (described: unknown) => described },
    },
    { write: (line) => destination.write(scrub(line)) },
  );
  return allowListed(sink);
}

/** Lets only the allowed fields through to this log. */
export function allowListed(sink: LogSink, always: LogFields = {}): Logger {
  const write =
    (level: Level): Write =>
    (...line) => {
      if (!sink.isLevelEnabled(level)) return;
      const [fields, sentence] = line.length === 1 ? [{}, line[0]] : line;
      sink[level](allowedFields({ ...currentRequest(), ...always, ...fields }), sentence);
    };
  return {
    get level() {
      return sink.level;
    },
    set level(level) {
      sink.level = level;
    },
    isLevelEnabled: (level) => sink.isLevelEnabled(level),
    child: (fields) => allowListed(sink, { ...always, ...fields }),
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
