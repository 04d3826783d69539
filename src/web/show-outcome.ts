import type { Context } from 'hono';
import type { Incidents } from '../incidents/incidents.ts';
import type { Words } from '../locales/words.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { currentReference } from '../observability/request-context.ts';
import { INSTALL_PATH } from '../slack-api/app-surface.ts';
import { type Failure, isFailure, type Outcome, type Success, statusOf } from './installing/oauth-outcome.ts';
import { renderOutcome } from './pages/outcome-page.ts';

/** An outcome before it gets its reference; `retryPath` is the plain installation unless said. */
export type OutcomeToShow =
  | Success
  | { kind: 'slack_refused'; slackError: string; retryPath?: string }
  | { kind: 'other_workspace'; chosen: string; retryPath: string }
  | { kind: Exclude<Failure['kind'], 'slack_refused' | 'other_workspace'>; retryPath?: string };

export type ShowOutcome = (context: Context, outcome: OutcomeToShow) => Response | Promise<Response>;

type Dependencies = {
  incidents: Pick<Incidents, 'open'>;
  words: Words;
  metrics: Metrics;
  logger: Logger;
};

/** What failed at Slack, so that an incident there may be why. */
const SLACKS: ReadonlySet<Outcome['kind']> = new Set(['slack_unreachable', 'slack_refused', 'app_not_added']);

/** Logged with their numbers, not one by one: a reference would lead nowhere. */
const COUNTED_AS_REFUSALS: ReadonlySet<Outcome['kind']> = new Set(['too_many', 'not_found']);

/** Sends the page of an outcome with its status, and counts it. The reference on it is in the log, too. */
export function createShowOutcome({ incidents, words, metrics, logger }: Dependencies): ShowOutcome {
  return (context, toShow) => {
    const counted = COUNTED_AS_REFUSALS.has(toShow.kind);
    const reference = counted ? '' : currentReference();
    const outcome = { reference, retryPath: INSTALL_PATH, ...toShow } as Outcome;
    metrics.installs.inc({ outcome: outcome.kind });
    const status = statusOf(outcome);
    if (isFailure(outcome) && !counted) {
      logger.info({ outcome: outcome.kind, status, path: context.req.path }, 'A page told of a failure');
    }
    const open = SLACKS.has(outcome.kind) ? incidents.open() : [];
    const lead = words.incidents.lead(open.length, open[0]?.outage === true);
    const incident = open.length > 0 ? { lead, named: open } : undefined;
    return context.html(renderOutcome(outcome, { words: words.pages, incident }), status);
  };
}
