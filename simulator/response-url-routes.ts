import { type Context, Hono } from 'hono';
import { dropConnection } from './drop-connection.ts';
import { answerByResponseUrl } from './response-url.ts';
import type { World } from './world.ts';

/** Where apps post their answers to commands and presses. */
export function responseUrlRoutes(world: World): Hono {
  const routes = new Hono();
  routes.post('/commands/:team/:number/:secret', (c) => world.activity.during(answer(c)));
  routes.post('/actions/:team/:number/:secret', (c) => world.activity.during(answer(c)));
  return routes;

  async function answer(c: Context): Promise<Response> {
    const { team, number, secret } = c.req.param();
    const body = parse(await c.req.text());
    const answered = await world.faults.play('response_url', () => ({
      headers: {},
      ...answerByResponseUrl(world, `${team}/${number}/${secret}`, body),
    }));
    if (answered === null) return dropConnection(c);
    const { status, body: said, headers } = answered;
    return typeof said === 'string'
      ? c.text(said, status as 200, headers)
      : c.json(said, status as 200, headers);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
