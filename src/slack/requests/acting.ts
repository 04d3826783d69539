import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Authorization } from '../../authorizations/listing/list.ts';
import type { Asker } from '../../authorizations/roles/viewer.ts';
import { isOutsider, type Viewer } from '../../authorizations/roles/viewer.ts';
import { ROW_ACTIONS, readMenuValue } from '../blocks/action-ids.ts';
import type { SeenView } from '../home/home-view.ts';
import { slackContextOf } from './slack-context.ts';
import { readStamp, type Stamp } from './stamp.ts';

export type PressArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** What was pressed: who, where, which value, and the view that it stood in. */
export type Press = {
  asker: Asker;
  value: string | undefined;
  view: SeenView | undefined;
  /** Of the view that it stood in; undefined: it stood in a message. */
  viewId: string | undefined;
  triggerId: string;
  /** On what the surface was made that it stood in. */
  stamp: Stamp;
};

/** Person and place come from Slack's signed request. The value is only a wish. */
export function readPress(args: PressArgs): Press {
  const { action, body, context } = args;
  const value = pressedValue(args);
  return {
    asker: { context: slackContextOf(context), userId: body.user.id },
    value: action.action_id.startsWith(`${ROW_ACTIONS.menu}:`) ? readMenuValue(value)?.rowId : value,
    view: readView(body.view),
    viewId: body.view?.id,
    triggerId: body.trigger_id,
    stamp: readStamp(body.view?.private_metadata),
  };
}

/** What Slack says of what was pressed or chosen: no more than a wish. */
export function pressedValue({ action }: PressArgs): string | undefined {
  const pressed = action as {
    value?: string;
    selected_option?: { value?: string } | null;
    selected_user?: string | null;
  };
  return pressed.value ?? pressed.selected_option?.value ?? pressed.selected_user ?? undefined;
}

function readView(view: BlockAction['view'] | undefined): SeenView | undefined {
  if (!view) return undefined;
  const { type, hash, private_metadata, blocks } = view;
  return { type, hash, private_metadata, blocks };
}

/** A trigger opens a modal for three seconds: for Slack's word on who presses there is less. */
export const PRESS_PATIENCE_MS = 800;

type Dependencies = { authorizations: Pick<Authorizations, 'find' | 'resolveViewer'> };

/** A row and who sees it. */
export type OwnRow = { row: Authorization; viewer: Viewer };

/**
 * Looks a row up among what the presser may see of their own. Someone of whom Slack does not speak in time sees what a
 * guest would.
 */
export function createOwnRow({ authorizations }: Dependencies) {
  return async function ownRow(asker: Asker, id: string | undefined): Promise<OwnRow | undefined> {
    const { viewer } = await authorizations.resolveViewer(asker, PRESS_PATIENCE_MS);
    if (id === undefined || isOutsider(viewer.role)) return undefined;
    const row = await authorizations.find(viewer, id);
    return row && { row, viewer };
  };
}
