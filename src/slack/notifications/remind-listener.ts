import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Admin } from '../../authorizations/roles/require-admin.ts';
import type { Asker } from '../../authorizations/roles/viewer.ts';
import { refText } from '../../installations/rows/hold-installation.ts';
import type { Words } from '../../locales/words.ts';
import type { Notifications } from '../../notifications/notifications.ts';
import type { TwoFactor } from '../../two-factor/two-factor.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import type { Once } from '../requests/once.ts';
import type { Message } from './message.ts';
import { reminderPreview, remindersSent } from './reminder-preview.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin'>;
  notifications: Pick<Notifications, 'previewReminder' | 'sendReminders'>;
  twoFactor: Pick<TwoFactor, 'coverage'>;
  once: Once;
  words: Words;
};

/** Reminders to turn on two-factor sign-in, for admins alone: asked of Slack at the preview, and again when they send. */
export type Remind = {
  /** `/2fa remind`: whom it would reach, whom not and why. Sends nothing, and an attempt that was only typed is not recorded. */
  answer(asker: Asker): Promise<Message>;
  /** The button under it. What the preview showed may be old: who is to be reminded is found again. */
  send(args: PressArgs): Promise<void>;
};

export function createRemind({
  authorizations,
  notifications,
  twoFactor,
  once,
  words,
}: Dependencies): Remind {
  const say = words.notifications.remind;

  async function preview(admin: Admin): Promise<Message> {
    const coverage = await twoFactor.coverage(admin.key);
    if (coverage.kind === 'not_set_up') return { text: say.notSetUp, blocks: [] };
    if (!coverage.figures) return { text: say.notCounted, blocks: [] };
    const found = await notifications.previewReminder(admin);
    return reminderPreview(words, found, coverage.figures, refText(admin.installation));
  }

  return {
    async answer(asker) {
      const admission = await authorizations.requireAdmin(asker);
      if ('refused' in admission) return { text: words.commands.onlyAdmins, blocks: [] };
      return preview(admission.admin);
    },

    async send(args) {
      await args.ack();
      if (!(await once(args.body))) return;
      const { asker, value } = readPress(args);
      const admission = await authorizations.requireAdmin(asker, { attempted: 'remind', madeOn: value });
      const text =
        'refused' in admission
          ? words.home.notAdmin(admission.receipt)
          : remindersSent(words, await notifications.sendReminders(admission.admin));
      await args.respond({ response_type: 'ephemeral', replace_original: true, text });
    },
  };
}
