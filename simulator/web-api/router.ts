import { type Context, Hono } from 'hono';
import { dropConnection } from '../faults/drop-connection.ts';
import { hex } from '../state/ids.ts';
import { keepLast } from '../state/keep-last.ts';
import { mask } from '../state/mask.ts';
import type { World } from '../state/world.ts';
import { authenticate } from './authenticate.ts';
import { authenticateApp } from './authenticate-app.ts';
import { type Answer, type Caller, invalidArguments, isAnswer, type Method, refuse } from './method.ts';
import { methods } from './methods.ts';
import { type ReadCall, readCall } from './read-call.ts';

/** One call of the Web API, or a post to a response_url, fit to be shown: no token and no secret is in it. */
export type ApiCall = {
  /** `response_url` for those. */
  method: string;
  tokenKind: 'bot' | 'user' | 'none';
  appId: string | null;
  /** Of the token; null without one, and for an organization's. */
  workspaceId: string | null;
  args: Record<string, unknown>;
  answer: unknown;
  status: number;
  at: Date;
};

type Finished = { answer: Answer; caller?: Caller; status?: number; headers?: Record<string, string> };

/** `/api/<method>`: one route, one table of methods. */
export function webApiRoutes(world: World, calls: ApiCall[], log: (line: string) => void): Hono {
  const routes = new Hono();
  routes.on(['GET', 'POST'], '/api/:method{.+}', (c) => world.activity.during(answerCall(c)));
  return routes;

  async function answerCall(c: Context): Promise<Response> {
    const name = c.req.param('method') ?? '';
    const at = world.clock();
    const read = await readCall(c);
    let finished: Finished | undefined;
    const answer = () => {
      finished = finish(name, read);
      const { status = 200, headers = {}, answer } = finished;
      return { status, headers, body: answer };
    };
    const answered = await world.faults.play(name, answer, c.req.header('authorization'));
    const caller = finished?.caller ?? knownCaller(read);
    const { status, headers, body } = answered ?? LOST;
    keepLast(calls, {
      method: name,
      tokenKind: caller?.grant.kind ?? 'none',
      appId: caller?.app.appId ?? null,
      workspaceId: caller?.grant.workspaceId ?? null,
      args: ('args' in read ? mask(read.args) : {}) as Record<string, unknown>,
      answer: mask(shown(body)),
      status,
      at,
    });
    if (answered === null) return dropConnection(c);
    return c.body(typeof body === 'string' ? body : JSON.stringify(body), status as 200, {
      'content-type': `${typeof body === 'string' ? 'text/plain' : 'application/json'}; charset=utf-8`,
      'x-slack-req-id': hex(16),
      'referrer-policy': 'no-referrer',
      ...scopeHeaders(methods[name], caller),
      ...headers,
    });
  }

  function knownCaller(read: Awaited<ReturnType<typeof readCall>>): Caller | undefined {
    if (!('args' in read)) return undefined;
    const caller = authenticate(world, read.token);
    return 'error' in caller ? undefined : caller;
  }

  function finish(name: string, read: Awaited<ReturnType<typeof readCall>>): Finished {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) return { answer: refuse('unknown_method') };
    if (!('args' in read)) return { answer: refuse(read.error) };
    try {
      return run(name, method, read);
    } catch (error) {
      log(`${name} failed inside of the simulator: ${error instanceof Error ? error.stack : String(error)}`);
      return { answer: refuse('fatal_error') };
    }
  }

  function run(name: string, method: Method, read: ReadCall): Finished {
    // Methods that read only forms do not see a JSON body at all.
    const args = readArguments(method, read.json && !method.acceptsJson ? {} : read.args);
    if (method.access === 'public') {
      const call = { world, basic: read.basic, token: read.token };
      return { answer: 'refusal' in args ? args.refusal : method.run({ ...call, args: args.args }) };
    }
    if (method.access === 'app') {
      const app = authenticateApp(world, read, method.scopes);
      if (isAnswer(app)) return { answer: app };
      return { answer: 'refusal' in args ? args.refusal : method.run({ world, app, args: args.args }) };
    }
    const caller = authenticate(world, read.token, method);
    if ('error' in caller) return { answer: refuse(caller.error) };
    if (!method.access.includes(caller.grant.kind))
      return { answer: refuse('not_allowed_token_type'), caller };
    const waitSeconds = world.rateLimits.take(
      method.tier ?? 'special',
      limitKey(name, method, caller, read.args),
    );
    if (waitSeconds !== null) return { ...tooMany(waitSeconds), caller };
    const { scopes } = caller.grant;
    if (method.scopes.length > 0 && !method.scopes.some((scope) => scopes.includes(scope))) {
      const needed = method.scopes.join(',');
      return { answer: refuse('missing_scope', { needed, provided: scopes.join(',') }), caller };
    }
    if ('refusal' in args) return { answer: args.refusal, caller };
    return { answer: method.run({ world, caller, args: args.args }), caller };
  }
}

/** A limit counts per method, app and workspace (or organization); of posting, per channel. */
function limitKey(
  name: string,
  { tier }: Method,
  { app, grant }: Caller,
  args: Record<string, unknown>,
): string {
  const where = grant.workspaceId ?? grant.organizationId;
  return [name, app.appId, where, ...(tier === 'per channel' ? [args.channel] : [])].join(' ');
}

const tooMany = (seconds: number): Finished => ({
  status: 429,
  headers: { 'retry-after': `${seconds}` },
  answer: refuse('ratelimited'),
});

/** Parses what is JSON inside of a form and misses what is not there. */
function readArguments(
  method: Method,
  given: Record<string, unknown>,
): { args: Record<string, unknown> } | { refusal: Answer } {
  const args = { ...given };
  const missing = (method.required ?? []).filter(
    (name) => args[name] === undefined || args[name] === null || args[name] === '',
  );
  if (missing.length > 0)
    return { refusal: invalidArguments(missing.map((name) => `missing required field: ${name}`)) };
  for (const name of method.structured ?? []) {
    const value = args[name];
    if (typeof value !== 'string') continue;
    try {
      args[name] = JSON.parse(value);
    } catch {
      const refusal =
        name === 'blocks'
          ? refuse('invalid_blocks_format')
          : invalidArguments([`must be valid JSON [json-pointer:/${name}]`]);
      return { refusal };
    }
  }
  return { args };
}

function scopeHeaders(method: Method | undefined, caller: Caller | undefined): Record<string, string> {
  if (!caller || !method || typeof method.access === 'string') return {};
  return {
    'x-oauth-scopes': caller.grant.scopes.join(','),
    ...(method.scopes.length > 0 ? { 'x-accepted-oauth-scopes': method.scopes.join(',') } : {}),
  };
}

/** Of a page that is not Slack's, its beginning. */
export const shown = (body: unknown) => (typeof body === 'string' ? body.slice(0, SHOWN_LENGTH) : body);
const SHOWN_LENGTH = 2_000;

/** How a call whose connection was dropped is in the list. */
export const LOST = { status: 0, headers: {}, body: 'no answer: the connection was dropped' };
