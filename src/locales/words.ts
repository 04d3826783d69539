import { admin } from './en/admin.ts';
import { commands } from './en/commands.ts';
import { coverage } from './en/coverage.ts';
import { errors } from './en/errors.ts';
import { exportPage } from './en/export-page.ts';
import { home } from './en/home.ts';
import { notifications } from './en/notifications.ts';
import { pages } from './en/pages.ts';
import { scopes } from './en/scopes.ts';
import { slackErrors } from './en/slack-errors.ts';
import { status } from './en/status.ts';

/** Every word that people read. Another language has to have this very shape, so a missing word does not compile. */
export const english = {
  admin,
  commands,
  coverage,
  errors,
  exportPage,
  home,
  notifications,
  pages,
  scopes,
  slackErrors,
  status,
};

export type Words = typeof english;
