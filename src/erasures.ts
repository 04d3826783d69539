import { eraseHomesWithin } from './authorizations/erase-homes.ts';
import { eraseConversationsWithin } from './conversations/erase-conversations.ts';
import type { EraseWithin } from './installations/rows/erase-installation.ts';
import { eraseNotificationsWithin } from './notifications/erase-notifications.ts';
import { eraseCoverageWithin } from './two-factor/erase-coverage.ts';

/** What each room deletes of a workspace or organization: for the app's job and for `npm run erase`. */
export const ERASURES: readonly EraseWithin[] = [
  eraseHomesWithin,
  eraseConversationsWithin,
  eraseCoverageWithin,
  eraseNotificationsWithin,
];
