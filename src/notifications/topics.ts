/** What people are told about by a private message: a closed set. Nothing that is routine. */
export const TOPICS = [
  /** Somebody else than the person ended their permission. */
  'access_ended',
  /** Renewing keeps failing, or Slack will never renew again. */
  'renewal_failing',
] as const;

export type Topic = (typeof TOPICS)[number];

export const isTopic = (text: string): text is Topic => TOPICS.some((topic) => topic === text);

/** A security matter is told at whatever hour. */
export const URGENT: ReadonlySet<Topic> = new Set(['access_ended']);

/** Only these does a person have to ask for. */
export const ON_REQUEST: ReadonlySet<Topic> = new Set();
