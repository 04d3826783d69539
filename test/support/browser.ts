/** A browser as far as installing needs one: it keeps cookies, follows nothing on its own and runs no script. */
export type Page = { status: number; headers: Headers; location: string | null; text: string };

export function createBrowser() {
  const cookies = new Map<string, string>();
  return {
    async get(url: string): Promise<Page> {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const { status, headers } = response;
      return { status, headers, location: headers.get('location'), text: await response.text() };
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;

/** What is in the page's only h1. */
export const headline = (page: Page) => /<h1[^>]*>([^<]*)<\/h1>/.exec(page.text)?.[1] ?? '';

/** What a person reads on the page, each block on a line of its own. */
export const textOf = (page: Page) =>
  page.text
    .replaceAll(/<(head|style|script)\b.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
