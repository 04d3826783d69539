import { type Authorizations, createAuthorizations } from '../../src/authorizations/authorizations.ts';
import { createInstallations } from '../../src/installations/create-installations.ts';
import type { Installations } from '../../src/installations/installations.ts';
import { english } from '../../src/locales/words.ts';
import { eraseNotificationsWithin } from '../../src/notifications/erase-notifications.ts';
import { createNotifications, type Notifications } from '../../src/notifications/notifications.ts';
import type { Deliver } from '../../src/notifications/sending/deliver.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics, type Metrics } from '../../src/observability/metrics.ts';
import { createDeliver } from '../../src/slack/notifications/deliver-in-slack.ts';
import { createSlackLinks } from '../../src/slack/slack-links.ts';
import { createSlackClient } from '../../src/slack-api/slack-client.ts';
import { createTwoFactor, type TwoFactor } from '../../src/two-factor/two-factor.ts';
import { createVault } from '../../src/vault/vault.ts';
import type { Lanyard } from './lanyard.ts';

export type Notifier = {
  installations: Installations;
  authorizations: Authorizations;
  twoFactor: TwoFactor;
  notifications: Notifications;
  metrics: Metrics;
  /** As the job does every five minutes. */
  runs(): ReturnType<Notifications['notify']>;
};

/** What runs on its own, in a process of its own next to the app: everything but the database and the keys is its own. */
export function startNotifier(
  lanyard: Lanyard,
  spoil: (deliver: Deliver) => Deliver = (deliver) => deliver,
): Notifier {
  const { clientId, clientSecret } = lanyard.credentials;
  const metrics = createMetrics();
  const logger = createLogger({
    level: 'debug',
    secrets: [],
    destination: { write: (line) => void lanyard.log.push(line) },
  });
  const { prisma, clock } = { prisma: lanyard.prisma, clock: lanyard.clock.now };
  const installations = createInstallations({
    prisma,
    metrics,
    logger,
    clientId,
    clock,
    vault: createVault(lanyard.config.vaultKeys),
    alsoErase: [eraseNotificationsWithin],
    slack: createSlackClient({ apiUrl: lanyard.slack.apiUrl, clientId, clientSecret, logger, metrics }),
  });
  const authorizations = createAuthorizations({ prisma, installations, clientId, clock });
  const twoFactor = createTwoFactor({ prisma, installations, authorizations, logger, clientId, clock });
  const links = createSlackLinks({
    publicUrl: lanyard.url,
    authorizeUrl: lanyard.config.slack.authorizeUrl,
  });
  const notifications = createNotifications({
    prisma,
    installations,
    authorizations,
    twoFactor,
    metrics,
    logger,
    clientId,
    clock,
    deliver: spoil(createDeliver({ installations, words: english, links })),
  });
  return {
    installations,
    authorizations,
    twoFactor,
    notifications,
    metrics,
    runs: () => notifications.notify(new AbortController().signal),
  };
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** Moves the clock ahead to the next such moment, in UTC. */
export function goTo(lanyard: Lanyard, weekday: (typeof WEEKDAYS)[number], time: string): void {
  const now = lanyard.clock.now();
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const goal = new Date(now);
  goal.setUTCHours(hours, minutes, 0, 0);
  while (goal <= now || WEEKDAYS[goal.getUTCDay()] !== weekday) goal.setUTCDate(goal.getUTCDate() + 1);
  lanyard.clock.forward(goal.getTime() - now.getTime());
}

/** A process that died with a message in its hands holds it for a minute by the database's clock: as if that were over. */
export const letLeasesRunOut = (lanyard: Lanyard) =>
  lanyard.prisma.dayMessage.updateMany({
    where: { clientId: lanyard.credentials.clientId, leaseUntil: { not: null } },
    data: { leaseUntil: new Date(0) },
  });
