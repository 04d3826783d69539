import { isTokenErrorCode, type NextStep, type TokenErrorCode } from '../../slack-api/token-judgement.ts';

const OURS = 'Slack did not understand Lanyard’s question, so nothing is known.';
const BUSY = 'Slack could not answer right now.';
const MOVING = 'Slack is moving the workspace into an organization and answers nothing meanwhile.';

/** What each of Slack's answers about a token means, without its code. */
const says: Record<TokenErrorCode, string> = {
  token_revoked: 'Slack says that it was revoked.',
  account_inactive: 'The account or the workspace that it belongs to is deactivated.',
  token_expired: 'Its time ran out.',
  invalid_auth: 'Slack does not know it, or does not allow calls from where Lanyard runs.',
  missing_scope: 'It does not cover what Lanyard needs.',
  not_allowed_token_type: 'It is of a kind that Slack does not take for this.',
  two_factor_setup_required: 'Slack does not take it before two-factor sign-in is set up.',
  access_denied: 'Slack does not let it in.',
  accesslimited: 'Slack does not take it from the network that Lanyard runs in.',
  ekm_access_denied: 'Your company has suspended access through its encryption keys.',
  no_permission: 'It may not do this.',
  enterprise_is_restricted: 'Slack does not take it for a whole organization.',
  team_access_not_granted: 'The organization has not let Lanyard into this workspace.',
  not_authed: OURS,
  deprecated_endpoint: OURS,
  invalid_arg_name: OURS,
  invalid_arguments: OURS,
  invalid_array_arg: OURS,
  invalid_charset: OURS,
  invalid_form_data: OURS,
  invalid_post_type: OURS,
  is_bot: OURS,
  method_deprecated: OURS,
  missing_post_type: OURS,
  unknown_method: OURS,
  fatal_error: BUSY,
  internal_error: BUSY,
  org_login_required: MOVING,
  ratelimited: 'Slack takes no more questions for a moment.',
  rate_limited: 'Slack takes no more questions for a moment.',
  request_timeout: BUSY,
  service_unavailable: BUSY,
  team_added_to_org: MOVING,
};

const next: Record<NextStep, string> = {
  reauthorize: 'Give the permission again with *Reauthorize*.',
  wait: 'Try again in a minute.',
  set_up_two_factor: 'Set up two-factor sign-in in Slack, then press *Verify*.',
  ask_workspace_admin: 'Ask a workspace admin; once it is sorted out, press *Verify*.',
  ask_organization_admin: 'Ask an admin of your organization; once it is sorted out, press *Verify*.',
  tell_operator: 'Tell whoever runs Lanyard; the code stands in *Details*.',
};

/** The same for admins, who read about somebody else's. */
const nextForAdmins: Record<NextStep, string> = {
  reauthorize: 'The person has to give it again.',
  wait: 'It may pass by itself.',
  set_up_two_factor: 'The person has to set up two-factor sign-in in Slack.',
  ask_workspace_admin: 'Look into the workspace’s settings; afterwards the person presses *Verify*.',
  ask_organization_admin: 'Ask an admin of your organization; afterwards the person presses *Verify*.',
  tell_operator: 'Tell whoever runs Lanyard; the code stands in *Details*.',
};

export const slackErrors = {
  says: (code: string): string =>
    isTokenErrorCode(code) ? says[code] : 'Slack refused it for a reason that Lanyard does not know.',
  next: (step: NextStep): string => next[step],
  nextForAdmins: (step: NextStep): string => nextForAdmins[step],
};
