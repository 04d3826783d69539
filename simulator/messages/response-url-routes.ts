import { type Context, Hono } from 'hono';
import { dropConnection } from '../faults/drop-connection.ts';
import { keepLast } from '../state/keep-last.ts';
import { mask } from '../state/mask.ts';
import type { World } from '../state/world.ts';
import { type ApiCall, LOST, shown } from '../web-api/router.ts';
import { answerByResponseUrl } from './response-url.ts';

/** Where apps post their answers to commands and presses. */
export function responseUrlRoutes(world: World, calls: ApiCall[]): Hono {
  const routes = new Hono();
  routes.post('/commands/:team/:number/:secret', (c) => world.activity.during(answer(c)));
  routes.post('/actions/:team/:number/:secret', (c) => world.activity.during(answer(c)));
  return routes;

  async function answer(c: Context): Promise<Response> {
    const at = world.clock();
    const { team, number, secret } = c.req.param();
    const id = `${team}/${number}/${secret}`;
    const body = parse(await c.req.text());
    const answered = await world.faults.play('response_url', () => ({
      headers: {},
      ...answerByResponseUrl(world, id, body),
    }));
    const owner = world.store.state.responseUrls.find((each) => each.id === id);
    keepLast(calls, {
      method: 'response_url',
      tokenKind: 'none',
      appId: owner?.appId ?? null,
      workspaceId: owner?.workspaceId ?? null,
      args: mask(isObject(body) ? body : {}) as Record<string, unknown>,
      answer: mask(shown((answered ?? LOST).body)),
      status: (answered ?? LOST).status,
      at,
    });
    if (answered === null) return dropConnection(c);
    const { status, body: said, headers } = answered;
    return typeof said === 'string'
      ? c.text(said, status as 200, headers)
      : c.json(said, status as 200, headers);
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
