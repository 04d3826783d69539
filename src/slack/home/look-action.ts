import { AUDIT_ACTIONS } from '../../audit/record-audit.ts';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import { STATUSES } from '../../authorizations/statuses/status.ts';
import type { Words } from '../../locales/words.ts';
import { HOME_ACTIONS } from '../blocks/action-ids.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import { type HomeState, stateAfter } from './home-state.ts';
import type { PublishHome } from './publish-home.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin'>;
  publishHome: PublishHome;
  words: Words;
};

/** Another page, tab or filter of Home, or the same anew. Who asks for the workspace's without the right is refused. */
export function createLookAction({ authorizations, publishHome, words }: Dependencies) {
  return async function look(args: PressArgs): Promise<void> {
    await args.ack();
    const { asker, value, view } = readPress(args);
    const { context, userId } = asker;
    const actionId = args.action.action_id;
    const next = (state: HomeState): HomeState => nextState(actionId, state, value);
    const ownList = actionId.startsWith(HOME_ACTIONS.look) || actionId === HOME_ACTIONS.filterMine;
    const forAdmins = value === 'tab:workspace' || value === 'tab:audit' || !ownList;
    if (forAdmins) {
      const admission = await authorizations.requireAdmin(asker, { attempted: 'look' });
      if ('refused' in admission) {
        const over = words.home.notAdmin(admission.receipt);
        return publishHome(context, userId, { view, present: true, notice: { over } });
      }
    }
    return publishHome(context, userId, { view, look: next, present: true });
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
  return stateAfter(state, value) ?? state;
}
