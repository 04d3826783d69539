import type { Context } from 'hono';
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

type Dependencies = { words: Words; metrics: Metrics; logger: Logger };

/** Sends the page of an outcome with its status, and counts it. The reference on it is in the log, too. */
export function createShowOutcome({ words, metrics, logger }: Dependencies): ShowOutcome {
  return (context, toShow) => {
    const outcome = { reference: currentReference(), retryPath: INSTALL_PATH, ...toShow } as Outcome;
    metrics.installs.inc({ outcome: outcome.kind });
    const status = statusOf(outcome);
    // How often that happens is told once a minute, not by each.
    if (isFailure(outcome) && outcome.kind !== 'too_many') {
      logger.info({ outcome: outcome.kind, status, path: context.req.path }, 'A page told of a failure');
    }
    return context.html(renderOutcome(outcome, { words: words.pages }), status);
  };
}
