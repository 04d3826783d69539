import { botUserObject, slackbotObject, userObject, type Viewer } from '../../people/user-object.ts';
import { administers, findPerson } from '../../state/find.ts';
import { readPage } from '../cut-page.ts';
import { type Answer, type Call, flag, isAnswer, type Method, refuse, text, workspaceOf } from '../method.ts';

const BOTH = ['bot', 'user'] as const;
const MOST_AT_ONCE = 1_000;

export const userMethods: Record<string, Method> = {
  'users.info': { tier: 4, access: BOTH, scopes: ['users:read'], required: ['user'], run: info },
  'users.list': { tier: 2, access: BOTH, scopes: ['users:read'], run: list },
};

function viewerOf({ world, caller, args }: Call, workspaceId: string): Viewer {
  const { grant, isBot } = caller;
  const self = isBot ? undefined : findPerson(world.store.state, workspaceId, grant.userId);
  return {
    userId: isBot ? null : grant.userId,
    administers: self !== undefined && administers(self),
    seesEmail: grant.scopes.includes('users:read.email'),
    seesLocale: flag(args, 'include_locale'),
  };
}

/** Bots of this workspace that have ever been installed, by their users. */
function botsIn({ world }: Call, workspaceId: string, organizationId: string | null) {
  const { state } = world.store;
  return state.installations
    .filter(
      (each) =>
        each.workspaceId === workspaceId ||
        (each.organizationId !== null &&
          each.organizationId === organizationId &&
          each.addedTo.includes(workspaceId)),
    )
    .map((installation) => botUserObject(state, world.apps, installation, workspaceId));
}

function info(call: Call): Answer {
  const { state } = call.world.store;
  const { grant } = call.caller;
  const userId = text(call.args, 'user');
  // Across an organization a person is known by one id: an org-wide token needs no workspace to find them.
  const home =
    grant.workspaceId ??
    state.people.find((person) => person.id === userId && inOrg(call, person))?.workspaceId;
  const workspace = state.workspaces.find((each) => each.id === home);
  if (!workspace) return refuse('user_not_found');
  const person = findPerson(state, workspace.id, userId ?? '');
  if (person)
    return { ok: true, user: userObject(state, person, viewerOf(call, workspace.id), call.world.clock()) };
  const bots = [...botsIn(call, workspace.id, workspace.organizationId), slackbotObject(workspace.id)];
  const bot = bots.find((each) => each.id === userId);
  return bot ? { ok: true, user: bot } : refuse('user_not_found');
}

function inOrg({ world, caller }: Call, person: { workspaceId: string }): boolean {
  const workspace = world.store.state.workspaces.find((each) => each.id === person.workspaceId);
  return workspace?.organizationId === caller.grant.organizationId;
}

function list(call: Call): Answer {
  const { state } = call.world.store;
  const workspace = workspaceOf(call);
  if (isAnswer(workspace)) return workspace;
  const viewer = viewerOf(call, workspace.id);
  // Made only for the page that was asked for: thousands are for the others to wait for.
  const members = [
    () => slackbotObject(workspace.id),
    ...state.people
      .filter((person) => person.workspaceId === workspace.id)
      .map((person) => () => userObject(state, person, viewer, call.world.clock())),
    ...botsIn(call, workspace.id, workspace.organizationId).map((bot) => () => bot),
  ];
  if (call.args.limit === undefined && members.length > MOST_AT_ONCE) return refuse('limit_required');
  const page = readPage(call.args, members.length, {
    prefix: 'user',
    most: MOST_AT_ONCE,
    otherwise: MOST_AT_ONCE,
  });
  if ('error' in page) return refuse(page.error);
  return {
    ok: true,
    members: members.slice(page.from, page.to).map((make) => make()),
    cache_ts: Math.floor(call.world.clock().getTime() / 1000),
    response_metadata: { next_cursor: page.nextCursor },
  };
}
