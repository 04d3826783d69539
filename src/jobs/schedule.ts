import type { Authorizations } from '../authorizations/authorizations.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Installations } from '../installations/installations.ts';
import type { Notifications } from '../notifications/notifications.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import type { Job } from './jobs.ts';

type Dependencies = {
  installations: Pick<
    Installations,
    'rotateDue' | 'retryRevocations' | 'sweep' | 'purgeUninstalled' | 'reseal' | 'learnBotIds'
  >;
  authorizations: Pick<Authorizations, 'sweepTurns'>;
  twoFactor: Pick<TwoFactor, 'countDue' | 'sweepCoverage'>;
  notifications: Pick<Notifications, 'notify' | 'sweep'>;
  /** Of every app on this database: one that has stopped sweeps nothing. */
  conversations: Pick<Conversations, 'sweep'>;
  incidents: Pick<Incidents, 'read'>;
  /** Shows people what came of a revocation that Slack did not confirm at once. */
  onRevocationSettled: Parameters<Installations['retryRevocations']>[1];
};

/** The table of contents of what runs on its own. */
export function scheduleOf({
  installations,
  authorizations,
  twoFactor,
  notifications,
  conversations,
  incidents,
  onRevocationSettled,
}: Dependencies): Job[] {
  return [
    {
      name: 'rotate-tokens',
      cron: '*/5 * * * *',
      limitSeconds: 280,
      run: (signal) => installations.rotateDue(signal),
    },
    {
      name: 'retry-revocations',
      // Someone waits for it, and an idle run is one look at an index.
      cron: '* * * * *',
      limitSeconds: 280,
      run: (signal) => installations.retryRevocations(signal, onRevocationSettled),
    },
    {
      name: 'read-incidents',
      // As often as Slack allows: what fails for people is explained by it while it fails.
      cron: '* * * * *',
      limitSeconds: 30,
      run: (signal) => incidents.read(signal),
    },
    {
      name: 'notify',
      // Shortly after the tokens were rotated: what failed there for the third time is told then.
      cron: '2-59/5 * * * *',
      limitSeconds: 280,
      run: (signal) => notifications.notify(signal),
    },
    {
      name: 'reseal',
      // It looks at every row: seldom enough for a large database, often enough after a new key.
      cron: '29 * * * *',
      limitSeconds: 580,
      run: (signal) => installations.reseal({ signal }),
    },
    {
      name: 'count-coverage',
      // Each place has its own minute of the day; looking often also finds what was lost, cut off or given meanwhile.
      cron: '*/10 * * * *',
      // A hundred thousand people take half an hour within Slack's limits.
      limitSeconds: 3_500,
      run: (signal) => twoFactor.countDue(signal),
    },
    {
      name: 'sweep',
      cron: '17 * * * *',
      limitSeconds: 300,
      run: async (signal) => ({
        ...(await installations.sweep()),
        // Mostly none: only what a stop or an outage kept from it.
        ...(await installations.learnBotIds(signal)),
        ...(await authorizations.sweepTurns()),
        ...(await twoFactor.sweepCoverage()),
        ...(await notifications.sweep()),
        ...(await conversations.sweep()),
      }),
    },
    {
      name: 'erase-gone',
      cron: '41 3 * * *',
      limitSeconds: 900,
      run: (signal) => installations.purgeUninstalled(signal),
    },
  ];
}
