/** What an answer of `auth.test` says of the token: it is dead, Slack refuses it, or nothing at all for now. */
type Meaning = 'dead' | 'refused' | 'passing';

/** The one thing to do about it. */
export type NextStep =
  | 'reauthorize'
  | 'wait'
  | 'set_up_two_factor'
  | 'ask_workspace_admin'
  | 'ask_organization_admin'
  | 'tell_operator';

export type AuthTestError = {
  meaning: Meaning;
  /** The status it gives an authorization; `unchanged`: what was known before stays true. */
  status: 'needs_attention' | 'expired' | 'revoked' | 'unknown' | 'unchanged';
  next: NextStep;
};

const dead = { meaning: 'dead', status: 'revoked', next: 'reauthorize' } as const;
const passing = { meaning: 'passing', status: 'unchanged', next: 'wait' } as const;
const refused = (next: NextStep) => ({ meaning: 'refused', status: 'needs_attention', next }) as const;
/** Slack did not understand the question: that says nothing of the token, and waiting does not help. */
const ourFault = { meaning: 'refused', status: 'unknown', next: 'tell_operator' } as const;

/**
 * Every error that `auth.test` and the Web API in general document, and what follows from it.
 * `invalid_auth` is not dead: Slack also gives it to a call from an address that is not allowed.
 * @see https://docs.slack.dev/reference/methods/auth.test#errors
 */
export const AUTH_TEST_ERRORS = {
  token_revoked: dead,
  account_inactive: dead,

  token_expired: { meaning: 'refused', status: 'expired', next: 'reauthorize' },

  invalid_auth: refused('reauthorize'),
  missing_scope: refused('reauthorize'),
  not_allowed_token_type: refused('reauthorize'),
  two_factor_setup_required: refused('set_up_two_factor'),
  access_denied: refused('ask_workspace_admin'),
  accesslimited: refused('ask_workspace_admin'),
  ekm_access_denied: refused('ask_workspace_admin'),
  no_permission: refused('ask_workspace_admin'),
  enterprise_is_restricted: refused('ask_organization_admin'),
  team_access_not_granted: refused('ask_organization_admin'),

  not_authed: ourFault,
  deprecated_endpoint: ourFault,
  invalid_arg_name: ourFault,
  invalid_arguments: ourFault,
  invalid_array_arg: ourFault,
  invalid_charset: ourFault,
  invalid_form_data: ourFault,
  invalid_post_type: ourFault,
  is_bot: ourFault,
  method_deprecated: ourFault,
  missing_post_type: ourFault,
  unknown_method: ourFault,

  fatal_error: passing,
  internal_error: passing,
  org_login_required: passing,
  ratelimited: passing,
  rate_limited: passing,
  request_timeout: passing,
  service_unavailable: passing,
  team_added_to_org: passing,
} as const satisfies Record<string, AuthTestError>;

export type KnownAuthTestError = keyof typeof AUTH_TEST_ERRORS;

export const isKnownAuthTestError = (code: string): code is KnownAuthTestError =>
  Object.hasOwn(AUTH_TEST_ERRORS, code);

/** What a code means; one that Slack does not document today is taken seriously, and passed on to the operator. */
export const authTestError = (code: string): AuthTestError =>
  isKnownAuthTestError(code) ? AUTH_TEST_ERRORS[code] : refused('tell_operator');

/** Codes of which the catalogue says this. */
export const codesWith = (wanted: Partial<AuthTestError>): KnownAuthTestError[] =>
  (Object.keys(AUTH_TEST_ERRORS) as KnownAuthTestError[]).filter((code) => {
    const entry: AuthTestError = AUTH_TEST_ERRORS[code];
    return Object.entries(wanted).every(([field, value]) => entry[field as keyof AuthTestError] === value);
  });
