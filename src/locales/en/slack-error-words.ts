import { isTokenErrorCode, type NextStep, type TokenErrorCode } from '../../slack-api/token-judgement.ts';

const OURS = 'Slack didn’t understand Lanyard’s request, so nothing is known.';
const BUSY = 'Slack couldn’t answer right now.';
const MOVING = 'Slack is moving the workspace into an organization and won’t answer until that’s done.';

/** What each of Slack's answers about a token means, without its code. */
const says: Record<TokenErrorCode, string> = {
  token_revoked: 'Slack says it was revoked.',
  account_inactive: 'The account or workspace it belongs to is deactivated.',
  token_expired: 'It has expired.',
  invalid_auth: 'Slack doesn’t recognize it, or doesn’t allow calls from where Lanyard runs.',
  missing_scope: 'It doesn’t cover what Lanyard needs.',
  not_allowed_token_type: 'It’s a kind of token that Slack doesn’t accept for this.',
  two_factor_setup_required: 'Slack won’t accept it until two-factor sign-in is set up.',
  access_denied: 'Slack denies it access.',
  accesslimited: 'Slack doesn’t accept it from the network that Lanyard runs on.',
  ekm_access_denied: 'Your company has suspended access through its encryption keys.',
  no_permission: 'It isn’t allowed to do this.',
  enterprise_is_restricted: 'Slack doesn’t accept it for a whole organization.',
  team_access_not_granted: 'The organization hasn’t given Lanyard access to this workspace.',
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
  ratelimited: 'Slack is rate-limiting Lanyard.',
  rate_limited: 'Slack is rate-limiting Lanyard.',
  request_timeout: BUSY,
  service_unavailable: BUSY,
  team_added_to_org: MOVING,
};

const next: Record<NextStep, string> = {
  reauthorize: 'Press *Reauthorize* to grant it again.',
  wait: 'Try again in a minute.',
  set_up_two_factor: 'Set up two-factor sign-in in Slack, then press *Verify*.',
  ask_workspace_admin: 'Ask a workspace admin; once it’s sorted out, press *Verify*.',
  ask_organization_admin: 'Ask an admin of your organization; once it’s sorted out, press *Verify*.',
  tell_operator: 'Tell the person who runs Lanyard; the code is under *Details*.',
};

/** The same for admins, who read about someone else's. */
const nextForAdmins: Record<NextStep, string> = {
  reauthorize: 'The person has to grant it again.',
  wait: 'It may resolve on its own.',
  set_up_two_factor: 'The person has to set up two-factor sign-in in Slack.',
  ask_workspace_admin: 'Check the workspace settings, then have the person press *Verify*.',
  ask_organization_admin: 'Ask an admin of your organization, then have the person press *Verify*.',
  tell_operator: 'Tell the person who runs Lanyard; the code is under *Details*.',
};

export const slackErrors = {
  says: (code: string): string =>
    isTokenErrorCode(code) ? says[code] : 'Slack refused it for a reason that Lanyard doesn’t recognize.',
  next: (step: NextStep): string => next[step],
  nextForAdmins: (step: NextStep): string => nextForAdmins[step],
};
