import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import type { Delivery } from '../delivery/delivery.ts';
import { ROLES } from '../people/role-words.ts';
import type { Role, TwoFactor } from '../state/state.ts';

import { overallNth } from './locate.ts';
import { readScene, type Scene, type UiParts } from './scene.ts';
import { findThing } from './things/groups.ts';

/** What to tell the person, and what the app says against single inputs, by block id. */
type Outcome = { notice?: string | undefined; errors?: Record<string, string> | undefined };

/** What a person did in the window. */
type Act = (scene: Scene, form: URLSearchParams, c: Context) => Promise<Outcome>;

const SLOW_MS = 1_000;

const ACTS: Record<string, Act> = {
  async 'press/:app'(scene, form, c) {
    const actionId = form.get('action_id') ?? '';
    const surface = c.req.query('surface') ?? 'home';
    const value = form.getAll('value').join(',');
    // A button without a value sends none; boxes of which none is ticked anymore send an empty choice.
    const chosen = value === '' && form.get('several') !== 'true' ? {} : { value };
    const nth = overallNth(scene, { surface, actionId, value, nth: Number(form.get('nth') ?? 0) });
    const options = { nth, app: scene.app?.appId, values: inputsIn(form, 'input:'), ...chosen };
    return { notice: unanswered(scene, await scene.person.presses(actionId, options)) };
  },
  async command(scene, form) {
    const text = (form.get('text') ?? '').trim();
    const channel = form.get('channel') === 'dm' ? 'dm' : 'general';
    if (text === '') throw new Error('There’s nothing to send.');
    if (!text.startsWith('/')) {
      scene.person.says(text, channel, form.get('app') ?? scene.app?.appId);
      return { notice: 'Sent.' };
    }
    const [command = '', ...words] = text.split(/\s+/);
    const run = await scene.person.types(command, words.join(' '), { channel });
    if (run.error !== null) return { notice: `${command} failed with the error "${run.error}"` };
    const slow = run.ackMs > SLOW_MS ? ': slow, Slack gives up at 3,000 ms' : '';
    return { notice: `${command} was acknowledged in ${run.ackMs.toLocaleString('en-US')} ms${slow}.` };
  },
  async 'submit/:app'(scene, form) {
    const delivery = await scene.person.submits(inputsIn(form), scene.app?.appId);
    const errors = inputErrors(delivery);
    return { notice: unanswered(scene, delivery) ?? Object.values(errors ?? {}).join(' '), errors };
  },
  async 'close/:app'(scene) {
    await scene.person.closes(scene.app?.appId);
    return {};
  },
  async account({ person }, form) {
    const [twoFactor, role] = [form.get('two_factor') ?? '', form.get('role') ?? ''];
    if (['app', 'sms', 'on', 'off'].includes(twoFactor)) person.setTwoFactor(twoFactor as TwoFactor);
    if (Object.hasOwn(ROLES, role)) person.setRole(role as Role);
    return { notice: 'Saved.' };
  },
  'break/:thing': breaks,
  'break/:thing/:app': breaks,
};

async function breaks(scene: Scene, form: URLSearchParams, c: Context): Promise<Outcome> {
  const thing = findThing(c.req.param('thing') ?? '');
  if (!thing) throw new Error('There’s no such button.');
  const missing = thing.unless?.(scene);
  if (missing) throw new Error(missing);
  return { notice: await thing.act(scene, form) };
}

/** What is in inputs, by their names; several boxes of one name with commas. */
function inputsIn(form: URLSearchParams, prefix = ''): Record<string, string> {
  const keys = [...new Set(form.keys())].filter((key) => key.startsWith(prefix));
  return Object.fromEntries(keys.map((key) => [key.slice(prefix.length), form.getAll(key).join(',')]));
}

/**
 * What the window's forms do. A script gets `{ ok, notice }`; a browser without one goes back to where it was.
 * Other sites cannot post here: the origin is checked.
 */
export function actionRoutes(parts: UiParts): Hono {
  const routes = new Hono();
  routes.use('/client/*', csrf());
  routes.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse();
    throw error;
  });
  for (const [path, act] of Object.entries(ACTS)) {
    routes.post(`/client/:team/:user/${path}`, async (c) => {
      const scene = readScene(c, parts, 'home');
      const { ok, notice, errors } = scene
        ? await attempt(() => formOf(c).then((form) => act(scene, form, c)))
        : { ok: false, notice: 'This person or app is gone.', errors: undefined };
      if (c.req.header('accept')?.includes('application/json'))
        return c.json({ ok, notice: notice ?? null, ...(errors ? { errors } : {}) });
      return c.redirect(backTo(c), 303);
    });
  }
  return routes;
}

const formOf = async (c: Context): Promise<URLSearchParams> => new URLSearchParams(await c.req.text());

async function attempt(work: () => Promise<Outcome>): Promise<Outcome & { ok: boolean }> {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    return { ok: false, notice: error instanceof Error ? error.message : String(error) };
  }
}

/** Only a path of this window: a Referer can be anything. */
function backTo(c: Context): string {
  const referer = c.req.header('referer') ?? '';
  const path = URL.canParse(referer) ? new URL(referer).pathname : '/';
  return path.startsWith('/client/') ? path : '/';
}

function unanswered({ app }: Scene, { failure, status }: Delivery): string | undefined {
  if (failure === null) return undefined;
  const how =
    failure === 'http_timeout' ? 'within three seconds' : `(${failure}${status ? ` ${status}` : ''})`;
  return `${app?.name ?? 'The app'} didn’t answer ${how}.`;
}

/** What the app says against the inputs of a modal. */
function inputErrors({ answer }: Delivery): Record<string, string> | undefined {
  if (!answer.includes('"errors"')) return undefined;
  return (JSON.parse(answer) as { errors?: Record<string, string> }).errors;
}
