/** How one attempt to install ended, or why a page could not be shown. Each has its own page and its own status. */
export type Outcome = Success | Failure;

export type Success = Installed | PermissionGiven;
export type Failure = Stopped | SlackRefused | OtherWorkspace | NotFound;

export type Installed = {
  kind: 'installed';
  /** Name of the workspace or organization, as Slack told it: may hold anything. */
  place: string;
  orgWide: boolean;
  /** What was here before: nothing, this person's installation, or that of someone else. */
  before: 'nothing' | 'own' | 'someone_elses';
  lets: readonly string[];
  never: readonly string[];
  /** The person's own permission came with it. */
  personal: boolean;
  change?: ScopeChange;
} & WaysIntoSlack;

export type PermissionGiven = {
  kind: 'permission_given';
  place: string;
  lets: readonly string[];
  again: boolean;
  change?: ScopeChange;
} & WaysIntoSlack;

/** Against the grant before: what Lanyard may do now that it might not, and what it may no longer. */
export type ScopeChange = { added: readonly string[]; removed: readonly string[] };

type WaysIntoSlack = {
  /** What they lead to: Lanyard’s Home, or the channel that the person came from. */
  leadsTo: 'home' | 'channel';
  /** `slack://…`; left out where no Slack client can answer it, as in the demo. */
  openInSlackUrl?: string;
  /** The same in a browser, for people without Slack’s own app. */
  openInBrowserUrl: string;
};

/** What every failure carries. */
type Stop = {
  /** Also in the log; empty: it isn't logged one by one. */
  reference: string;
};

type Stopped = Stop & {
  retryPath: string;
  kind:
    | 'app_not_added'
    | 'approval_pending'
    | 'busy'
    | 'cancelled'
    | 'code_used'
    | 'install_unavailable'
    | 'misconfigured'
    | 'not_distributed'
    | 'not_saved'
    | 'other_browser'
    | 'other_person'
    | 'slack_unreachable'
    | 'state_expired'
    | 'state_missing'
    | 'state_used'
    | 'too_many'
    | 'unexpected';
};

type SlackRefused = Stop & {
  kind: 'slack_refused';
  retryPath: string;
  /** Slack's error code. Shown small. */
  slackError: string;
};

/**
 * The person chose a different workspace than the link was for. What they gave there is kept: Slack holds it valid. The
 * workspace of the link is never named: anyone can write a link, and the page would tell who uses Lanyard.
 */
type OtherWorkspace = Stop & { kind: 'other_workspace'; retryPath: string; chosen: string };

/** Nothing was begun that could be tried again: the way on is the start page. */
type NotFound = Stop & { kind: 'not_found' };

const STATUS = {
  installed: 200,
  permission_given: 200,
  state_missing: 400,
  state_expired: 400,
  code_used: 400,
  approval_pending: 403,
  cancelled: 403,
  not_distributed: 403,
  other_browser: 403,
  not_found: 404,
  other_person: 409,
  other_workspace: 409,
  state_used: 409,
  too_many: 429,
  misconfigured: 500,
  unexpected: 500,
  app_not_added: 502,
  slack_refused: 502,
  slack_unreachable: 502,
  busy: 503,
  not_saved: 503,
  install_unavailable: 503,
} as const satisfies Record<Outcome['kind'], number>;

/** The HTTP status that the page of an outcome is sent with: 4xx is the request's cause, 502 Slack's, 500 and 503 ours. */
export function statusOf(outcome: Outcome): (typeof STATUS)[Outcome['kind']] {
  return STATUS[outcome.kind];
}

export function isFailure(outcome: Outcome): outcome is Failure {
  return outcome.kind !== 'installed' && outcome.kind !== 'permission_given';
}
