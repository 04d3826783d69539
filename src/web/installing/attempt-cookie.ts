import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { ATTEMPT_COOKIE, type Attempt } from '../../installations/grants/oauth-state.ts';
import { REDIRECT_PATH } from '../../slack-api/app-surface.ts';

/** Several tabs can install at once. Cookies of more attempts than this would fill the header of every request. */
const MOST = 10;

export type AttemptCookie = {
  /** Gives the browser the cookie of an attempt that begins; the oldest of many are removed. */
  set(context: Context, cookie: Attempt['cookie']): void;
  /** Undefined when this browser does not hold it. */
  read(context: Context, name: string): string | undefined;
};

/**
 * Ties an attempt to install to the browser that began it. Over https the name begins with `__Host-`: browsers take such
 * a cookie only from this very host, so that a site on a neighbouring name cannot plant one and have somebody finish
 * an attempt of the attacker. Over http, on loopback alone, browsers do not know the prefix.
 * @see RFC 6265bis section 4.1.3.2
 */
export function createAttemptCookie({ https }: { https: boolean }): AttemptCookie {
  const prefix = https ? 'host' : undefined;
  const where = https ? { path: '/', secure: true } : { path: REDIRECT_PATH };
  return {
    set(context, { name, value, maxAgeSeconds }) {
      const held = Object.keys(getCookie(context)).filter((one) => one.includes(ATTEMPT_COOKIE));
      // Browsers send the oldest first.
      for (const old of held.slice(0, -(MOST - 1))) deleteCookie(context, old, where);
      setCookie(context, name, value, {
        ...where,
        ...(prefix && { prefix }),
        httpOnly: true,
        // Lax: the way back from Slack is a top-level navigation from another site.
        sameSite: 'Lax',
        maxAge: maxAgeSeconds,
      });
    },
    read: (context, name) => (prefix ? getCookie(context, name, prefix) : getCookie(context, name)),
  };
}
