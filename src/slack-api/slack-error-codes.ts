/**
 * What follows from one of Slack's error codes. `undocumented` is the answer for a code that is not in the table; it is
 * taken seriously and passed on to the operator.
 */
export type SlackErrorClass =
  /** The token has ended for good. */
  | 'dead_token'
  | 'expired_token'
  /** A dead token, or a call from an address that Slack does not allow: nothing certain. */
  | 'doubted_token'
  | 'missing_scope'
  | 'wrong_token_type'
  | 'not_permitted'
  | 'needs_two_factor'
  | 'needs_workspace_admin'
  | 'needs_organization_admin'
  | 'dead_refresh_token'
  /** An authorization code that was used before or has expired. */
  | 'spent_code'
  /** A long-lived token whose rotating pair has been handed out. */
  | 'already_exchanged'
  /** The client id, the client secret or the redirect URL is wrong. */
  | 'app_credentials'
  | 'rotation_off'
  /** The bot cannot see a person with this id. */
  | 'nobody'
  /** The person or the channel takes no messages. */
  | 'closed_to_messages'
  | 'channel_gone'
  /** This message can never be edited again. */
  | 'message_gone'
  | 'message_not_found'
  /** Another publish was faster. */
  | 'view_changed'
  | 'lost_cursor'
  /** Slack did not understand the call, whatever the method: that says nothing about the token. */
  | 'our_fault'
  /** One method refuses what it was asked for. */
  | 'our_request'
  | 'rate_limited'
  /** Slack has a problem; the same call may work in a minute. */
  | 'passing'
  | 'undocumented';

/** Each code that Lanyard meets, and its class. The link above a group is where Slack documents it. */
export const SLACK_ERROR_CODES = {
  // https://docs.slack.dev/reference/methods/auth.test#errors
  token_revoked: 'dead_token',
  account_inactive: 'dead_token',
  token_expired: 'expired_token',
  invalid_auth: 'doubted_token',
  missing_scope: 'missing_scope',
  not_allowed_token_type: 'wrong_token_type',
  no_permission: 'not_permitted',
  two_factor_setup_required: 'needs_two_factor',
  access_denied: 'needs_workspace_admin',
  accesslimited: 'needs_workspace_admin',
  ekm_access_denied: 'needs_workspace_admin',
  enterprise_is_restricted: 'needs_organization_admin',
  team_access_not_granted: 'needs_organization_admin',
  not_authed: 'our_fault',
  deprecated_endpoint: 'our_fault',
  invalid_arg_name: 'our_fault',
  invalid_arguments: 'our_fault',
  invalid_array_arg: 'our_fault',
  invalid_charset: 'our_fault',
  invalid_form_data: 'our_fault',
  invalid_post_type: 'our_fault',
  is_bot: 'our_fault',
  method_deprecated: 'our_fault',
  missing_post_type: 'our_fault',
  unknown_method: 'our_fault',
  fatal_error: 'passing',
  internal_error: 'passing',
  org_login_required: 'passing',
  request_timeout: 'passing',
  service_unavailable: 'passing',
  team_added_to_org: 'passing',

  // https://docs.slack.dev/apis/web-api/rate-limits
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',

  // https://docs.slack.dev/reference/methods/oauth.v2.access#errors
  invalid_refresh_token: 'dead_refresh_token',
  invalid_code: 'spent_code',
  code_already_used: 'spent_code',
  bad_client_secret: 'app_credentials',
  bad_redirect_uri: 'app_credentials',
  invalid_client: 'app_credentials',
  invalid_client_id: 'app_credentials',
  oauth_authorization_url_mismatch: 'app_credentials',
  invalid_grant_type: 'our_request',
  cannot_install_an_org_installed_app: 'our_request',

  // https://docs.slack.dev/reference/methods/oauth.v2.exchange#errors
  token_already_exchanged: 'already_exchanged',
  token_rotation_not_enabled: 'rotation_off',
  authorization_not_found: 'our_request',
  invalid_token: 'our_request',

  // https://docs.slack.dev/reference/methods/apps.uninstall#errors
  client_id_token_mismatch: 'our_request',

  // https://docs.slack.dev/reference/methods/users.info#errors
  user_not_found: 'nobody',
  user_not_visible: 'nobody',

  // https://docs.slack.dev/reference/methods/users.list#errors, https://docs.slack.dev/apis/web-api/pagination
  invalid_cursor: 'lost_cursor',
  invalid_limit: 'our_request',
  limit_required: 'our_request',

  // https://docs.slack.dev/reference/methods/team.info#errors
  team_not_found: 'our_request',

  // https://docs.slack.dev/reference/methods/conversations.open#errors
  user_disabled: 'closed_to_messages',
  not_supported: 'our_request',

  // https://docs.slack.dev/reference/methods/chat.postMessage#errors
  cannot_reply_to_message: 'closed_to_messages',
  is_archived: 'closed_to_messages',
  messages_tab_disabled: 'closed_to_messages',
  restricted_action: 'closed_to_messages',
  channel_not_found: 'channel_gone',
  user_not_in_channel: 'our_request',
  invalid_blocks: 'our_request',
  invalid_blocks_format: 'our_request',
  msg_too_long: 'our_request',
  no_text: 'our_request',

  // https://docs.slack.dev/reference/methods/chat.update#errors
  cant_update_message: 'message_gone',
  edit_window_closed: 'message_gone',
  is_inactive: 'message_gone',
  message_not_found: 'message_not_found',

  // https://docs.slack.dev/reference/methods/chat.delete#errors
  cant_delete_message: 'our_request',

  // https://docs.slack.dev/reference/methods/views.publish#errors, views.open, views.push and views.update
  hash_conflict: 'view_changed',
  invalid_trigger_id: 'our_request',
  not_enabled: 'our_request',
  not_found: 'our_request',
  push_limit_reached: 'our_request',
  view_too_large: 'our_request',

  // https://docs.slack.dev/reference/methods/apps.event.authorizations.list#errors
  forbidden_team: 'our_request',
  invalid_event_context: 'our_request',

  // https://docs.slack.dev/apis/web-api/#responses: how a call has to be written
  invalid_json: 'our_request',
  json_not_object: 'our_request',
  missing_argument: 'our_request',
} as const satisfies Record<string, Exclude<SlackErrorClass, 'undocumented'>>;

export type SlackErrorCode = keyof typeof SLACK_ERROR_CODES;

const isKnownSlackErrorCode = (code: string): code is SlackErrorCode =>
  Object.hasOwn(SLACK_ERROR_CODES, code);

export const slackErrorClass = (code: string): SlackErrorClass =>
  isKnownSlackErrorCode(code) ? SLACK_ERROR_CODES[code] : 'undocumented';

/** Whether the code is of one of these classes. False where Slack gave no code. */
export const isCodeOf = (code: string | undefined, ...classes: readonly SlackErrorClass[]): boolean =>
  code !== undefined && classes.includes(slackErrorClass(code));
