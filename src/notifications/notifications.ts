import type { Authorizations } from '../authorizations/authorizations.ts';
import type { Admin } from '../authorizations/roles/require-admin.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Installations } from '../installations/installations.ts';
import { type InstallationKey, keysFor, type SlackContext } from '../installations/rows/installation-key.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import { createCheckDispute } from './check-dispute.ts';
import { createDigest } from './digest.ts';
import { findCoverageLost, settleCoverageLost } from './finding/find-coverage-lost.ts';
import { findDisputes } from './finding/find-disputes.ts';
import { findEndings } from './finding/find-endings.ts';
import { findRenewals, settleRenewals } from './finding/find-renewals.ts';
import { findRevocations } from './finding/find-revocations.ts';
import { createNotify } from './notify.ts';
import { createPreferences, type Preferences } from './preferences.ts';
import { createReminders, type ReminderPreview, type RemindersSent } from './reminders.ts';
import { createDayMessages } from './sending/day-messages.ts';
import type { Deliver } from './sending/deliver.ts';
import { findRecipient } from './sending/recipient.ts';
import { createSendMessage } from './sending/send-message.ts';
import { createTellPerson } from './sending/tell-person.ts';
import { sweepNotifications } from './sweep-notifications.ts';

/** What came of telling someone at once that their permission ended. */
export type Told = 'sent' | 'later' | 'opted_out' | 'not_sent';

/**
 * Who hears what by a private message, and when. The door to Slack puts it into words and sends it. What there is to tell is
 * read from what is stored, and noted once, so that a crash neither loses nor repeats it.
 */
export type Notifications = {
  /** What someone wants to hear of, where they are: each topic, with whether they do. */
  preferencesAt(context: SlackContext, userId: string): Promise<Preferences>;
  /**
   * Keeps what a person said of these topics. The others stay as they are.
   * @param madeAt when the form was made on which they said it
   * @throws AppError `outdated`
   */
  setPreferencesAt(
    context: SlackContext,
    userId: string,
    said: Partial<Preferences>,
    madeAt?: Date,
  ): Promise<void>;

  /** Whom a reminder to turn on two-factor sign-in would reach now, and whom it would not and why. */
  previewReminder(admin: Admin): Promise<ReminderPreview>;
  /** Reminds them; the job sends it. @throws AppError `installation_changed` */
  sendReminders(admin: Admin): Promise<RemindersSent>;

  /** Whether this admin gets two-factor coverage in numbers once a week. */
  wantsDigest(admin: Admin): Promise<boolean>;
  /**
   * @param madeAt when the surface was made on which they chose it
   * @throws AppError `outdated`, `installation_changed`
   */
  setDigest(admin: Admin, on: boolean, madeAt?: Date): Promise<void>;

  /** Tells someone now that their permission was ended, instead of at the job's next run. */
  tellOfEnding(key: InstallationKey, userId: string): Promise<Told>;
  /**
   * Tells each of these people that their permission was ended, wherever in this installation it was. If Slack is rate-limiting, the
   * rest is left to the job.
   */
  tellOfEndings(context: SlackContext, userIds: readonly string[]): Promise<void>;
  /** Tells the person who revoked a permission what came of it and, where that was an admin, also whose it was. */
  tellOfRevocation(key: InstallationKey, people: { askedByUserId: string; userId: string }): Promise<void>;

  /**
   * For the job: finds everything that is to be told, and tells what is due.
   * @returns how many things were found, how many messages were finished, and how many people were told
   */
  notify(signal: AbortSignal): Promise<Record<'found' | 'people' | 'edits', number>>;
  /** For the job: forgets what people were told more than 90 days ago. @returns how many items and messages */
  sweep(): Promise<{ notifications: number; messages: number }>;
};

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'asBot' | 'findInstallation'>;
  authorizations: Pick<Authorizations, 'whoIs'>;
  twoFactor: Pick<TwoFactor, 'coverage' | 'peopleWithout' | 'trend'>;
  /** Words and Slack calls: the door's. */
  deliver: Deliver;
  metrics: Metrics;
  logger: Logger;
  clientId: string;
  clock: () => Date;
};

export function createNotifications(dependencies: Dependencies): Notifications {
  const { prisma, installations, clientId } = dependencies;
  const days = createDayMessages(dependencies);
  const preferences = createPreferences(dependencies);
  const reminders = createReminders(dependencies);
  const digest = createDigest({ ...dependencies, preferences });
  const sendMessage = createSendMessage({ ...dependencies, days });
  const tellPerson = createTellPerson({
    ...dependencies,
    days,
    sendMessage,
    recipient: (person) => findRecipient(installations, person),
    preferences: preferences.preferences,
    checks: {
      two_factor_reminder: reminders.checkReminder,
      coverage_digest: digest.checkDigest,
      revocation_contested: createCheckDispute(dependencies),
    },
  });

  async function toldOf(key: InstallationKey, userId: string): Promise<Told> {
    const newest = await prisma.notification.findFirst({
      where: { clientId, ...key, userId, topic: 'access_ended' },
      orderBy: [{ foundAt: 'desc' }, { id: 'desc' }],
    });
    if (newest?.state === 'sent') return 'sent';
    if (newest?.state === 'waiting' || newest?.state === 'sending') return 'later';
    return newest?.reason === 'opted_out' ? 'opted_out' : 'not_sent';
  }

  return {
    preferencesAt: preferences.preferencesAt,
    setPreferencesAt: preferences.setPreferencesAt,

    previewReminder: reminders.previewReminder,
    sendReminders: reminders.sendReminders,

    wantsDigest: digest.wantsDigest,
    setDigest: digest.setDigest,

    async tellOfEnding({ installedIn, isEnterpriseInstall }, userId) {
      const key = { installedIn, isEnterpriseInstall };
      await findEndings(dependencies, { key, userIds: [userId] });
      await tellPerson({ key, userId });
      return toldOf(key, userId);
    },

    async tellOfEndings(context, userIds) {
      for (const key of keysFor(context)) {
        if ((await findEndings(dependencies, { key, userIds })) === 0) continue;
        for (const userId of userIds) {
          if ((await tellPerson({ key, userId })) === 'busy') return;
        }
      }
    },

    async tellOfRevocation({ installedIn, isEnterpriseInstall }, { askedByUserId, userId }) {
      const key = { installedIn, isEnterpriseInstall };
      await findRevocations(dependencies, { key, userId: askedByUserId });
      await findEndings(dependencies, { key, userIds: [userId] });
      for (const each of new Set([askedByUserId, userId])) await tellPerson({ key, userId: each });
    },

    notify: createNotify({
      ...dependencies,
      days,
      sendMessage,
      tellPerson,
      finders: [
        () => findEndings(dependencies),
        () => findRevocations(dependencies),
        () => findDisputes(dependencies),
        () => findRenewals(dependencies),
        () => settleRenewals(dependencies),
        () => findCoverageLost(dependencies),
        () => settleCoverageLost(dependencies),
        digest.findDigests,
      ],
    }),
    sweep: () => sweepNotifications(dependencies),
  };
}
