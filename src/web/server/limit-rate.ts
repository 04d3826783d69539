import { createHash, randomBytes } from 'node:crypto';
import type { BlockList } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Logger } from '../../observability/logger.ts';
import type { Refusals } from '../../observability/refusals.ts';
import type { ShowOutcome } from '../show-outcome.ts';
import { clientAddress, networkOf } from './client-address.ts';

/** For everyone behind one address: a company that installs together has one. A machine asks a hundred times as often. */
export const REQUESTS_A_MINUTE = 300;
const WINDOW_SECONDS = 60;
/** As a link: the same page again, with a query that is not ours to repeat. */
const THIS_ADDRESS = '';

type Options = {
  /** Where `X-Forwarded-For` counts; undefined: nowhere. */
  trustedProxies: BlockList | undefined;
  requestsAMinute?: number | undefined;
  showOutcome: ShowOutcome;
  refusals: Pick<Refusals, 'note'>;
  logger: Logger;
};

/**
 * So many requests a minute from one client, for pages that ask the database or Slack before anyone is known. Clients
 * are counted in 65,536 places chosen by a hash: however many addresses come, they take a few megabytes, and none is kept.
 */
export function createRateLimit(options: Options): MiddlewareHandler {
  const { trustedProxies, requestsAMinute = REQUESTS_A_MINUTE, showOutcome, refusals, logger } = options;
  const limiter = new RateLimiterMemory({ points: requestsAMinute, duration: WINDOW_SECONDS });
  const salt = randomBytes(16);
  let warned = false;

  function keyOf({ incoming }: HttpBindings): number {
    const address = clientAddress(incoming, trustedProxies);
    if (!warned && !trustedProxies && incoming.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      logger.warn(
        'Requests come through a proxy that TRUSTED_PROXIES does not name: everyone behind it shares one limit for installing.',
      );
    }
    return createHash('sha256').update(salt).update(networkOf(address)).digest().readUInt16BE();
  }

  return async (context, next) => {
    try {
      await limiter.consume(keyOf(context.env as HttpBindings));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      refusals.note('too_many');
      context.header('retry-after', String(Math.max(1, Math.ceil(refused.msBeforeNext / 1000))));
      return showOutcome(context, { kind: 'too_many', retryPath: THIS_ADDRESS });
    }
    await next();
  };
}
