import type { Button } from '@slack/types';
import type { Checks } from '../../authorizations/listing/find-rows.ts';
import type { Authorization } from '../../authorizations/listing/list.ts';
import { PROBLEMS } from '../../authorizations/statuses/status.ts';
import { aliveIn, problemsIn, type StatusCounts } from '../../authorizations/statuses/status-counts.ts';
import { judgeToken } from '../../slack-api/token-judgement.ts';
import { type RowSurroundings, stepOf } from '../authorizations/authorization-row.ts';
import { endingSentence, titleOf } from '../authorizations/describe-authorization.ts';
import { dateToken } from '../blocks/slack-text.ts';
import type { OwnFactor } from './own-two-factor.ts';

/** The first line of Home, and the only prominent button on it. */
export type Headline = { text: string; step?: Button | undefined };

/** What owners and admins have to know of the workspace; `unknown`: Slack did not confirm that they are one. */
export type WorkspaceFacts =
  | {
      alerts: number;
      adminsOff: number;
      /** No one's permission works through which it was counted. */
      coverageLost: boolean;
      /** The last count didn't finish. */
      countFailed: boolean;
    }
  | 'unknown';

export type HeadlineFacts = {
  counts: StatusCounts;
  checks: Checks;
  /** Of the page that is shown, problems first. */
  rows: readonly Authorization[];
  own: Authorization | undefined;
  factor: OwnFactor;
  /** Undefined: they are no admin. */
  workspace: WorkspaceFacts | undefined;
  /** A check that was just tried had no answer. */
  checkFailed: boolean;
  now: Date;
};

/** So long it's news that someone else ended a permission; its row keeps saying so for as long as it's kept. */
const NEWS_MS = 7 * 24 * 60 * 60_000;

type Steps = {
  turnOn(): Button;
  showWorkspace(): Button;
  verify(): Button;
};

/** The worst of everything that is known, and the next step. Green needs the date of a check. Pure. */
export function headlineOf(facts: HeadlineFacts, row: RowSurroundings, steps: Steps): Headline {
  const { words } = row;
  const { orgWide } = row.reading;
  const { headline: say, status } = words;
  const { counts, checks, own, factor, workspace, checkFailed } = facts;
  const all = aliveIn(counts);
  const marked = (mark: string, text: string, step?: Button): Headline => ({ text: `${mark} ${text}`, step });
  const { marks } = status;

  if (factor.kind === 'off') {
    return factor.singleSignOn === 'no'
      ? marked(marks.expired, say.twoFactorOff, steps.turnOn())
      : marked(marks.needs_attention, say.twoFactorOffUnless, steps.turnOn());
  }
  const problem = problemHeadline(facts, row);
  if (problem) return marked(marks.needs_attention, problem.text, problem.step);
  if (workspace && workspace !== 'unknown') {
    const { adminsOff, alerts, coverageLost, countFailed } = workspace;
    if (adminsOff > 0)
      return marked(marks.needs_attention, say.adminsWithout(adminsOff, orgWide), steps.showWorkspace());
    if (alerts > 0)
      return marked(marks.needs_attention, say.workspaceProblems(alerts, orgWide), steps.showWorkspace());
    if (coverageLost) return marked(marks.needs_attention, say.coverageLost, steps.showWorkspace());
    if (countFailed) return marked(marks.needs_attention, say.countFailed, steps.showWorkspace());
  }
  if (own?.cause.kind === 'ended' && own.cause.byUserId !== row.viewerUserId) {
    const isNews = facts.now.getTime() - own.cause.at.getTime() < NEWS_MS;
    const why = endingSentence(words, own.cause, row.viewerUserId);
    const text = say.ended(inSentence(own, row), why);
    if (isNews) return marked(marks.needs_attention, text, stepOf(own, row, 'primary'));
    if (all === 0) return marked(marks.revoked, text, stepOf(own, row, 'primary'));
  }
  if (all === 0) return marked(marks.revoked, say.none);
  if (checkFailed) return marked(status.notCheckedMark, say.checkFailed);
  const renewing = counts.renewing ?? 0;
  if (renewing > 0) return marked(marks.renewing, say.renewing(renewing, all));
  const { unchecked, oldestAt } = checks;
  if (unchecked > 0 || !oldestAt) {
    return marked(status.notCheckedMark, say.notChecked(unchecked, all), steps.verify());
  }
  const when = dateToken(oldestAt);
  const alive = own !== undefined && own.cause.kind !== 'ended';
  if (!alive) return marked(marks.working, say.workspaceWorks(all, when, orgWide));
  const safe = factor.kind === 'on' && factor.stale !== true && workspace !== 'unknown';
  return marked(marks.working, safe ? say.everythingWorks(all, when) : say.works(all, when));
}

function problemHeadline({ counts, rows }: HeadlineFacts, row: RowSurroundings): Headline | undefined {
  const { headline: say } = row.words;
  const problems = problemsIn(counts);
  if (problems === 0) return undefined;
  const worst = rows.find(({ status }) => PROBLEMS.has(status));
  if (!worst) return { text: say.problems(problems, aliveIn(counts)) };
  const more = problems > 1 ? ` ${say.moreProblems(problems - 1)}` : '';
  return { text: `${problemSentence(worst, row)}${more}`, step: stepOf(worst, row, 'primary') };
}

/** A row's title inside a sentence. */
function inSentence(authorization: Authorization, { words, reading }: RowSurroundings): string {
  const { ownTitle, labels } = words.home;
  return titleOf(words, authorization, reading).mrkdwn.replace(ownTitle, labels.own);
}

function problemSentence(worst: Authorization, row: RowSurroundings): string {
  const { words } = row;
  const { problem: say } = words.headline;
  const { cause } = worst;
  const title = inSentence(worst, row);
  switch (cause.kind) {
    case 'slack_refuses':
      return say.refused(title, words.slackErrors.next(judgeToken(cause.slackError).next));
    case 'revoking':
      return cause.goesOn ? say.revoking(title) : say.revoking_given_up(title);
    case 'renewal_dead':
    case 'renewal_failing':
    case 'unreadable':
      return say[cause.kind](title);
    default:
      return say.expired(title);
  }
}
