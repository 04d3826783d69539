import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { InFlight } from '../../in-flight.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Words } from '../../locales/words.ts';
import type { Notifications } from '../../notifications/notifications.ts';
import type { Logger } from '../../observability/logger.ts';
import type { TwoFactor } from '../../two-factor/two-factor.ts';
import type { TellFailure } from '../failures/tell-failure.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import type { IncidentNote } from '../incident-note.ts';
import type { Once } from '../requests/once.ts';
import type { SlackLinks } from '../slack-links.ts';

/** What the buttons and the forms about two-factor coverage work with. */
export type CoverageDependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin' | 'consumeRateLimit'>;
  installations: Pick<Installations, 'asBot'>;
  twoFactor: TwoFactor;
  notifications: Pick<Notifications, 'previewReminder' | 'sendReminders' | 'setDigest' | 'wantsDigest'>;
  publishHome: PublishHome;
  inFlight: InFlight;
  once: Once;
  incidentNote: IncidentNote;
  tellFailure: TellFailure;
  words: Words;
  clock: () => Date;
  links: SlackLinks;
  logger: Logger;
};
