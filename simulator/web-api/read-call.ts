import type { Context } from 'hono';

export type ReadCall = {
  args: Record<string, unknown>;
  /** From the header, or from the field of a form. */
  token: string | undefined;
  /** Whether the token stood in a form: app-level tokens may not. */
  tokenInForm: boolean;
  basic: { id: string; secret: string } | undefined;
  /** Whether the arguments came as JSON. */
  json: boolean;
};

/** Slack's word for a body it cannot read. */
export type UnreadableCall = { error: string };

/**
 * Reads token and arguments of a Web API call as Slack does: forms, multipart, JSON with the token in the header, or
 * a query without the token.
 * @see https://docs.slack.dev/apis/web-api
 */
export async function readCall(c: Context): Promise<ReadCall | UnreadableCall> {
  const header = c.req.header('authorization');
  const read = { token: bearer(header), basic: basicCredentials(header), json: false, tokenInForm: false };
  const query = Object.fromEntries(new URL(c.req.url).searchParams);
  // A token in the query has been refused to every app made since 2021.
  delete query.token;
  if (c.req.method === 'GET') return { ...read, args: query };

  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json') return { ...read, json: true, ...(await readJson(c, query)) };
  if (type === 'application/x-www-form-urlencoded') {
    return withFormToken(read, { ...query, ...Object.fromEntries(new URLSearchParams(await c.req.text())) });
  }
  if (type === 'multipart/form-data') {
    try {
      const form = await c.req.raw.formData();
      return withFormToken(read, { ...query, ...Object.fromEntries(form) });
    } catch {
      return { error: 'invalid_form_data' };
    }
  }
  const body = await c.req.text();
  if (body === '') return { ...read, args: query };
  return { error: type === '' ? 'missing_post_type' : 'invalid_post_type' };
}

async function readJson(c: Context, query: Record<string, string>) {
  try {
    const body: unknown = JSON.parse(await c.req.text());
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return { error: 'json_not_object' };
    const { token: _ignored, ...args } = body as Record<string, unknown>;
    return { args: { ...query, ...args } };
  } catch {
    return { error: 'invalid_json' };
  }
}

function withFormToken(read: Omit<ReadCall, 'args'>, form: Record<string, unknown>): ReadCall {
  const { token, ...args } = form;
  if (read.token !== undefined || typeof token !== 'string') return { ...read, args };
  return { ...read, token, tokenInForm: true, args };
}

/** The scheme's case matters to Slack. */
const bearer = (header: string | undefined) => /^Bearer (\S+)$/.exec(header ?? '')?.[1];

function basicCredentials(header: string | undefined) {
  const encoded = /^Basic (\S+)$/.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: decode(id), secret: decode(secret.join(':')) };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
