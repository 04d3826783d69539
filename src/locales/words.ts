import { admin } from './en/admin-words.ts';
import { commands } from './en/command-words.ts';
import { coverage } from './en/coverage-words.ts';
import { errors } from './en/error-words.ts';
import { failures } from './en/failure-words.ts';
import { headline } from './en/headline-words.ts';
import { home } from './en/home-words.ts';
import { incidents } from './en/incident-words.ts';
import { notifications } from './en/notification-words.ts';
import { exportPage } from './en/pages/export-page-words.ts';
import { pages } from './en/pages/page-words.ts';
import { scopes } from './en/scope-words.ts';
import { slackErrors } from './en/slack-error-words.ts';
import { status } from './en/status-words.ts';

/** Every word that people read. Another language has to have this very shape, so a missing word does not compile. */
export const english = {
  admin,
  commands,
  coverage,
  errors,
  exportPage,
  failures,
  headline,
  home,
  incidents,
  notifications,
  pages,
  scopes,
  slackErrors,
  status,
};

export type Words = typeof english;
