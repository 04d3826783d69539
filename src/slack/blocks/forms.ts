/** The forms that Lanyard opens, by what Slack calls back with, and the ids of their fields. */
export const FORMS = {
  revoke: 'revoke',
  revokeFor: 'revoke_for',
  removeApp: 'remove_app',
  receipt: 'find_receipt',
  coverageAgree: 'coverage_agree',
  coverageExempt: 'coverage_exempt',
  coverageSettings: 'coverage_settings',
  remind: 'remind',
  notifications: 'notifications',
} as const;

export const FIELDS = {
  reason: 'reason',
  word: 'word',
  person: 'person',
  receipt: 'receipt',
  until: 'until',
  guests: 'guests',
  digest: 'digest',
  topics: 'topics',
} as const;

export const REASON_LIMIT = 200;
