import type { Authorizations } from '../../authorizations/authorizations.ts';
import { isOutsider } from '../../authorizations/roles/viewer.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Words } from '../../locales/words.ts';
import type { Notifications } from '../../notifications/notifications.ts';
import { FOR_ADMINS, isTopic } from '../../notifications/topics.ts';
import type { Logger } from '../../observability/logger.ts';
import { FIELDS } from '../blocks/forms.ts';
import type { TellFailure } from '../failures/tell-failure.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import type { IncidentNote } from '../incident-note.ts';
import { PRESS_PATIENCE_MS, type PressArgs, readPress } from '../requests/acting.ts';
import type { Once } from '../requests/once.ts';
import { stamped } from '../requests/stamp.ts';
import { createSubmission, messageModal } from '../requests/submission.ts';
import { preferencesModal } from './preferences-modal.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'resolveViewer' | 'whoIs'>;
  notifications: Pick<Notifications, 'preferencesAt' | 'setPreferencesAt'>;
  installations: Pick<Installations, 'asBot'>;
  publishHome: PublishHome;
  once: Once;
  incidentNote: IncidentNote;
  tellFailure: TellFailure;
  words: Words;
  logger: Logger;
  clock: () => Date;
};

/**
 * The button *Notifications* of Home with its form, and in each message the one that stops its topic. Whose preferences
 * they are comes from Slack's signed request.
 */
export function createPreferencesListeners(dependencies: Dependencies) {
  const { authorizations, notifications, installations, publishHome, once, words, clock } = dependencies;
  const say = words.notifications;

  return {
    async open(args: PressArgs): Promise<void> {
      await args.ack();
      const { asker, triggerId, view } = readPress(args);
      const [bot, wanted, { viewer }] = await Promise.all([
        installations.asBot(asker.context),
        notifications.preferencesAt(asker.context, asker.userId),
        authorizations.resolveViewer(asker, PRESS_PATIENCE_MS),
      ]);
      // What only admins hear of is offered to admins, and nothing to outsiders.
      if (isOutsider(viewer.role)) return publishHome(asker.context, asker.userId, { view, present: true });
      const admin = viewer.role === 'admin';
      const offered = Object.entries(wanted).filter(
        ([topic]) => admin || !(FOR_ADMINS as ReadonlySet<string>).has(topic),
      );
      const modal = stamped(preferencesModal(words, Object.fromEntries(offered)), { madeAt: clock() });
      await bot.call('views.open', { trigger_id: triggerId, view: modal });
    },

    save: createSubmission(dependencies, async ({ asker, about, stamp, chosen }) => {
      const ticked = chosen(FIELDS.topics);
      const offered = about.split(' ').filter(isTopic);
      // A form may have been open for hours, and one can be forged: what admins hear of is kept for admins.
      const role = await authorizations.whoIs(asker);
      if (isOutsider(role)) {
        return { show: messageModal(words.admin.failed.title, words.home.stranger, words) };
      }
      const admin = role === 'admin';
      const theirs = offered.filter((topic) => admin || !FOR_ADMINS.has(topic));
      const said = Object.fromEntries(theirs.map((topic) => [topic, ticked.includes(topic)]));
      await notifications.setPreferencesAt(asker.context, asker.userId, said, stamp.madeAt);
      return 'close';
    }),

    async stop(args: PressArgs): Promise<void> {
      await args.ack();
      if (!(await once(args.body))) return;
      const { asker, value = '' } = readPress(args);
      const answer = (text: string) =>
        args.respond({ response_type: 'ephemeral', replace_original: false, text });
      if (!isTopic(value)) return void (await answer(say.unknownTopic));
      await notifications.setPreferencesAt(asker.context, asker.userId, { [value]: false });
      await answer(say.stopped(say.topics[value].name));
    },
  };
}
