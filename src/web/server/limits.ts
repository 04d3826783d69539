import type { IncomingMessage } from 'node:http';
import { INSTALL_PATH, REDIRECT_PATH } from '../../slack-api/app-surface.ts';

/** How long things may take, on every port that Lanyard opens. */
export type TimeLimits = {
  /**
   * For all the headers. Node counts from the first byte of a request, so an idle connection may live longer than this:
   * before Node 18 it counted from the end of the request before, and had to be above `keepAliveMs`.
   */
  headersMs: number;
  /** For the whole request, with its body. */
  requestMs: number;
  /** How often Node looks for the two above: what is too slow is cut at most this much later. */
  checkEveryMs: number;
  /** For an idle connection. Longer than common proxies keep theirs (60 seconds), so that it is never us who hangs up first. */
  keepAliveMs: number;
  /** For a connection on which nothing moves in either direction: a reader that stopped, a page that never comes. */
  silenceMs: number;
  /** At a stop: for proxies to learn, from the answers on their open connections, that these will be closed. */
  drainMs: number;
  /** At a stop: for requests under way, the time to drain included. */
  stopMs: number;
};

export const TIME_LIMITS: TimeLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkEveryMs: 1_000,
  keepAliveMs: 75_000,
  silenceMs: 120_000,
  drainMs: 1_000,
  stopMs: 6_000,
};

export const SLACK_PATH = '/slack/events';
export const EXPORT_PATH = '/export';

/** Pages that ask the database or Slack before we know who asks: one network gets so many a minute (limit-rate.ts). */
export const RATE_LIMITED_PATHS: ReadonlySet<string> = new Set([INSTALL_PATH, REDIRECT_PATH, EXPORT_PATH]);

/** The only requests that may have a body, and its most bytes. The largest of Slack's, views with all their state, stay far below. */
const BODY_LIMITS: Readonly<Record<string, number>> = {
  [`POST ${SLACK_PATH}`]: 1024 * 1024,
  [`POST ${EXPORT_PATH}`]: 1024,
};

/** Without the query. */
export const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

/** How many bytes of body this request may have: none, unless its route is listed here. */
export function bodyLimitOf(request: IncomingMessage): number {
  return BODY_LIMITS[`${request.method} ${pathOf(request)}`] ?? 0;
}
