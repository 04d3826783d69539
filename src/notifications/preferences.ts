import { outdated } from '../audit/refuse-if-changed.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { holdInstallation, type InstallationRef } from '../installations/rows/hold-installation.ts';
import { type InstallationKey, keysFor, type SlackContext } from '../installations/rows/installation-key.ts';
import { lockInstallation } from '../installations/rows/lock-installation.ts';
import type { PersonAt } from './sending/recipient.ts';
import { ON_REQUEST, TOPICS, type Topic } from './topics.ts';

export type Preferences = Record<Topic, boolean>;

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/**
 * On which installation someone was judged to be an admin who may hear of these topics, and when the form was made on
 * which they chose.
 */
type Occasion = { installation?: InstallationRef; madeAt?: Date | undefined };

/** What each person wants to hear of in one installation; kept is only what they said themselves. */
export type KeptPreferences = {
  /** Of all topics. */
  preferences(person: PersonAt): Promise<Preferences>;
  /** @throws AppError `outdated`, `installation_changed` */
  setPreferences(people: readonly PersonAt[], said: Partial<Preferences>, occasion?: Occasion): Promise<void>;
};

export function createPreferences({ prisma, clientId, clock }: Dependencies) {
  const idOf = ({ key, userId }: PersonAt) => ({
    clientId,
    installedIn: key.installedIn,
    isEnterpriseInstall: key.isEnterpriseInstall,
    userId,
  });

  async function preferences(person: PersonAt): Promise<Preferences> {
    const rows = await prisma.notificationPreference.findMany({ where: idOf(person) });
    const wanted = (topic: Topic) =>
      rows.find((row) => row.topic === topic)?.wanted ?? !ON_REQUEST.has(topic);
    return Object.fromEntries(TOPICS.map((topic) => [topic, wanted(topic)])) as Preferences;
  }

  async function setPreferences(
    people: readonly PersonAt[],
    said: Partial<Preferences>,
    { installation, madeAt }: Occasion = {},
  ): Promise<void> {
    const topics = TOPICS.filter((topic) => said[topic] !== undefined);
    await prisma.$transaction(async (tx) => {
      if (installation) await holdInstallation(tx, clientId, installation);
      // In the order in which everyone takes several of them.
      for (const installedIn of [...new Set(people.map(({ key }) => key.installedIn))].sort()) {
        await lockInstallation(tx, clientId, installedIn);
      }
      // From under the locks: a form that was opened while this waited for them has not seen this.
      const changedAt = clock();
      const later = madeAt && {
        OR: people.map(idOf),
        topic: { in: [...topics] },
        changedAt: { gt: madeAt },
      };
      if (later && (await tx.notificationPreference.findFirst({ where: later }))) throw outdated();
      for (const person of people) {
        for (const topic of topics) {
          const id = { ...idOf(person), topic };
          const wanted = said[topic] === true;
          const row = {
            ...id,
            wanted,
            changedAt,
          } satisfies Prisma.NotificationPreferenceUncheckedCreateInput;
          await tx.notificationPreference.upsert({
            where: { clientId_installedIn_isEnterpriseInstall_userId_topic: id },
            create: row,
            update: { wanted, changedAt },
          });
        }
      }
    });
  }

  return {
    preferences,

    /** What is granted in the workspace counts, else in its organization. */
    async preferencesAt(context: SlackContext, userId: string): Promise<Preferences> {
      const [key] = keysFor(context);
      return preferences({ key: key as InstallationKey, userId });
    },

    /** For every installation that may write to the person there. */
    setPreferencesAt: (
      context: SlackContext,
      userId: string,
      said: Partial<Preferences>,
      madeAt?: Date,
    ): Promise<void> =>
      setPreferences(
        keysFor(context).map((key) => ({ key, userId })),
        said,
        { madeAt },
      ),

    setPreferences,
  };
}
