import type { AppError, ErrorCode } from '../../errors.ts';
import { slackCodeOf, tokenKindOf } from '../../slack-api/slack-error.ts';
import { type SlackErrorClass, slackErrorClass } from '../../slack-api/slack-error-codes.ts';

/** The one thing a person can do about a failure. */
export type FailureStep =
  | 'again'
  | 'home'
  | 'reauthorize'
  /** A first permission of their own. */
  | 'grant'
  /** To the workspace. */
  | 'add'
  | 'two_factor'
  /** Nothing: it takes the person who runs Lanyard. */
  | 'support';

const BY_CODE = {
  backup_unusable: 'support',
  bad_request: 'home',
  config_invalid: 'support',
  data_dir_locked: 'support',
  data_dir_unusable: 'support',
  database_unavailable: 'again',
  installation_changed: 'home',
  migration_failed: 'support',
  not_authorized_yet: 'grant',
  not_installed: 'add',
  outdated: 'home',
  overloaded: 'again',
  rotation_pending: 'again',
  slack_refused: 'support',
  slack_timeout: 'again',
  slack_rate_limited: 'again',
  slack_unreachable: 'again',
  slack_token_dead: 'reauthorize',
  token_expired: 'reauthorize',
  token_unreadable: 'reauthorize',
  unexpected: 'again',
  vault_key_missing: 'support',
  workspace_migrating: 'again',
} as const satisfies Record<ErrorCode, FailureStep>;

const BY_CLASS = {
  dead_token: 'reauthorize',
  expired_token: 'reauthorize',
  doubted_token: 'reauthorize',
  missing_scope: 'reauthorize',
  wrong_token_type: 'reauthorize',
  not_permitted: 'again',
  needs_two_factor: 'two_factor',
  needs_workspace_admin: 'again',
  needs_organization_admin: 'again',
  dead_refresh_token: 'reauthorize',
  spent_code: 'reauthorize',
  already_exchanged: 'reauthorize',
  app_credentials: 'support',
  rotation_off: 'support',
  nobody: 'home',
  closed_to_messages: 'home',
  channel_gone: 'home',
  message_gone: 'home',
  message_not_found: 'home',
  view_changed: 'again',
  lost_cursor: 'again',
  our_fault: 'support',
  our_request: 'support',
  rate_limited: 'again',
  passing: 'again',
  undocumented: 'support',
} as const satisfies Record<SlackErrorClass, FailureStep>;

/** What to do about it. The workspace’s permission is granted again by adding the app again. */
export function nextStepFor(error: AppError): FailureStep {
  const slackError = slackCodeOf(error);
  const step: FailureStep =
    error.code === 'slack_refused' && slackError !== undefined
      ? BY_CLASS[slackErrorClass(slackError)]
      : BY_CODE[error.code];
  if (step !== 'reauthorize') return step;
  const kind = tokenKindOf(error);
  if (kind === undefined) return 'home';
  return kind === 'bot' ? 'add' : 'reauthorize';
}
