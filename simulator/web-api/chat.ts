import { botUserOf } from '../bot-user.ts';
import { findInstallation } from '../events.ts';
import { directChannel, readContent } from '../messages.ts';
import type { ChannelRecord, MessageRecord } from '../state.ts';
import { type Answer, type Call, type Method, refuse, text } from './method.ts';

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': {
    access: ['bot', 'user'],
    scopes: ['chat:write'],
    acceptsJson: true,
    required: ['channel'],
    structured: ['blocks'],
    run: post,
  },
};

function post(call: Call): Answer {
  const { world, caller, args } = call;
  const { grant, app, isBot } = caller;
  const channel = findChannel(call, text(args, 'channel') ?? '');
  if (!channel) return refuse('channel_not_found');
  if (channel.kind === 'dm' && app.messagesTab === false && isBot) return refuse('messages_tab_disabled');
  // Nobody invites a bot to a channel here, and chat:write alone does not let it in.
  if (channel.kind === 'general' && isBot && !grant.scopes.includes('chat:write.public'))
    return refuse('not_in_channel');
  const content = readContent(args);
  if ('error' in content) {
    const response_metadata = { messages: content.messages.map((message) => `[ERROR] ${message}`) };
    return refuse(
      content.error,
      content.messages.length > 0 ? { errors: content.messages, response_metadata } : {},
    );
  }
  const message = world.messages.add({
    ...content,
    workspaceId: channel.workspaceId,
    channelId: channel.id,
    appId: app.appId,
    authorId: isBot ? botUserOf(world.store.state, app.appId, channel.workspaceId) : grant.userId,
    onlyFor: null,
    via: 'chat.postMessage',
    responseUrlId: null,
  });
  return { ok: true, channel: channel.id, ts: message.ts, message: messageObject(call, message) };
}

/** By its id; by a person's id the direct messages with them. */
function findChannel({ world, caller }: Call, wanted: string): ChannelRecord | undefined {
  const { state } = world.store;
  const { grant, app } = caller;
  const reachable = (workspaceId: string) =>
    grant.workspaceId === workspaceId ||
    (grant.organizationId !== null &&
      (findInstallation(state, app.appId, grant)?.addedTo.includes(workspaceId) ?? false));
  const channel = state.channels.find((each) => each.id === wanted && reachable(each.workspaceId));
  if (channel) return channel.kind === 'dm' && channel.appId !== app.appId ? undefined : channel;
  const person = state.people.find(
    (each) => each.id === wanted && reachable(each.workspaceId) && !each.deleted,
  );
  return person && directChannel(world.store, person.workspaceId, person.id, app.appId);
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
