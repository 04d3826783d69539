import { expect, test } from '@jest/globals';
import { createBrowser, headline } from '../support/browser.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';

const PUBLIC_URL = 'https://lanyard.example.test';

/** Behind a proxy that ends TLS: browsers speak https with it, and it speaks http with Lanyard. */
describeLanyard(
  'the cookie of an attempt to install, over https',
  { on: 'PGlite', publicUrl: () => PUBLIC_URL },
  (lanyard) => {
    const behindProxy = (url: string) => url.replace(PUBLIC_URL, lanyard.url);
    const begin = (cookie = '') =>
      fetch(`${lanyard.url}/slack/install`, { redirect: 'manual', headers: { cookie } });

    test('is one that browsers take from this host alone', async () => {
      const [cookie = ''] = (await begin()).headers.getSetCookie();
      const [pair = '', ...attributes] = cookie.split('; ');
      expect(pair).toMatch(/^__Host-lanyard_install_\w+=[\w-]{43}$/);
      expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
    });

    test('finishes the attempt under its whole name, and not without the prefix', async () => {
      const owner = lanyard.slack.workspace('Prefixed').person('Olga', { role: 'owner' });
      const browser = createBrowser();
      const start = await browser.get(`${lanyard.url}/slack/install`);
      const back = behindProxy(await owner.allows(String(start.location)));
      const planted = String(start.headers.get('set-cookie')).replace('__Host-', '').split(';')[0] ?? '';
      const refused = await fetch(back, { headers: { cookie: planted } });
      expect(refused.status).toBe(403);
      expect(headline(await browser.get(back))).toBe('Lanyard is now in Prefixed');
    });

    test('of many attempts only the last ten keep one, so that requests stay small', async () => {
      const name = (number: number) => `__Host-lanyard_install_${number}`;
      const held = (most: number) =>
        Array.from({ length: most }, (_, number) => `${name(number)}=x`).join('; ');
      const removed = async (cookies: string) =>
        (await begin(cookies)).headers
          .getSetCookie()
          .filter((cookie) => cookie.includes('Max-Age=0'))
          .map((cookie) => cookie.split('=')[0]);
      expect(await removed(`another=1; ${held(9)}`)).toEqual([]);
      expect(await removed(`another=1; ${held(12)}`)).toEqual([name(0), name(1), name(2)]);
    });
  },
);
