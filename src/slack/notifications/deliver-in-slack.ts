import type { Installations } from '../../installations/installations.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import type { Words } from '../../locales/words.ts';
import type { Deliver, OutgoingMessage } from '../../notifications/sending/deliver.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import type { SlackLinks } from '../slack-links.ts';
import { type Message, notificationMessage } from './message.ts';

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'findInstallation'>;
  words: Words;
  links: SlackLinks;
};

/** Brings private messages to Slack in words; whom, when and whether again is the room's to decide. */
export function createDeliver({ installations, words, links }: Dependencies): Deliver {
  async function messageOf(outgoing: OutgoingMessage): Promise<Message> {
    const installation = await installations.findInstallation(contextOf(outgoing.key));
    return notificationMessage(words, links, outgoing, installation?.appId ?? undefined);
  }

  return {
    async post(outgoing) {
      const bot = await installations.asBot(contextOf(outgoing.key));
      const message = await messageOf(outgoing);
      const { channel, ts } = await bot.call('chat.postMessage', {
        channel: outgoing.userId,
        ...message,
        unfurl_links: false,
      });
      return { channelId: channel, ts };
    },
    async update(outgoing, { channelId, ts }) {
      const bot = await installations.asBot(contextOf(outgoing.key));
      const message = await messageOf(outgoing);
      await bot.call('chat.update', { channel: channelId, ts, ...message });
    },
    async remove(key, { channelId, ts }) {
      const bot = await installations.asBot(contextOf(key));
      try {
        await bot.call('chat.delete', { channel: channelId, ts });
      } catch (error) {
        if (!isSlackError(error, 'message_not_found')) throw error;
      }
    },
  };
}
