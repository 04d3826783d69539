import type { ErrorCode } from '../../errors.ts';

const OURS = 'Something went wrong on our side.';

/** What a person reads when something fails: what it means for them and what to do. Never the error's own text. */
export const errors: Record<ErrorCode, string> & { reference: (reference: string) => string } = {
  backup_unusable: `${OURS} The person who runs Lanyard needs to check its backup.`,
  bad_request: 'Lanyard didn’t understand that request. Open its Home again and retry.',
  config_invalid: `${OURS} The person who runs Lanyard needs to check its settings.`,
  data_dir_locked: `${OURS} The person who runs Lanyard needs to see what else uses its data directory.`,
  data_dir_unusable: `${OURS} The person who runs Lanyard needs to make its data directory usable.`,
  database_unavailable:
    'Lanyard can’t reach its own database right now. Your permissions haven’t changed. Try again in a minute.',
  installation_changed:
    'Lanyard was removed here, or added again, after this was opened. Nothing was changed. Open its Home again to see how things are now.',
  migration_failed: `${OURS} The person who runs Lanyard needs to check its database.`,
  not_authorized_yet:
    'You haven’t granted Lanyard a permission of your own, or it has ended. You can grant it in Lanyard’s Home.',
  not_installed: 'Lanyard isn’t installed here, or it was removed. Add it to Slack, then try again.',
  outdated:
    'Something changed after this was opened, or it was already sent. Nothing was changed this time. Open it again to see how things are.',
  overloaded: 'Lanyard is busier than it can handle right now. Nothing was changed. Try again in a minute.',
  rotation_pending: 'Slack hasn’t renewed that permission yet. Nothing was changed. Try again in a minute.',
  slack_refused: 'Slack refused that. Nothing was changed. Open Lanyard’s Home to see what still works.',
  slack_timeout: 'Slack took too long to answer. Nothing was changed. Try again in a minute.',
  slack_rate_limited: 'Slack is rate-limiting Lanyard. Nothing was changed. Try again in a minute.',
  slack_unreachable: 'Slack didn’t answer. Nothing was changed. Try again in a minute.',
  slack_token_dead: 'Slack says this permission has ended. Open Lanyard’s Home to grant it again.',
  token_expired:
    'That permission has expired, and Slack won’t renew it. Open Lanyard’s Home to grant it again.',
  token_unreadable:
    'Lanyard can’t open the token it stores. Grant the permission again, or tell the person who runs Lanyard.',
  unexpected: `${OURS} Try again; if it keeps happening, tell the person who runs Lanyard.`,
  vault_key_missing: `${OURS} The person who runs Lanyard needs to restore a key.`,
  workspace_migrating:
    'Slack is moving this workspace into an organization and won’t answer until that’s done. Nothing was lost. Try again later.',
  reference: (reference) => `Reference ${reference}`,
};
