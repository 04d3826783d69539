import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from './logger.ts';

/**
 * How what Bolt and Slack's clients report begins, up to the first value: what follows may be a body, an address or a text
 * of someone's. Their `debug` writes whole requests and is never asked for.
 */
const KNOWN = [
  "A ping wasn't received from the server before the timeout",
  "A pong wasn't received from the server before the timeout",
  'ack() has already been called',
  'An incoming event was not acknowledged within 3 seconds',
  'An unexpected error occurred during a request',
  'An unhandled error occurred after ack() called in a listener',
  'An unhandled error occurred while Bolt processed',
  'An unhandled HTTP request',
  'API Call failed due to rate limiting',
  'Authorization of incoming event did not succeed',
  'Could not determine the type of an incoming event',
  'Failed to parse and verify the request data',
  'Failed to parse the request body',
  'Failed to retrieve a new WSS URL',
  'Failed to send a message as the client',
  'Failed to send a WebSocket message',
  'Failed to send ping to Slack',
  'HTTP error',
  'http request failed',
  'Malformed request body',
  'Peer did not complete the close handshake in time',
  'Rate limited',
  'Request body exceeded the maximum allowed size',
  'Slack API error',
  'Slack listener cannot be attached',
  'Something has gone wrong',
  'Unhandled HTTP request',
  'WebSocket error',
  'WebSocket not available',
];

/** Lets Bolt, the Web API client and the socket write into our log, under their own name. */
export function slackLogger(logger: Logger, name: 'bolt' | 'oauth' | 'socket-mode' | 'web-api'): SlackLogger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]) => {
      const text = parts.find((part) => typeof part === 'string') ?? '';
      const err = parts.find((part) => part instanceof Error);
      const known = KNOWN.find((beginning) => text.startsWith(beginning));
      logger[level](
        { part: name, ...(err !== undefined && { err }) },
        known ?? 'Reported with a message that the log leaves out',
      );
    };
  return {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    // Otherwise they put bodies together that no one writes.
    getLevel: () => LogLevel.INFO,
    setLevel: () => {},
    setName: () => {},
  };
}
