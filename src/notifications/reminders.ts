import { LRUCache } from 'lru-cache';
import { recordAudit } from '../audit/record-audit.ts';
import type { Admin } from '../authorizations/roles/require-admin.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { holdInstallation } from '../installations/rows/hold-installation.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import type { CountedPerson } from '../two-factor/coverage.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import { type Found, note } from './finding/found.ts';
import type { Check } from './sending/check-again.ts';

/** Why someone without a second factor is not reminded. */
export type NotReminded = 'opted_out' | 'reminded_lately' | 'reminded_often' | 'reminder_waits';

export type ReminderPreview = {
  remind: CountedPerson[];
  spare: { person: CountedPerson; because: NotReminded; at: Date | undefined }[];
};

export type RemindersSent = { people: number; receipt: string | undefined };

export const REMINDER_PAUSE_DAYS = 3;
export const MOST_REMINDERS = 3;
const PAUSE_MS = REMINDER_PAUSE_DAYS * 24 * 60 * 60_000;
/** How long the list of those without is believed while a run sends to each of them. */
const BELIEVED_MS = 60_000;
const MOST_LISTS = 100;

type Dependencies = {
  prisma: PrismaClient;
  twoFactor: Pick<TwoFactor, 'peopleWithout'>;
  clientId: string;
  clock: () => Date;
};

/** What is to become of each earlier reminder of a person: how many there were, and when the last was. */
type Earlier = { total: number; counted: number; waits: boolean; lastAt: Date | undefined };

/**
 * Reminders to turn on two-factor sign-in, sent by an admin who has seen to whom: to one person not more often than
 * every three days, and three times at most. Each verb takes an `Admin`: the proof that Slack was just asked.
 */
export function createReminders({ prisma, twoFactor, clientId, clock }: Dependencies) {
  async function earlierOf(key: InstallationKey): Promise<Map<string, Earlier>> {
    const rows = await prisma.$queryRaw<
      (Omit<Earlier, 'lastAt'> & { userId: string; lastAt: Date | null })[]
    >`
      SELECT user_id AS "userId", count(*)::int AS total, (count(*) FILTER (WHERE state <> 'dropped'))::int AS counted,
        coalesce(bool_or(state IN ('waiting', 'sending')), false) AS waits,
        max(coalesce(sent_at, found_at)) FILTER (WHERE state <> 'dropped') AS "lastAt"
      FROM notifications WHERE client_id = ${clientId} AND installed_in = ${key.installedIn}
        AND is_enterprise_install = ${key.isEnterpriseInstall} AND topic = 'two_factor_reminder' GROUP BY user_id`;
    return new Map(
      rows.map(({ userId, lastAt, ...row }) => [userId, { ...row, lastAt: lastAt ?? undefined }]),
    );
  }

  async function optedOut(key: InstallationKey): Promise<Set<string>> {
    const rows = await prisma.notificationPreference.findMany({
      where: {
        clientId,
        installedIn: key.installedIn,
        isEnterpriseInstall: key.isEnterpriseInstall,
        topic: 'two_factor_reminder',
        wanted: false,
      },
      select: { userId: true },
    });
    return new Set(rows.map(({ userId }) => userId));
  }

  async function plan(key: InstallationKey) {
    const [people, earlier, unwilling] = await Promise.all([
      twoFactor.peopleWithout(key),
      earlierOf(key),
      optedOut(key),
    ]);
    const before = new Date(clock().getTime() - PAUSE_MS);
    const judge = ({ userId }: CountedPerson): NotReminded | undefined => {
      const so = earlier.get(userId);
      if (unwilling.has(userId)) return 'opted_out';
      if (so?.waits) return 'reminder_waits';
      if (so && so.counted >= MOST_REMINDERS) return 'reminded_often';
      return so?.lastAt && so.lastAt > before ? 'reminded_lately' : undefined;
    };
    const judged = people.map((person) => ({
      person,
      because: judge(person),
      at: earlier.get(person.userId)?.lastAt,
    }));
    return {
      earlier,
      remind: judged.filter(({ because }) => because === undefined).map(({ person }) => person),
      spare: judged.flatMap(({ person, because, at }) => (because ? [{ person, because, at }] : [])),
    };
  }

  return {
    async previewReminder({ key }: Admin): Promise<ReminderPreview> {
      const { remind, spare } = await plan(key);
      return { remind, spare };
    },

    // Found again at the press: of two admins who press at once, each person is reminded by one.
    async sendReminders({ key, installation, userId, placeName }: Admin): Promise<RemindersSent> {
      const { remind, earlier } = await plan(key);
      const { installedIn, isEnterpriseInstall } = key;
      const now = clock();
      const found = remind.map((person): Found<'two_factor_reminder'> => {
        const { total = 0, counted = 0 } = earlier.get(person.userId) ?? {};
        return {
          installedIn,
          isEnterpriseInstall,
          userId: person.userId,
          topic: 'two_factor_reminder',
          occasion: `reminder:${total + 1}`,
          details: { number: counted + 1, byUserId: userId, ...(placeName !== undefined && { placeName }) },
        };
      });
      return prisma.$transaction(async (tx) => {
        await holdInstallation(tx, clientId, installation);
        const people = await note(tx, found, { clientId, now });
        if (people === 0) return { people, receipt: undefined };
        const [receipt] = await recordAudit(tx, [
          {
            at: now,
            clientId,
            installedIn,
            isEnterpriseInstall,
            actor: { kind: 'admin', userId },
            action: 'reminders_sent',
            details: { people },
          },
        ]);
        return { people, receipt };
      });
    },

    /** Someone who turned it on meanwhile, or was exempted, needs no reminder. */
    checkReminder: createStillWithout({ twoFactor, clock }),
  };
}

function createStillWithout({ twoFactor, clock }: Pick<Dependencies, 'twoFactor' | 'clock'>): Check {
  const known = new LRUCache<string, Promise<Set<string>>>({
    max: MOST_LISTS,
    ttl: BELIEVED_MS,
    ttlResolution: 0,
    perf: { now: () => clock().getTime() },
  });
  return async function stillWithout({ installedIn, isEnterpriseInstall, userId }) {
    const name = JSON.stringify([installedIn, isEnterpriseInstall]);
    const people =
      known.get(name) ??
      twoFactor
        .peopleWithout({ installedIn, isEnterpriseInstall })
        .then((without) => new Set(without.map((person) => person.userId)));
    // Set again, it would be believed for longer than it is.
    if (!known.has(name)) known.set(name, people);
    return (await people).has(userId) ? 'tell' : { drop: 'no_longer_without' };
  };
}
