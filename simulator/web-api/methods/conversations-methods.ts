import { directChannel } from '../../messages/messages.ts';
import { type Call, type Method, refuse, text } from '../method.ts';
import { personFor } from '../reach.ts';

export const conversationMethods: Record<string, Method> = {
  'conversations.open': {
    tier: 3,
    access: ['bot', 'user'],
    scopes: ['im:write'],
    acceptsJson: true,
    required: ['users'],
    run: (call: Call) => {
      const { world, caller, args } = call;
      const users = (text(args, 'users') ?? '').split(',');
      if (users.length > 1) return refuse('not_supported');
      const person = personFor(call, users[0] ?? '');
      if (!person) return refuse('user_not_found');
      if (person.deleted) return refuse('user_disabled');
      const { id } = directChannel(world.store, person.workspaceId, person.id, caller.app.appId);
      return { ok: true, channel: { id } };
    },
  },
};
