import { findInstallation } from '../delivery/events.ts';
import type { Tier } from '../faults/rate-limits.ts';
import type { AppRegistration } from '../state/apps.ts';
import type { GrantRecord, TokenRecord, WorkspaceRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';

export type Answer = { ok: boolean; error?: string; [field: string]: unknown };

/** Who calls: a working token and what it belongs to. */
export type Caller = { token: TokenRecord; grant: GrantRecord; app: AppRegistration; isBot: boolean };

export type Call = { world: World; caller: Caller; args: Record<string, unknown> };
export type PublicCall = {
  world: World;
  args: Record<string, unknown>;
  basic: { id: string; secret: string } | undefined;
  /** Not who calls: what the call is about. */
  token: string | undefined;
};

/** Called by the app itself, with an app-level token. */
export type AppCall = { world: World; app: AppRegistration; args: Record<string, unknown> };

type Common = {
  /** How often; `special`, the default: as often as anyone likes. */
  tier?: Tier;
  /** Arguments without which it is refused. */
  required?: readonly string[];
  /** Arguments that are JSON inside of a form. */
  structured?: readonly string[];
  /** Whether it reads a JSON body; Slack's reading methods take forms only. */
  acceptsJson?: boolean;
};

/** One entry of the method table. */
export type Method = Common &
  (
    | { access: 'public'; run(call: PublicCall): Answer }
    | { access: 'app'; scopes: readonly string[]; run(call: AppCall): Answer }
    | {
        access: readonly ('bot' | 'user')[];
        scopes: readonly string[];
        /** Whether a refresh token may be in place of an access token. */
        takesRefreshTokens?: boolean;
        run(call: Call): Answer;
      }
  );

export const refuse = (error: string, rest: Record<string, unknown> = {}): Answer => ({
  ok: false,
  error,
  ...rest,
});

export const invalidArguments = (messages: readonly string[]): Answer =>
  refuse('invalid_arguments', {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });

export const text = (args: Record<string, unknown>, name: string): string | undefined => {
  const value = args[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

export const flag = (args: Record<string, unknown>, name: string): boolean =>
  args[name] === true || ['1', 'true'].includes(text(args, name) ?? '');

/** The workspace a call is about. With an org-wide token the caller must name it, and the app must have been added. */
export function workspaceOf({ world, caller, args }: Call, argument = 'team_id'): WorkspaceRecord | Answer {
  const { state } = world.store;
  const { grant } = caller;
  const teamId = grant.workspaceId ?? text(args, argument);
  if (teamId === undefined) return refuse('missing_argument');
  const workspace = state.workspaces.find((each) => each.id === teamId);
  if (!workspace) return refuse(grant.workspaceId ? 'fatal_error' : 'team_not_found');
  if (grant.workspaceId !== null) return workspace;
  const added = findInstallation(state, grant.appId, grant)?.addedTo.includes(workspace.id) ?? false;
  return added && workspace.organizationId === grant.organizationId
    ? workspace
    : refuse('team_access_not_granted');
}

export const isAnswer = (value: object): value is Answer => 'ok' in value;
