import { setTimeout as pause } from 'node:timers/promises';
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Authorization } from '../../authorizations/listing/list.ts';
import type { Asker } from '../../authorizations/listing/visible-to.ts';
import type { Role } from '../../authorizations/roles/role.ts';
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
export function readPress({ action, body, context }: PressArgs): Press {
  const pressed = action as { value?: string; selected_option?: { value?: string } | null };
  return {
    asker: { context: slackContextOf(context), userId: body.user.id },
    value: pressed.value ?? pressed.selected_option?.value,
    view: readView(body.view),
    viewId: body.view?.id,
    triggerId: body.trigger_id,
    stamp: readStamp(body.view?.private_metadata),
  };
}

function readView(view: BlockAction['view'] | undefined): SeenView | undefined {
  if (!view) return undefined;
  const { type, hash, private_metadata, blocks } = view;
  return { type, hash, private_metadata, blocks };
}

/** A trigger opens a modal for three seconds: for Slack's word on who asks there is less. */
const PATIENCE_MS = 800;

type Dependencies = { authorizations: Pick<Authorizations, 'find' | 'remembers' | 'whoIsRecently'> };

/** Looks a row up among what the presser may see of their own. Of whom Slack does not speak in time counts as a guest. */
export function createOwnRow({ authorizations }: Dependencies) {
  return async function ownRow(asker: Asker, id: string | undefined): Promise<Authorization | undefined> {
    const role = await standingSoon(asker);
    if (id === undefined || role === 'stranger' || role === 'deactivated') return undefined;
    return authorizations.find(asker, id, { guest: role === undefined || role === 'guest' });
  };

  async function standingSoon(asker: Asker): Promise<Role | undefined> {
    const remembered = authorizations.remembers(asker);
    return Promise.race([
      authorizations.whoIsRecently(asker).catch(() => remembered),
      pause(PATIENCE_MS, remembered, { ref: false }),
    ]);
  }
}
