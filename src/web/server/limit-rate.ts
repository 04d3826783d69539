import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Logger } from '../../observability/logger.ts';
import type { Refusals } from '../../observability/refusals.ts';
import type { PreparedAnswer } from '../too-many-answer.ts';
import { clientAddress, networkOf } from './client-address.ts';
import { RATE_LIMITED_PATHS } from './limits.ts';

/** For everyone behind one address: a company that installs together has one. A machine asks a hundred times as often. */
export const REQUESTS_A_MINUTE = 300;
const WINDOW_SECONDS = 60;

type Options = {
  /** Where `X-Forwarded-For` counts; undefined: nowhere. */
  trustedProxies: BlockList | undefined;
  requestsAMinute?: number | undefined;
  refusals: Pick<Refusals, 'note'>;
  logger: Logger;
};

export type RateLimit = {
  /**
   * Counts a request for one of the limited pages, once however often it's asked about.
   * @returns the seconds after which to try again; undefined: it isn't refused
   */
  waitSeconds(path: string, request: IncomingMessage): Promise<number | undefined>;
};

/** How a request that is refused is answered. */
export type TooMany = { rateLimit: RateLimit; answer: PreparedAnswer };

/**
 * So many requests a minute from one client, for pages that ask the database or Slack before we know who asks. Clients
 * are counted in 65,536 places chosen by a hash: however many addresses come, they take a few megabytes, and none is kept.
 */
export function createRateLimit(options: Options): RateLimit {
  const { trustedProxies, requestsAMinute = REQUESTS_A_MINUTE, refusals, logger } = options;
  const limiters = new Map(
    [...RATE_LIMITED_PATHS].map((path) => [
      path,
      new RateLimiterMemory({ points: requestsAMinute, duration: WINDOW_SECONDS }),
    ]),
  );
  const counted = new WeakSet<IncomingMessage>();
  const salt = randomBytes(16);
  let warned = false;

  function keyOf(request: IncomingMessage): number {
    const address = clientAddress(request, trustedProxies);
    if (!warned && !trustedProxies && request.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      logger.warn(
        'Requests come through a proxy that TRUSTED_PROXIES does not name: everyone behind it shares one limit for installing.',
      );
    }
    return createHash('sha256').update(salt).update(networkOf(address)).digest().readUInt16BE();
  }

  return {
    async waitSeconds(path, request) {
      const limiter = limiters.get(path);
      if (!limiter || counted.has(request)) return undefined;
      counted.add(request);
      try {
        await limiter.consume(keyOf(request));
        return undefined;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        refusals.note('too_many');
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
  };
}

/** For what the server didn't recognize as this page, such as another spelling of its path, or a form. */
export function limitRate(path: string, { rateLimit, answer }: TooMany): MiddlewareHandler {
  return async (context, next) => {
    const waitSeconds = await rateLimit.waitSeconds(path, (context.env as HttpBindings).incoming);
    if (waitSeconds === undefined) return next();
    const headers = { ...answer.headers, 'retry-after': String(waitSeconds) };
    return context.body(answer.body, answer.status, headers);
  };
}
