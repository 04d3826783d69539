import type { Delivery } from '../delivery/delivery.ts';
import { actorFields } from '../delivery/request-fields.ts';
import { channelById } from '../messages/messages.ts';
import { issueResponseUrl } from '../messages/response-url.ts';
import type { AppChoice, AppRegistration } from '../state/apps.ts';
import { inWorkspace, servingInstallation } from '../state/find.ts';
import type { MessageRecord, PersonRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { type FoundElement, findElement, type Wanted } from './find-element.ts';
import { held, stateValues } from './view-object.ts';

export type PressOptions = Wanted & {
  app?: AppChoice;
  /** What is in the inputs of the same surface, by action id. */
  values?: Record<string, string>;
  /** Sent in place of the button's own value, as a forger would. Slack itself never does this. */
  forgedValue?: string;
};

/**
 * Presses a button or chooses from a menu, confirmation included. Resolves when it is acknowledged or failed.
 * @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export function press(
  world: World,
  person: PersonRecord,
  actionId: string,
  options: PressOptions,
): Promise<Delivery> {
  const app = world.apps.choose(options.app);
  const found = findElement(world, person, app, actionId, options);
  // The app is told what everything holds, with what was just chosen.
  const values = {
    ...options.values,
    ...(found.chosen === undefined ? {} : { [actionId]: found.chosen }),
  };
  const surface =
    found.surface.kind === 'view'
      ? {
          container: { type: 'view', view_id: found.surface.view.id },
          view: {
            ...found.surface.view,
            state: { values: stateValues(found.surface.view.blocks, values) },
          },
        }
      : messageFields(world, person, app, found.surface.message, values);
  return sendInteraction(world, person, app, {
    type: 'block_actions',
    trigger_id: triggerFor(world, person, app),
    ...surface,
    actions: [action(world, found, options.forgedValue)],
  });
}

function action(world: World, { block, element, chosen }: FoundElement, forgedValue: string | undefined) {
  const nowMs = world.clock().getTime();
  const { type, text, action_id } = element;
  const value = forgedValue ?? element.value;
  return {
    action_id,
    block_id: block.block_id,
    ...(text === undefined ? {} : { text }),
    ...(value === undefined ? {} : { value }),
    ...(chosen === undefined ? {} : held(element, chosen)),
    type,
    action_ts: `${Math.floor(nowMs / 1000)}.${`${(nowMs % 1000) * 1000}`.padStart(6, '0')}`,
  };
}

/** An ephemeral message itself is not in the payload: Slack keeps no copy of it. */
function messageFields(
  world: World,
  person: PersonRecord,
  app: AppRegistration,
  message: MessageRecord,
  values: Record<string, string>,
) {
  const channel = channelById(world.store.state, message.channelId);
  const ephemeral = message.onlyFor !== null;
  const responseUrl = issueResponseUrl(world, {
    appId: app.appId,
    workspaceId: person.workspaceId,
    userId: person.id,
    channelId: channel.id,
    messageId: message.id,
  });
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral },
    channel: { id: channel.id, name: channel.name },
    ...(ephemeral
      ? {}
      : {
          message: {
            type: 'message',
            user: message.authorId,
            ts: message.ts,
            app_id: app.appId,
            text: message.text,
            blocks: message.blocks,
          },
        }),
    state: { values: stateValues(message.blocks, values) },
    response_url: responseUrl.url,
  };
}

export const triggerFor = (world: World, person: PersonRecord, app: AppRegistration): string =>
  world.triggers.issue({ appId: app.appId, workspaceId: person.workspaceId, userId: person.id });

/** Sends one interaction payload, once: Slack does not retry these. */
export function sendInteraction(
  world: World,
  person: PersonRecord,
  app: AppRegistration,
  fields: { type: string; [field: string]: unknown },
): Promise<Delivery> {
  const place =
    servingInstallation(world.store.state, app, person.workspaceId) ?? inWorkspace(person.workspaceId);
  const { type, ...rest } = fields;
  const payload = { type, ...actorFields(world, person, app, place).interaction, ...rest };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return world.deliveries.send({ app, kind: 'interaction', body, payload });
}
