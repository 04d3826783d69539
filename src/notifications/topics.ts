type Rules = {
  /** A security matter, which people hear of at any hour. */
  urgent: boolean;
  /** `unasked`: everyone hears of it who has not turned it off; `on_request`: only those who asked for it. */
  told: 'unasked' | 'on_request';
  /** `admins`: no one else ever hears of it. */
  to: 'everybody' | 'admins';
};

/**
 * What people hear of by a private message: the one list of topics, and nothing routine among them. The words, the
 * details that are kept, the form of preferences, its arbitraries in tests and the table in docs/notifications.md follow
 * from it: a topic that one of them lacks does not compile, or fails a test.
 */
const RULES = {
  /** Someone else than the person ended their permission. */
  access_ended: { urgent: true, told: 'unasked', to: 'everybody' },
  /** Renewing keeps failing, or Slack will never renew again. */
  renewal_failing: { urgent: false, told: 'unasked', to: 'everybody' },
  /** Slack did not confirm at once what they revoked: now it has, or Lanyard has given up. */
  revocation_settled: { urgent: true, told: 'unasked', to: 'everybody' },
  /** A person didn't expect an admin to revoke their permission. */
  revocation_contested: { urgent: true, told: 'unasked', to: 'admins' },
  /** Two-factor sign-in can no longer be counted through those who agreed to it. */
  coverage_lost: { urgent: false, told: 'unasked', to: 'admins' },
  /** An admin asks to turn two-factor sign-in on. */
  two_factor_reminder: { urgent: false, told: 'unasked', to: 'everybody' },
  /** Two-factor sign-in in numbers, once a week. */
  coverage_digest: { urgent: false, told: 'on_request', to: 'admins' },
} as const satisfies Record<string, Rules>;

export type Topic = keyof typeof RULES;

/** In the order in which people are offered them. */
export const TOPICS = Object.keys(RULES) as readonly Topic[];

export const isTopic = (text: string): text is Topic => Object.hasOwn(RULES, text);

const those = (fits: (rules: Rules) => boolean): ReadonlySet<Topic> =>
  new Set(TOPICS.filter((topic) => fits(RULES[topic])));

export const URGENT = those(({ urgent }) => urgent);
export const ON_REQUEST = those(({ told }) => told === 'on_request');
export const FOR_ADMINS = those(({ to }) => to === 'admins');
