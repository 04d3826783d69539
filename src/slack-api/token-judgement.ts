import {
  SLACK_ERROR_CODES,
  type SlackErrorClass,
  type SlackErrorCode,
  slackErrorClass,
} from './slack-error-codes.ts';

/** The one thing to do about a token that Slack does not take. */
export type NextStep =
  | 'reauthorize'
  | 'wait'
  | 'set_up_two_factor'
  | 'ask_workspace_admin'
  | 'ask_organization_admin'
  | 'tell_operator';

export type TokenJudgement = {
  /** The status it gives an authorization; `unchanged`: what was known before stays true. */
  status: 'needs_attention' | 'expired' | 'revoked' | 'unknown' | 'unchanged';
  next: NextStep;
};

const needs = (next: NextStep): TokenJudgement => ({ status: 'needs_attention', next });
const PASSING: TokenJudgement = { status: 'unchanged', next: 'wait' };

/** What a class of codes means for the token that the call was made with; other classes say nothing that is known. */
const JUDGEMENTS = {
  dead_token: { status: 'revoked', next: 'reauthorize' },
  expired_token: { status: 'expired', next: 'reauthorize' },
  doubted_token: needs('reauthorize'),
  missing_scope: needs('reauthorize'),
  wrong_token_type: needs('reauthorize'),
  not_permitted: needs('ask_workspace_admin'),
  needs_two_factor: needs('set_up_two_factor'),
  needs_workspace_admin: needs('ask_workspace_admin'),
  needs_organization_admin: needs('ask_organization_admin'),
  our_fault: { status: 'unknown', next: 'tell_operator' },
  rate_limited: PASSING,
  passing: PASSING,
} as const satisfies Partial<Record<SlackErrorClass, TokenJudgement>>;

type TokenClass = keyof typeof JUDGEMENTS;

/** The codes that say something about a token, or that any method may answer with: each has words of its own. */
export type TokenErrorCode = {
  [Code in SlackErrorCode]: (typeof SLACK_ERROR_CODES)[Code] extends TokenClass ? Code : never;
}[SlackErrorCode];

const isTokenClass = (name: SlackErrorClass): name is TokenClass => Object.hasOwn(JUDGEMENTS, name);

export const isTokenErrorCode = (code: string): code is TokenErrorCode => isTokenClass(slackErrorClass(code));

/** What a code says about the token; any other one is taken seriously and passed on to the operator. */
export function judgeToken(code: string): TokenJudgement {
  const name = slackErrorClass(code);
  return isTokenClass(name) ? JUDGEMENTS[name] : needs('tell_operator');
}

/** The codes that give an authorization this status. */
export const codesWithStatus = (status: TokenJudgement['status']): SlackErrorCode[] =>
  (Object.keys(SLACK_ERROR_CODES) as SlackErrorCode[]).filter((code) => judgeToken(code).status === status);
