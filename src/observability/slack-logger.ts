import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from './logger.ts';

/** Lets Bolt and the Web API client write into our log, under their own name. */
export function slackLogger(logger: Logger, name: 'bolt' | 'socket-mode' | 'web-api'): SlackLogger {
  // No child: it would keep the level of its birth when the log's level is changed.
  const part = { part: name };
  const text = (parts: unknown[]) =>
    parts.map((part) => (typeof part === 'string' ? part : String(part))).join(' ');
  return {
    debug: (...parts) => logger.debug(part, text(parts)),
    info: (...parts) => logger.info(part, text(parts)),
    warn: (...parts) => logger.warn(part, text(parts)),
    error: (...parts) => logger.error(part, text(parts)),
    getLevel: () => (logger.isLevelEnabled('debug') ? LogLevel.DEBUG : LogLevel.INFO),
    setLevel: () => {},
    setName: () => {},
  };
}
