/** The cookie that ties an attempt to install to the browser that began it. */
export type AttemptCookie = {
  name: string;
  value: string;
  maxAgeSeconds: number;
  /** Where browsers send it: everywhere over https, as `__Host-` wants it; over http the way back from Slack alone. */
  path: string;
};

/** How the name begins, after the prefix: one for each attempt, so that several tabs can install at once. */
const NAME = 'lanyard_install_';
/**
 * Browsers take such a cookie over https only, and only from this very host: no site on a neighbouring name can plant one
 * and have someone finish an attempt of the attacker. Over http, on loopback alone, they do not know the prefix.
 * @see RFC 6265bis section 4.1.3.2
 */
const HOST_PREFIX = '__Host-';
/** Cookies of more attempts than this would fill the header of every request. */
const MOST = 10;

/** @param https whether the browser is on https, whatever a proxy speaks with this process */
export const attemptCookieName = (stateHash: string, https: boolean): string =>
  `${https ? HOST_PREFIX : ''}${NAME}${stateHash.slice(0, 12)}`;

/**
 * Gives the browser the cookie of an attempt that begins; the oldest of many are removed.
 * @param held the `Cookie` header that it sent, if any
 * @returns values of `Set-Cookie` headers
 */
export function setCookieHeaders(held: string | undefined, cookie: AttemptCookie): string[] {
  const names = [...readCookies(held).keys()].filter((name) => name.includes(NAME));
  // Browsers send the oldest first.
  const removed = names
    .slice(0, -(MOST - 1))
    .map((name) => header({ ...cookie, name, value: '', maxAgeSeconds: 0 }));
  return [...removed, header(cookie)];
}

/** @returns undefined when this browser does not hold it */
export const readCookie = (held: string | undefined, name: string): string | undefined =>
  readCookies(held).get(name);

function header({ name, value, maxAgeSeconds, path }: AttemptCookie): string {
  const secure = name.startsWith(HOST_PREFIX) ? ['Secure'] : [];
  // Lax: the way back from Slack is a top-level navigation from another site.
  return [
    `${name}=${value}`,
    `Max-Age=${maxAgeSeconds}`,
    `Path=${path}`,
    'HttpOnly',
    ...secure,
    'SameSite=Lax',
  ].join('; ');
}

/** Some proxies put quotes around a value. */
function readCookies(held = ''): Map<string, string> {
  const pairs = held.split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=').replace(/^"(.*)"$/, '$1')]));
}
