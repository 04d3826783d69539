import { AUDIT_ACTIONS } from '../../audit/record-audit.ts';
import { STATUSES } from '../../authorizations/statuses/status.ts';
import { HOME_ACTIONS } from '../blocks/action-ids.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import { type HomeState, isPerson, stateAfter } from './home-state.ts';
import type { PublishHome } from './publishing/publish-home.ts';

/** Another page, tab or filter of Home, or the same again. Who asks for the workspace's without the right is refused. */
export function createLookAction({ publishHome }: { publishHome: PublishHome }) {
  return async function look(args: PressArgs): Promise<void> {
    await args.ack();
    const { asker, value, view } = readPress(args);
    const { context, userId } = asker;
    const actionId = args.action.action_id;
    const next = (state: HomeState): HomeState => nextState(actionId, state, value);
    const ownList = actionId.startsWith(HOME_ACTIONS.look) || actionId === HOME_ACTIONS.filterMine;
    const forAdmins = value === 'tab:workspace' || value === 'tab:audit' || !ownList;
    return publishHome(context, userId, {
      view,
      look: next,
      present: true,
      refresh: value === 'again',
      ...(forAdmins && { attempted: 'look' }),
    });
  };
}

function nextState(actionId: string, state: HomeState, value: string | undefined): HomeState {
  const { mineStatus: _mine, ...withoutMine } = state;
  const { status: _status, ...withoutStatus } = state;
  const { auditAction: _action, ...withoutAction } = state;
  if (actionId === HOME_ACTIONS.filterMine) {
    const mineStatus = STATUSES.find((each) => each === value);
    return { ...withoutMine, tab: 'mine', mine: 1, ...(mineStatus && { mineStatus }) };
  }
  if (actionId === HOME_ACTIONS.filterStatus) {
    const status = STATUSES.find((each) => each === value);
    return { ...withoutStatus, workspace: 1, ...(status && { status }) };
  }
  if (actionId === HOME_ACTIONS.filterAction) {
    const auditAction = AUDIT_ACTIONS.find((each) => each === value);
    return { ...withoutAction, audit: 1, ...(auditAction && { auditAction }) };
  }
  if (actionId.startsWith(HOME_ACTIONS.findPerson)) {
    const chosen = isPerson(value) ? value : undefined;
    return actionId.endsWith(':audit')
      ? { ...state, tab: 'audit', audit: 1, auditPerson: chosen }
      : { ...state, tab: 'workspace', workspace: 1, person: chosen };
  }
  return stateAfter(state, value) ?? state;
}
