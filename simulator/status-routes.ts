import { Hono } from 'hono';
import { html } from 'hono/html';
import { dropConnection } from './faults/drop-connection.ts';
import { layout } from './oauth/consent-page.ts';
import type { World } from './state/world.ts';

/** Slack’s status: what it tells programs, and the page that its links lead to. Faults reach it as `status`. */
export function statusRoutes(world: World): Hono {
  const routes = new Hono();

  routes.get('/status/api/v2.0.0/current', async (c) => {
    const played = await world.faults.play('status', () => ({
      status: 200,
      headers: {},
      body: world.incidents.current(),
    }));
    if (played === null) return dropConnection(c);
    const { status, body, headers } = played;
    return typeof body === 'string'
      ? c.text(body, status as 200, headers)
      : c.json(body, status as 200, headers);
  });

  routes.get('/status', (c) => {
    const open = world.incidents.list();
    return c.html(
      layout(
        'Status',
        html`
    <h1>${open.length === 0 ? 'Everything works' : 'Something is wrong'}</h1>
    ${open.map(
      ({ id, title, services, at }) =>
        html`<section id="incident-${id}"><h2>${title}</h2><p>${services.join(', ')}</p><p>Since ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</p></section>`,
    )}
    <p>You can open and end an incident under <em>Break things</em>.</p>`,
      ),
    );
  });

  return routes;
}
