import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import type { Delivery } from '../delivery.ts';
import { createOrganization } from '../organizations.ts';
import { ROLES } from '../role-words.ts';
import type { Role, TwoFactor } from '../state.ts';
import { createWorkspace } from '../workspaces.ts';
import { organizationById, servingInstallation } from '../world.ts';

import { overallNth } from './locate.ts';
import { readScene, type Scene, type UiParts } from './scene.ts';

/** What a person did in the window; returns what to tell them, or nothing. */
type Act = (scene: Scene, form: URLSearchParams, c: Context) => Promise<string | undefined>;

const ACTS: Record<string, Act> = {
  async 'press/:app'(scene, form, c) {
    const [actionId, value] = [form.get('action_id') ?? '', form.get('value') ?? ''];
    const surface = c.req.query('surface') ?? 'home';
    const nth = overallNth(scene, { surface, actionId, value, nth: Number(form.get('nth') ?? 0) });
    const options = { nth, app: scene.app?.appId, ...(value === '' ? {} : { value }) };
    return unanswered(scene, await scene.person.presses(actionId, options));
  },
  async command(scene, form) {
    const [command = '', ...words] = (form.get('text') ?? '').trim().split(/\s+/);
    if (!command.startsWith('/')) {
      const [known] = scene.world.apps.all().flatMap((app) => app.commands);
      return `Only slash commands do something here${known ? `. Try ${known.command}` : ''}.`;
    }
    const channel = form.get('channel') === 'dm' ? 'dm' : 'general';
    const run = await scene.person.types(command, words.join(' '), { channel });
    if (run.error !== null) return `${command} failed with the error "${run.error}"`;
    const slow = run.ackMs > 1000 ? ': slow, Slack gives up at 3,000 ms' : '';
    return `${command} was acknowledged in ${run.ackMs.toLocaleString('en-US')} ms${slow}.`;
  },
  async 'submit/:app'(scene, form) {
    const keys = [...new Set(form.keys())];
    const values = Object.fromEntries(keys.map((key) => [key, form.getAll(key).join(',')]));
    const delivery = await scene.person.submits(values, scene.app?.appId);
    return unanswered(scene, delivery) ?? inputErrors(delivery);
  },
  async 'close/:app'(scene) {
    await scene.person.closes(scene.app?.appId);
    return undefined;
  },
  async account({ person }, form) {
    const [twoFactor, role] = [form.get('two_factor') ?? '', form.get('role') ?? ''];
    if (['app', 'sms', 'off'].includes(twoFactor)) person.setTwoFactor(twoFactor as TwoFactor);
    if (Object.hasOwn(ROLES, role)) person.setRole(role as Role);
    return 'Saved.';
  },
  async 'revoke/:app'({ person, app }) {
    await person.revokesOwnPermission(app?.appId);
    return `Slack revoked your permission and told ${app?.name}.`;
  },
  async 'uninstall/:app'({ world, workspace, app }) {
    const installation = app && servingInstallation(world.store.state, app, workspace.id);
    const organization = organizationById(world.store.state, installation?.organizationId ?? null);
    if (organization) await createOrganization(world, organization).uninstall(app?.appId);
    else await createWorkspace(world, workspace).uninstall(app?.appId);
    return `Slack removed ${app?.name} and told it.`;
  },
  async 'add/:app'({ world, workspace, app }) {
    const organization = organizationById(world.store.state, workspace.organizationId);
    if (!organization) throw new Error(`${workspace.name} is not part of an organization.`);
    await createOrganization(world, organization).adds(workspace, app?.appId);
    return `${app?.name} was added to ${workspace.name}.`;
  },
};

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
      const { ok, notice } = scene
        ? await attempt(() => formOf(c).then((form) => act(scene, form, c)))
        : { ok: false, notice: 'This person or app is not there any more.' };
      if (c.req.header('accept')?.includes('application/json')) return c.json({ ok, notice: notice ?? null });
      return c.redirect(backTo(c), 303);
    });
  }
  return routes;
}

const formOf = async (c: Context): Promise<URLSearchParams> => new URLSearchParams(await c.req.text());

async function attempt(
  work: () => Promise<string | undefined>,
): Promise<{ ok: boolean; notice: string | undefined }> {
  try {
    return { ok: true, notice: await work() };
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
  return `${app?.name ?? 'The app'} did not answer ${how}.`;
}

/** What the app says against the inputs of a modal. */
function inputErrors({ answer }: Delivery): string | undefined {
  if (!answer.includes('"errors"')) return undefined;
  const { errors } = JSON.parse(answer) as { errors?: Record<string, string> };
  return errors && Object.values(errors).join(' ');
}
