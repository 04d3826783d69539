import { html } from 'hono/html';
import type { Delivery } from '../delivery/delivery.ts';
import { administers } from '../state/find.ts';
import { clientPath, installLink, panePath, pathIn, type Scene } from './scene.ts';
import { ownGrant } from './things/thing.ts';
import { type Step, stepLink } from './tour-step.ts';

/** What an admin does for everyone: count two-factor, see who has none, and remind them after a preview. */
export function adminStep(scene: Scene, sent: readonly Delivery[], command: string): Step {
  return {
    title: 'As an admin, look after everyone',
    done: sent.some(sendsReminders),
    ...wayOn(scene, sent, command),
  };
}

/** The button under the preview, pressed and confirmed. */
function sendsReminders({ payload }: Delivery): boolean {
  const { actions } = payload as { actions?: { action_id?: string }[] };
  return actions?.some(({ action_id }) => /remind/.test(action_id ?? '')) ?? false;
}

/** One thing at a time: an admin, with a permission, then the count, then the reminder. */
function wayOn(scene: Scene, sent: readonly Delivery[], command: string): Pick<Step, 'text' | 'way'> {
  const { workspace, record, app, world, calls } = scene;
  const own = installLink(scene, { own: true });
  if (!administers(record)) {
    const admin = world.store.state.people.find(
      (each) => each.workspaceId === workspace.id && !each.deleted && administers(each),
    );
    return {
      text: 'Only owners and admins can count two-factor sign-in and remind people who don’t have it.',
      way: admin
        ? stepLink(clientPath(workspace.id, admin.id, panePath('home', app)), `Act as ${admin.name}`)
        : html``,
    };
  }
  if (!ownGrant(scene) && own)
    return {
      text: 'Slack shows who has two-factor only through an owner’s or admin’s own permission. Grant yours again.',
      way: stepLink(own, 'Grant your permission'),
    };
  const counted = calls.some(
    ({ method, appId, workspaceId }) =>
      method === 'users.list' && appId === app?.appId && workspaceId === workspace.id,
  );
  if (!counted)
    return {
      text: 'In Home, open Workspace, set up the count of two-factor sign-in, and agree to what it uses.',
      way: stepLink(pathIn(scene, panePath('home', app)), 'Open Home'),
    };
  const saw = sent.some(
    ({ kind, payload }) => kind === 'command' && /^(team|remind)\b/.test(String(payload.text)),
  );
  return {
    text: saw
      ? `Now preview a reminder with ${command} remind, and send it. It arrives in working hours: move the clock if they’re over.`
      : `Ask ${command} team to see who has none. Then preview a reminder with ${command} remind, and send it.`,
    way: stepLink(pathIn(scene, 'general'), 'Go to #general'),
  };
}
