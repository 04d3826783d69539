import { findInstallation } from '../../delivery/events.ts';
import { type Content, type ContentProblem, directChannel, readContent } from '../../messages/messages.ts';
import type { ChannelRecord, MessageRecord } from '../../state/state.ts';
import { botUserOf } from '../../surfaces/bot-user.ts';
import { type Answer, type Call, type Method, refuse, text } from '../method.ts';
import { channelFor, personFor } from '../reach.ts';

const BOTH = ['bot', 'user'] as const;
const shared = { access: BOTH, scopes: ['chat:write'], acceptsJson: true, structured: ['blocks'] } as const;

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': { ...shared, tier: 'per channel', required: ['channel'], run: post },
  'chat.postEphemeral': { ...shared, tier: 4, required: ['channel', 'user'], run: postEphemeral },
  'chat.update': { ...shared, tier: 3, required: ['channel', 'ts'], run: update },
  'chat.delete': { ...shared, tier: 3, required: ['channel', 'ts'], run: remove },
};

function post(call: Call): Answer {
  const { world, args } = call;
  const channel = findChannel(call, text(args, 'channel') ?? '');
  if (!channel) return refuse('channel_not_found');
  const barred = barredFrom(call, channel);
  if (barred) return refuse(barred);
  const content = readContent(args);
  if ('error' in content) return refusedContent(content);
  const message = world.messages.add({
    ...authored(call, channel, content),
    onlyFor: null,
    via: 'chat.postMessage',
  });
  return { ok: true, channel: channel.id, ts: message.ts, message: messageObject(call, message) };
}

/** No one but this person sees it, and no one can change it afterwards. */
function postEphemeral(call: Call): Answer {
  const { world, args } = call;
  const channel = channelFor(call, text(args, 'channel') ?? '');
  if (!channel) return refuse('channel_not_found');
  const barred = barredFrom(call, channel);
  if (barred) return refuse(barred);
  const person = personFor(call, text(args, 'user') ?? '');
  if (!person || person.deleted) return refuse('user_not_in_channel');
  const content = readContent(args);
  if ('error' in content) return refusedContent(content);
  const { ts } = world.messages.add({
    ...authored(call, channel, content),
    onlyFor: person.id,
    via: 'chat.postEphemeral',
  });
  return { ok: true, message_ts: ts };
}

function update(call: Call): Answer {
  const message = ownMessage(call);
  if (typeof message === 'string') return refuse(message);
  const content = readContent(call.args);
  if ('error' in content) return refusedContent(content);
  call.world.messages.replace(message.id, content);
  const { ts, channelId } = message;
  return { ok: true, channel: channelId, ts, text: content.text, message: messageObject(call, message) };
}

function remove(call: Call): Answer {
  const message = ownMessage(call);
  if (typeof message === 'string')
    return refuse(message === 'cant_update_message' ? 'cant_delete_message' : message);
  call.world.messages.remove(message.id);
  return { ok: true, channel: message.channelId, ts: message.ts };
}

/** The message that a call is about, when it is the caller's to change. */
function ownMessage(
  call: Call,
): MessageRecord | 'channel_not_found' | 'message_not_found' | 'cant_update_message' {
  const { state } = call.world.store;
  const channel = channelFor(call, text(call.args, 'channel') ?? '');
  if (!channel) return 'channel_not_found';
  const wanted = text(call.args, 'ts');
  const found = state.messages.find(
    (each) => each.channelId === channel.id && each.ts === wanted && each.onlyFor === null,
  );
  if (!found) return 'message_not_found';
  return found.authorId === authorIn(call, channel) ? found : 'cant_update_message';
}

/** Slack's word when the caller may not post there. No one invites bots here, and chat:write alone lets none in. */
function barredFrom({ caller: { app, grant, isBot } }: Call, channel: ChannelRecord): string | undefined {
  if (!isBot) return undefined;
  if (channel.kind === 'dm') return app.messagesTab === false ? 'messages_tab_disabled' : undefined;
  return grant.scopes.includes('chat:write.public') ? undefined : 'not_in_channel';
}

/** By its id; by a person's id the direct messages with them. */
function findChannel(call: Call, wanted: string): ChannelRecord | undefined {
  const channel = channelFor(call, wanted);
  if (channel) return channel;
  const person = personFor(call, wanted);
  if (!person || person.deleted) return undefined;
  return directChannel(call.world.store, person.workspaceId, person.id, call.caller.app.appId);
}

const authorIn = ({ world, caller }: Call, { workspaceId }: ChannelRecord): string =>
  caller.isBot ? botUserOf(world.store.state, caller.app.appId, workspaceId) : caller.grant.userId;

const authored = (call: Call, channel: ChannelRecord, content: Content) => ({
  ...content,
  workspaceId: channel.workspaceId,
  channelId: channel.id,
  appId: call.caller.app.appId,
  authorId: authorIn(call, channel),
  responseUrlId: null,
});

function refusedContent({ error, messages }: ContentProblem): Answer {
  if (messages.length === 0) return refuse(error);
  return refuse(error, {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

const messageObject = ({ caller, world }: Call, message: MessageRecord) => ({
  type: 'message',
  user: message.authorId,
  ts: message.ts,
  text: message.text,
  ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
  team: message.workspaceId,
  app_id: caller.app.appId,
  ...(caller.isBot
    ? { bot_id: findInstallation(world.store.state, caller.app.appId, caller.grant)?.botId }
    : {}),
});
