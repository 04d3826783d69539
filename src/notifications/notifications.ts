import type { Authorizations } from '../authorizations/authorizations.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Installations } from '../installations/installations.ts';
import { type InstallationKey, keysFor, type SlackContext } from '../installations/rows/installation-key.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import { createDayMessages } from './day-messages.ts';
import type { Deliver } from './deliver.ts';
import { createDigest } from './digest.ts';
import { createFindCoverageLost } from './find-coverage-lost.ts';
import { createFindEndings } from './find-endings.ts';
import { createFindRenewals } from './find-renewals.ts';
import { createFindRevocations } from './find-revocations.ts';
import { createNotify } from './notify.ts';
import { createPreferences } from './preferences.ts';
import { createRecipient } from './recipient.ts';
import { createReminders } from './reminders.ts';
import { createSendMessage } from './send-message.ts';
import { createSweep } from './sweep-notifications.ts';
import { createTellPerson } from './tell-person.ts';

export type Notifications = ReturnType<typeof createNotifications>;

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

/** What came of telling somebody at once that their permission ended. */
export type Told = 'sent' | 'later' | 'opted_out' | 'not_sent';

/** Who is told what by a private message, and when: the verbs of this room. */
export function createNotifications(dependencies: Dependencies) {
  const { prisma, clientId } = dependencies;
  const days = createDayMessages(dependencies);
  const preferences = createPreferences(dependencies);
  const { checkReminder, ...reminders } = createReminders(dependencies);
  const { checkDigest, findDigests, ...digest } = createDigest({ ...dependencies, preferences });
  const sendMessage = createSendMessage({ ...dependencies, days });
  const tellPerson = createTellPerson({
    ...dependencies,
    days,
    sendMessage,
    recipient: createRecipient(dependencies),
    preferences: preferences.preferences,
    checks: { two_factor_reminder: checkReminder, coverage_digest: checkDigest },
  });
  const findEndings = createFindEndings(dependencies);
  const findRevocations = createFindRevocations(dependencies);
  const { findRenewals, settleRenewals } = createFindRenewals(dependencies);
  const { findCoverageLost, settleCoverageLost } = createFindCoverageLost(dependencies);

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
    ...reminders,
    ...digest,
    sweep: createSweep(dependencies),

    /** The job's: finds everything that is to be told, and tells what is due. */
    notify: createNotify({
      ...dependencies,
      days,
      sendMessage,
      tellPerson,
      finders: [
        () => findEndings(),
        () => findRevocations(),
        findRenewals,
        settleRenewals,
        findCoverageLost,
        settleCoverageLost,
        findDigests,
      ],
    }),

    /** Tells somebody now that their permission was ended, instead of at the job's next run. */
    async tellOfEnding({ installedIn, isEnterpriseInstall }: InstallationKey, userId: string): Promise<Told> {
      const key = { installedIn, isEnterpriseInstall };
      await findEndings({ key, userIds: [userId] });
      await tellPerson({ key, userId });
      return toldOf(key, userId);
    },

    /** Tells whoever revoked a permission what came of it, and where that was an admin, also whose it was. */
    async tellOfRevocation(
      { installedIn, isEnterpriseInstall }: InstallationKey,
      { askedByUserId, userId }: { askedByUserId: string; userId: string },
    ): Promise<void> {
      const key = { installedIn, isEnterpriseInstall };
      await findRevocations({ key, userId: askedByUserId });
      await findEndings({ key, userIds: [userId] });
      for (const each of new Set([askedByUserId, userId])) await tellPerson({ key, userId: each });
    },

    /** Tells each of these people that their permission was ended, wherever at this place it was. Those who are too many for Slack are the job's. */
    async tellOfEndings(place: SlackContext, userIds: readonly string[]): Promise<void> {
      for (const key of keysFor(place)) {
        if ((await findEndings({ key, userIds })) === 0) continue;
        for (const userId of userIds) {
          if ((await tellPerson({ key, userId })) === 'busy') return;
        }
      }
    },
  };
}
