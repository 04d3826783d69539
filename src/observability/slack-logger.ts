import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from './logger.ts';

/** Lets Bolt and the Web API client write into our log, under their own name. */
export function slackLogger(logger: Logger, name: 'bolt' | 'socket-mode' | 'web-api'): SlackLogger {
  const child = logger.child({ part: name });
  const text = (parts: unknown[]) =>
    parts.map((part) => (typeof part === 'string' ? part : String(part))).join(' ');
  return {
    debug: (...parts) => child.debug(text(parts)),
    info: (...parts) => child.info(text(parts)),
    warn: (...parts) => child.warn(text(parts)),
    error: (...parts) => child.error(text(parts)),
    getLevel: () => (child.isLevelEnabled('debug') ? LogLevel.DEBUG : LogLevel.INFO),
    setLevel: () => {},
    setName: () => {},
  };
}
