import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../audit/record-audit.ts';
import { STATUSES } from '../../authorizations/statuses/status.ts';

const page = z.int().min(1).max(1_000_000).catch(1);
const USER_ID = /^[UW][A-Z0-9]{1,30}$/;
const person = z.string().regex(USER_ID).optional().catch(undefined);

/** Whether something that was sent may be a person's id. */
export const isPerson = (value: string | undefined): value is string =>
  value !== undefined && USER_ID.test(value);

const schema = z.object({
  tab: z.enum(['mine', 'workspace', 'audit']).catch('mine'),
  mine: page,
  workspace: page,
  audit: page,
  /** Of one's own list; `status` is that of the workspace's. */
  mineStatus: z.enum(STATUSES).optional().catch(undefined),
  status: z.enum(STATUSES).optional().catch(undefined),
  /** Whether the healthy rows past the first few are shown. */
  open: z.literal(true).optional().catch(undefined),
  person,
  auditAction: z.enum(AUDIT_ACTIONS).optional().catch(undefined),
  auditPerson: person,
  /** The installation that it was made on, and when: see `stamp.ts`. */
  on: z.string().max(200).optional().catch(undefined),
  madeAt: z.string().max(30).optional().catch(undefined),
});

/** What a person is looking at: tab, pages and filters. Travels in `private_metadata`, and decides nothing but that. */
export type HomeState = z.infer<typeof schema>;

export const FIRST_LOOK: HomeState = { tab: 'mine', mine: 1, workspace: 1, audit: 1 };

/** Reads what an earlier Home carried; whatever is not understood starts from the beginning. */
export function readHomeState(text: string | null | undefined): HomeState {
  try {
    return schema.parse(JSON.parse(text || '{}'));
  } catch {
    return FIRST_LOOK;
  }
}

export const writeHomeState = (state: HomeState): string => JSON.stringify(state);

/**
 * The block of the menus that filter, under a name of its own in each Home: Slack keeps what was chosen in a block that it
 * knows, and a menu of people has no entry for no one.
 */
export const filtersBlock = ({ madeAt }: HomeState): string => `filters:${madeAt ?? ''}`;

/** A button's value: what to look at next. */
export type Look =
  | { kind: 'again' }
  | { kind: 'tab'; tab: HomeState['tab'] }
  | { kind: 'page'; page: number }
  | { kind: 'no_filter' }
  | { kind: 'more' };

export function lookValue(look: Look): string {
  if (look.kind === 'tab') return `tab:${look.tab}`;
  return look.kind === 'page' ? `page:${look.page}` : look.kind;
}

/** @returns undefined if the value isn't one of ours */
export function stateAfter(state: HomeState, value: string | undefined): HomeState | undefined {
  if (value === 'again') return state;
  if (value === 'more') return { ...state, open: true };
  if (value === 'no_filter') {
    const { tab, mine, workspace, audit } = state;
    return { tab, mine, workspace, audit, [tab]: 1 };
  }
  const [kind, what = ''] = (value ?? '').split(':');
  if (kind === 'page' && /^\d{1,6}$/.test(what)) return { ...state, [state.tab]: Number(what) };
  if (kind === 'tab' && (what === 'mine' || what === 'workspace' || what === 'audit')) {
    return { ...state, tab: what };
  }
  return undefined;
}
