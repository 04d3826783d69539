import type { App } from '@slack/bolt';
import type { Authorizations } from '../authorizations/authorizations.ts';
import type { InFlight } from '../in-flight.ts';
import type { Installations } from '../installations/installations.ts';
import type { Words } from '../locales/words.ts';
import type { Notifications } from '../notifications/notifications.ts';
import type { Logger } from '../observability/logger.ts';
import { type CommandName, WORKSPACE_EVENTS } from '../slack-api/app-surface.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import { createAlertAction } from './alerts/alert-action.ts';
import { createContestAction } from './authorizations/contest-action.ts';
import { createModalActions } from './authorizations/modals/open-modals.ts';
import { createRevokeSubmission } from './authorizations/modals/revoke-submission.ts';
import { createSubmissions } from './authorizations/modals/submissions.ts';
import { createRevokeAction } from './authorizations/revoke-action.ts';
import { createRowMenu } from './authorizations/row-menu.ts';
import { createVerifyAction } from './authorizations/verify-action.ts';
import { createVerifyAllAction } from './authorizations/verify-all-action.ts';
import { anyOf, anyRow } from './blocks/action-ids.ts';
import { FORMS } from './blocks/forms.ts';
import { anyLink, anyRun } from './commands/answer.ts';
import { type Command, listenTo } from './commands/command.ts';
import { createRunAction } from './commands/run.ts';
import { createTokenStatusCommand } from './commands/token-status/token-status-command.ts';
import { createTwoFactorCommand } from './commands/two-factor/two-factor-command.ts';
import { createCoverageActions } from './coverage/coverage-actions.ts';
import { createCoverageMenu } from './coverage/coverage-menu.ts';
import { createCoverageSubmissions } from './coverage/coverage-submissions.ts';
import { createAppHomeOpened } from './events/app-home-opened.ts';
import { createLifecycleListener } from './events/lifecycle-listener.ts';
import { createWorkspaceChangedListener } from './events/workspace-changed.ts';
import type { TellFailure } from './failures/tell-failure.ts';
import { createLookAction } from './home/look-action.ts';
import { createCheckOnOpening } from './home/publishing/check-on-opening.ts';
import type { PublishHome } from './home/publishing/publish-home.ts';
import type { IncidentNote } from './incident-note.ts';
import { anyStop, PREFERENCES_ACTION, REMIND_ACTION } from './notifications/notification-action-ids.ts';
import { createPreferencesListeners } from './notifications/preferences-listeners.ts';
import { createRemind } from './notifications/remind-listener.ts';
import { createOnce } from './requests/once.ts';
import type { SlackLinks } from './slack-links.ts';

export type ListenerDependencies = {
  authorizations: Authorizations;
  installations: Installations;
  twoFactor: TwoFactor;
  notifications: Notifications;
  publishHome: PublishHome;
  inFlight: InFlight;
  words: Words;
  links: SlackLinks;
  incidentNote: IncidentNote;
  tellFailure: TellFailure;
  logger: Logger;
  clock: () => Date;
  /** Whether Slack is asked about what is stale when someone opens their Home. */
  asksOnOpening: boolean;
};

/** The table of contents of what Slack may ask. `manifest.json` is held to it by a test. */
export function registerListeners(app: App, given: ListenerDependencies): void {
  const dependencies = { ...given, once: createOnce(given) };
  const checkOnOpening = given.asksOnOpening ? createCheckOnOpening(dependencies) : undefined;
  app.event('app_home_opened', createAppHomeOpened({ ...dependencies, checkOnOpening }));
  app.event('tokens_revoked', createLifecycleListener(dependencies));
  app.event('app_uninstalled', createLifecycleListener(dependencies));
  app.event('app_uninstalled_team', createLifecycleListener(dependencies));
  for (const event of WORKSPACE_EVENTS) app.event(event, createWorkspaceChangedListener(dependencies));

  const { clock } = dependencies;
  const remind = createRemind(dependencies);
  const answering = {
    '/2fa': createTwoFactorCommand({ ...dependencies, remind }),
    '/token-status': createTokenStatusCommand(dependencies),
  } satisfies Record<CommandName, Command>;
  const commands = Object.values(answering);
  for (const command of commands) app.command(command.name, listenTo(command, clock));
  app.action(anyRun, createRunAction(commands, clock));

  const modals = createModalActions(dependencies);
  app.action(anyOf('look'), createLookAction(dependencies));
  app.action(anyOf('filterMine'), createLookAction(dependencies));
  app.action(anyOf('verifyAll'), createVerifyAllAction(dependencies));
  const verify = createVerifyAction(dependencies);
  const { details, reauthorize, revoke, revokeFor } = modals;
  app.action(anyRow('menu'), createRowMenu({ details, verify, reauthorize, revoke, revokeFor }));
  app.action(anyRow('verify'), verify);
  app.action(anyRow('details'), details);
  app.action(anyRow('reauthorize'), reauthorize);
  app.action(anyRow('revoke'), createRevokeAction(dependencies));
  app.action(anyRow('contest'), createContestAction(dependencies));

  const preferences = createPreferencesListeners(dependencies);
  app.action(PREFERENCES_ACTION, preferences.open);
  app.action(anyStop, preferences.stop);
  app.view(FORMS.revoke, createRevokeSubmission(dependencies));
  app.view(FORMS.notifications, preferences.save);
  app.action(REMIND_ACTION, remind.send);

  // Only for owners and admins: each asks Slack, at every press, who presses.
  app.action(anyOf('filterStatus'), createLookAction(dependencies));
  app.action(anyOf('filterAction'), createLookAction(dependencies));
  app.action(anyOf('findPerson'), createLookAction(dependencies));
  app.action(anyOf('findReceipt'), modals.findReceipt);
  app.action(anyOf('openEntry'), modals.openEntry);
  app.action(anyOf('acknowledge'), createAlertAction(dependencies, 'acknowledged'));
  app.action(anyOf('resolve'), createAlertAction(dependencies, 'resolved'));
  app.action(anyRow('revokeFor'), revokeFor);
  app.action(anyOf('removeApp'), modals.removeApp);

  const coverage = createCoverageActions(dependencies);
  app.action(anyOf('coverageAgree'), coverage.agree);
  app.action(anyOf('coverageCount'), coverage.countNow);
  app.action(anyOf('coveragePeople'), coverage.people);
  const { exemptions, exportFile, settings } = coverage;
  app.action(anyOf('coverageMenu'), createCoverageMenu({ exemptions, export: exportFile, settings }));
  app.action(anyOf('coverageRemind'), coverage.remind);
  app.action(anyOf('coverageExempt'), coverage.exempt);
  app.action(anyOf('coverageUnexempt'), coverage.unexempt);
  app.action(anyOf('coverageStop'), coverage.stop);

  const coverageForms = createCoverageSubmissions(dependencies);
  app.view(FORMS.coverageAgree, coverageForms.agree);
  app.view(FORMS.coverageExempt, coverageForms.exempt);
  app.view(FORMS.coverageSettings, coverageForms.settings);
  app.view(FORMS.remind, coverageForms.remind);
  const submissions = createSubmissions(dependencies);
  app.view(FORMS.revokeFor, submissions.revokeFor);
  app.view(FORMS.removeApp, submissions.removeApp);
  app.view(FORMS.receipt, submissions.receipt);

  // Buttons that open the browser: Slack waits for an acknowledgement all the same.
  app.action(anyRow('give'), ({ ack }) => ack());
  app.action(anyLink, ({ ack }) => ack());
}
