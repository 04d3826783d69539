/** What people are told about by a private message: a closed set. Nothing that is routine. */
export const TOPICS = [
  /** Somebody else than the person ended their permission. */
  'access_ended',
  /** Renewing keeps failing, or Slack will never renew again. */
  'renewal_failing',
  /** What they revoked without Slack's confirming it at once: it has now, or never did. */
  'revocation_settled',
  /** Two-factor sign-in can no longer be counted through those who agreed to it. */
  'coverage_lost',
  /** An admin asks to turn two-factor sign-in on. */
  'two_factor_reminder',
  /** Two-factor sign-in in numbers, once a week. */
  'coverage_digest',
] as const;

export type Topic = (typeof TOPICS)[number];

export const isTopic = (text: string): text is Topic => TOPICS.some((topic) => topic === text);

/** A security item is told at whatever hour. */
export const URGENT: ReadonlySet<Topic> = new Set(['access_ended', 'revocation_settled']);

/** Only these does a person have to ask for. */
export const ON_REQUEST: ReadonlySet<Topic> = new Set(['coverage_digest']);

/** Nobody else is ever told of these. */
export const FOR_ADMINS: ReadonlySet<Topic> = new Set(['coverage_lost', 'coverage_digest']);
