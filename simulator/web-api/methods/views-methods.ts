import { validateView } from '../../block-kit/validate.ts';
import { findInstallation } from '../../delivery/events.ts';
import { placeOf } from '../../state/find.ts';
import { slackId } from '../../state/ids.ts';
import { type HomeRecord, samePlace, type ViewObject } from '../../state/state.ts';
import { MOST_STACKED } from '../../surfaces/modals.ts';
import type { Trigger } from '../../surfaces/triggers.ts';
import { makeView, type ViewFacts } from '../../surfaces/view-object.ts';
import { type Answer, type Call, invalidArguments, isAnswer, type Method, refuse, text } from '../method.ts';

const MAX_VIEW_BYTES = 250_000;
const BOT = ['bot'] as const;
type GivenView = Record<string, unknown>;
const refused = (problems: readonly string[]) => ({ refusal: invalidArguments(problems) });

export const viewMethods: Record<string, Method> = {
  'views.publish': {
    tier: 4,
    access: BOT,
    scopes: [],
    acceptsJson: true,
    required: ['user_id', 'view'],
    structured: ['view'],
    run: publish,
  },
  'views.open': {
    tier: 4,
    access: BOT,
    scopes: [],
    acceptsJson: true,
    required: ['view'],
    structured: ['view'],
    run: open,
  },
  'views.push': {
    tier: 4,
    access: BOT,
    scopes: [],
    acceptsJson: true,
    required: ['view'],
    structured: ['view'],
    run: push,
  },
  'views.update': {
    tier: 4,
    access: BOT,
    scopes: [],
    acceptsJson: true,
    required: ['view'],
    structured: ['view'],
    run: update,
  },
};

/** The view, or why Slack refuses it. */
function readView(
  args: Record<string, unknown>,
  type: 'home' | 'modal',
): { view: GivenView } | { refusal: Answer } {
  const view = args.view as GivenView;
  if (typeof view !== 'object' || view === null || Array.isArray(view))
    return refused(['must be an object [json-pointer:/view]']);
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) return { refusal: refuse('view_too_large') };
  if (view.type !== type) {
    return refused([`must be a valid enum value: ${type} [json-pointer:/view/type]`]);
  }
  const problems = validateView(view);
  return problems.length > 0 ? refused(problems) : { view };
}

function factsOf({ world, caller }: Call, id: string, teamId: string): ViewFacts {
  const { grant, app } = caller;
  return {
    id,
    teamId,
    installedIn: grant.workspaceId ?? grant.organizationId ?? '',
    appId: app.appId,
    botId: findInstallation(world.store.state, app.appId, grant)?.botId ?? '',
    nowMs: world.clock().getTime(),
  };
}

/** An empty hash is a hash too, and never the right one. */
const conflicts = (args: Record<string, unknown>, stored: ViewObject | undefined): boolean =>
  args.hash !== undefined && args.hash !== null && args.hash !== stored?.hash;

function publish(call: Call): Answer {
  const { world, caller, args } = call;
  const { grant, app } = caller;
  const { state } = world.store;
  if (app.homeTab === false) return refuse('not_enabled');
  const read = readView(args, 'home');
  if ('refusal' in read) return read.refusal;
  const userId = text(args, 'user_id') ?? '';
  const person = state.people.find((each) => {
    const workspace = state.workspaces.find(({ id }) => id === each.workspaceId);
    const here = grant.workspaceId
      ? workspace?.id === grant.workspaceId
      : workspace?.organizationId === grant.organizationId;
    return each.id === userId && here && !each.deleted;
  });
  if (!person) return refuse('user_not_found');
  const home = state.homes.find(
    (each) => each.appId === app.appId && each.userId === userId && samePlace(each, grant),
  );
  if (conflicts(args, home?.view)) return refuse('hash_conflict');
  const facts = factsOf(call, home?.view.id ?? slackId('V'), person.workspaceId);
  const view = makeView(read.view, facts);
  const published: HomeRecord = {
    ...placeOf(grant),
    appId: app.appId,
    userId,
    view,
    publishedAtMs: facts.nowMs,
    publishes: (home?.publishes ?? 0) + 1,
  };
  world.store.change(() => {
    if (home) Object.assign(home, published);
    else state.homes.push(published);
  });
  return { ok: true, view };
}

