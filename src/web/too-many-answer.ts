import { Hono } from 'hono';
import type { Words } from '../locales/words.ts';
import { statusOf } from './installing/oauth-outcome.ts';
import { renderOutcome } from './pages/outcome-page.ts';
import { pageHeaders } from './server/page-headers.ts';

export type PreparedAnswer = { status: 429; headers: Readonly<Record<string, string>>; body: string };

/** As a link: the same page again, with a query that is not ours to repeat. */
const THIS_ADDRESS = '';

/**
 * What a network reads that asks too often, with the headers of every page. Made once, so that a refusal costs next to
 * nothing. It has no reference: refusals are logged with their numbers, not one by one.
 */
export async function tooManyAnswer({
  https,
  words,
}: {
  https: boolean;
  words: Words;
}): Promise<PreparedAnswer> {
  const outcome = { kind: 'too_many', reference: '', retryPath: THIS_ADDRESS } as const;
  const web = new Hono();
  web.use(pageHeaders({ https }));
  web.get('/', (context) => {
    context.header('cache-control', 'no-store');
    return context.html(
      renderOutcome(outcome, { words: words.pages, incident: undefined }),
      statusOf(outcome),
    );
  });
  const response = await web.request('/');
  return { status: 429, headers: Object.fromEntries(response.headers), body: await response.text() };
}
