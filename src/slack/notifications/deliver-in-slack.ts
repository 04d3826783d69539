import { placeOfKey } from '../../authorizations/authorization.ts';
import { toAppError } from '../../errors.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Words } from '../../locales/words.ts';
import type { Deliver, Letter } from '../../notifications/deliver.ts';
import type { SlackLinks } from '../slack-links.ts';
import { type Message, notificationMessage } from './message.ts';

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'findInstallation'>;
  words: Words;
  links: SlackLinks;
};

/** Brings private messages to Slack in words; whom, when and whether again is the room's to decide. */
export function createDeliver({ installations, words, links }: Dependencies): Deliver {
  async function messageOf(letter: Letter): Promise<Message> {
    const installation = await installations.findInstallation(placeOfKey(letter.key));
    return notificationMessage(words, links, letter, installation?.appId ?? undefined);
  }

  return {
    async post(letter) {
      const bot = await installations.asBot(placeOfKey(letter.key));
      const message = await messageOf(letter);
      const { channel, ts } = await bot.call('chat.postMessage', {
        channel: letter.userId,
        ...message,
        unfurl_links: false,
      });
      return { channelId: channel, ts };
    },
    async update(letter, { channelId, ts }) {
      const bot = await installations.asBot(placeOfKey(letter.key));
      const message = await messageOf(letter);
      await bot.call('chat.update', { channel: channelId, ts, ...message });
    },
    async remove(key, { channelId, ts }) {
      const bot = await installations.asBot(placeOfKey(key));
      try {
        await bot.call('chat.delete', { channel: channelId, ts });
      } catch (error) {
        if (toAppError(error).details.slackError !== 'message_not_found') throw error;
      }
    },
  };
}