/** By the `trigger_id` of what the person just did, or the `interactivity_pointer` that replaces it in a workflow. */
function redeem({ world, caller, args }: Call): Trigger | Answer {
  const given = text(args, 'trigger_id') ?? text(args, 'interactivity_pointer');
  if (given === undefined) return invalidArguments(['missing required field: trigger_id']);
  const trigger = world.triggers.redeem(given, caller.app.appId);
  return typeof trigger === 'string' ? refuse(trigger) : trigger;
}

function open(call: Call): Answer {
  const { world, args } = call;
  const read = readView(args, 'modal');
  if ('refusal' in read) return read.refusal;
  const trigger = redeem(call);
  if (isAnswer(trigger)) return trigger;
  const view = makeView(read.view, factsOf(call, slackId('V'), trigger.workspaceId));
  const { appId, workspaceId, userId } = trigger;
  world.store.change((state) => {
    state.modals = state.modals.filter((each) => each.userId !== userId || each.workspaceId !== workspaceId);
    state.modals.push({ appId, workspaceId, userId, stack: [view] });
  });
  return { ok: true, view };
}

/** On top of the modal that the person has open; three at most lie upon each other. */
function push(call: Call): Answer {
  const { world, args } = call;
  const read = readView(args, 'modal');
  if ('refusal' in read) return read.refusal;
  const trigger = redeem(call);
  if (isAnswer(trigger)) return trigger;
  const modals = world.store.state.modals.find(
    (each) =>
      each.appId === trigger.appId &&
      each.userId === trigger.userId &&
      each.workspaceId === trigger.workspaceId &&
      each.stack.length > 0,
  );
  const top = modals?.stack.at(-1);
  // A trigger from elsewhere than a modal has nothing on which to push.
  if (!modals || !top) return refuse('invalid_trigger_id');
  if (modals.stack.length >= MOST_STACKED) return refuse('push_limit_reached');
  const view = makeView(read.view, {
    ...factsOf(call, slackId('V'), trigger.workspaceId),
    rootViewId: top.root_view_id,
    previousViewId: top.id,
  });
  world.store.change(() => modals.stack.push(view));
  return { ok: true, view };
}

function update(call: Call): Answer {
  const { world, args } = call;
  const [viewId, externalId] = [text(args, 'view_id'), text(args, 'external_id')];
  if (viewId === undefined && externalId === undefined) {
    return invalidArguments(['missing required field: view_id']);
  }
  const place = findView(call, (view) =>
    viewId === undefined ? view.external_id === externalId : view.id === viewId,
  );
  if (!place) return refuse('not_found');
  const read = readView(args, place.view.type);
  if ('refusal' in read) return read.refusal;
  if (conflicts(args, place.view)) return refuse('hash_conflict');
  const facts = factsOf(call, place.view.id, place.view.team_id);
  const view = makeView(read.view, {
    ...facts,
    rootViewId: place.view.root_view_id,
    ...(typeof place.view.previous_view_id === 'string'
      ? { previousViewId: place.view.previous_view_id }
      : {}),
  });
  world.store.change(() => place.put(view, facts.nowMs));
  return { ok: true, view };
}

/** A view of this app and installation, with how to put another in its place. */
function findView({ world, caller }: Call, is: (view: ViewObject) => boolean) {
  const { state } = world.store;
  const mine = (view: ViewObject) =>
    view.app_id === caller.app.appId &&
    view.app_installed_team_id === (caller.grant.workspaceId ?? caller.grant.organizationId) &&
    is(view);
  const home = state.homes.find((each) => mine(each.view));
  if (home) {
    const put = (view: ViewObject, nowMs: number) =>
      Object.assign(home, { view, publishedAtMs: nowMs, publishes: home.publishes + 1 });
    return { view: home.view, put };
  }
  for (const { stack } of state.modals) {
    const index = stack.findIndex(mine);
    const view = stack[index];
    if (view) return { view, put: (next: ViewObject) => stack.splice(index, 1, next) };
  }
  return undefined;
}
