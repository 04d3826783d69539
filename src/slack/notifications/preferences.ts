import type { Installations } from '../../installations/installations.ts';
import type { Words } from '../../locales/words.ts';
import type { Notifications } from '../../notifications/notifications.ts';
import { isTopic, TOPICS } from '../../notifications/topics.ts';
import type { Logger } from '../../observability/logger.ts';
import { type PressArgs, readPress } from '../actions/acting.ts';
import { FIELDS } from '../views/forms.ts';
import { createSubmission } from '../views/submission.ts';
import { preferencesModal } from './preferences-modal.ts';

type Dependencies = {
  notifications: Pick<Notifications, 'preferencesAt' | 'setPreferencesAt'>;
  installations: Pick<Installations, 'asBot'>;
  words: Words;
  logger: Logger;
};

/**
 * The button *Notifications* of Home with its form, and in each message the one that stops its topic. Whose preferences
 * they are comes from Slack's signed request.
 */
export function createPreferencesListeners({ notifications, installations, words, logger }: Dependencies) {
  const say = words.notifications;

  return {
    async open(args: PressArgs): Promise<void> {
      await args.ack();
      const { asker, triggerId } = readPress(args);
      const [bot, wanted] = await Promise.all([
        installations.asBot(asker.place),
        notifications.preferencesAt(asker.place, asker.userId),
      ]);
      await bot.call('views.open', { trigger_id: triggerId, view: preferencesModal(words, wanted) });
    },

    save: createSubmission({ words, logger }, async ({ asker, chosen }) => {
      const ticked = chosen(FIELDS.topics);
      const said = Object.fromEntries(TOPICS.map((topic) => [topic, ticked.includes(topic)]));
      await notifications.setPreferencesAt(asker.place, asker.userId, said);
      return 'close';
    }),

    async stop(args: PressArgs): Promise<void> {
      await args.ack();
      const { asker, value = '' } = readPress(args);
      const answer = (text: string) =>
        args.respond({ response_type: 'ephemeral', replace_original: false, text });
      if (!isTopic(value)) return void (await answer(say.unknownTopic));
      await notifications.setPreferencesAt(asker.place, asker.userId, { [value]: false });
      await answer(say.stopped(say.topics[value].name));
    },
  };
}
