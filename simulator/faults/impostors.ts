import type { WireAnswer } from './wire-answer.ts';

/** What answers with HTTP 200 in Slack's stead, and is not Slack: in the words of the panel that breaks things. */
export const IMPOSTORS = {
  login_page: 'A login page that repeats the token',
  captive_portal: 'A redirect to another host',
  empty: 'An empty body',
  no_code: '{"ok":false} without an error',
  page_as_code: 'A page as the error code',
  token_as_code: 'The token as the error code',
  list: 'A JSON list',
  text: 'A JSON string',
  null: 'null',
  half: 'Does it, and half of the answer arrives',
  wrong_type: 'Does it, and answers as text/html',
  ok_alone: '{"ok":true} and nothing else',
  long: 'A page of 200 kB',
  endless: 'JSON of 50 MB',
} as const;

export type Impostor = keyof typeof IMPOSTORS;

export const IMPOSTOR_NAMES = Object.keys(IMPOSTORS) as Impostor[];

/** In every page that isn't Slack's, so that tests can look for it where it must not get to. */
export const IMPOSTOR_MARK = 'Sign in to the guest network';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/**
 * @param authorization the header of the call: proxies in trouble like to show what they were sent
 * @param answer what Slack would have answered; asking does what was asked
 */
export function impostorAnswer(
  impostor: Impostor,
  authorization: string,
  answer: () => WireAnswer,
): WireAnswer {
  const page = `<!doctype html><title>${IMPOSTOR_MARK}</title><pre>Authorization: ${authorization}</pre>`;
  const json = (body: string): WireAnswer => ({
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
  });
  const html = (body: string): WireAnswer => ({ status: 200, headers: HTML, body });
  switch (impostor) {
    case 'login_page':
      return html(page);
    case 'captive_portal':
      return { status: 302, headers: { ...HTML, location: 'https://guest.example.com/' }, body: page };
    case 'empty':
      return json('');
    case 'no_code':
      return json('{"ok":false}');
    case 'page_as_code':
      return json(JSON.stringify({ ok: false, error: page }));
    case 'token_as_code':
      return json(
        JSON.stringify({ ok: false, error: authorization, response_metadata: { messages: [page] } }),
      );
    case 'list':
      return json(JSON.stringify([{ ok: true }, page]));
    case 'text':
      return json(JSON.stringify(page));
    case 'null':
      return json('null');
    case 'half': {
      const whole = JSON.stringify(answer().body);
      return json(whole.slice(0, Math.floor(whole.length / 2)));
    }
    case 'wrong_type':
      return html(JSON.stringify(answer().body));
    case 'ok_alone':
      return json('{"ok":true}');
    case 'long':
      return html(page.padEnd(200_000, '.'));
    case 'endless':
      return json(`{"ok":true,"page":${JSON.stringify(page)},"rest":"${'.'.repeat(50_000_000)}"}`);
  }
}
