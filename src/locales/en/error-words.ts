import type { ErrorCode } from '../../errors.ts';

const OURS = 'Something went wrong on our side.';
const SLACK_SLOW = 'Slack did not answer. Nothing was changed. Try again in a minute.';

/** What a person reads when something fails: what it means for them and what to do. Never the error's own text. */
export const errors: Record<ErrorCode, string> & { reference: (reference: string) => string } = {
  backup_unusable: `${OURS} Whoever runs Lanyard has to look at its backup.`,
  bad_request: 'Lanyard did not understand that request. Open its Home again and retry.',
  config_invalid: `${OURS} Whoever runs Lanyard has to look at its settings.`,
  data_dir_locked: `${OURS} Whoever runs Lanyard has to look at its data directory.`,
  data_dir_unusable: `${OURS} Whoever runs Lanyard has to look at its data directory.`,
  database_unavailable:
    'Lanyard cannot reach its own database right now. Your permissions are as they were. Try again in a minute.',
  installation_changed:
    'Lanyard was removed here, or added again, after this was opened. Nothing was changed. Open its Home again to see how things are now.',
  migration_failed: `${OURS} Whoever runs Lanyard has to look at its database.`,
  not_authorized_yet:
    'You have not given Lanyard a permission of your own, or it has ended. Its Home offers it.',
  not_installed: 'Lanyard is not installed here, or it was removed. Add it to Slack, then try again.',
  outdated:
    'Something changed after this was opened, or it was sent before. Nothing was changed now. Open it again to see how things are.',
  overloaded: 'Lanyard is busier than it can handle right now. Nothing was changed. Try again in a minute.',
  rotation_pending: 'Slack has not renewed that permission yet. Nothing was changed. Try again in a minute.',
  slack_refused: 'Slack refused that. Nothing was changed. Open Lanyard’s Home to see what still works.',
  slack_timeout: SLACK_SLOW,
  slack_rate_limited:
    'Slack takes no more questions for a moment. Nothing was changed. Try again in a minute.',
  slack_unreachable: SLACK_SLOW,
  slack_token_dead: 'Slack says that this permission has ended. Open Lanyard’s Home to give it again.',
  token_expired:
    'That permission has run out and Slack does not renew it. Open Lanyard’s Home to give it again.',
  token_unreadable:
    'Lanyard cannot open the token it keeps. Give the permission again, or tell whoever runs Lanyard.',
  unexpected: `${OURS} Try again; if it stays, tell whoever runs Lanyard.`,
  vault_key_missing: `${OURS} Whoever runs Lanyard has to put a key back.`,
  workspace_migrating:
    'Slack is moving this workspace into an organization and answers nothing until that is done. Nothing was lost. Try again later.',
  reference: (reference) => `Reference ${reference}`,
};
