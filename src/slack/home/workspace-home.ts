import type { KnownBlock } from '@slack/types';
import { type Alert, FIXED_CAUSES, slackCodeInCause } from '../../authorizations/alerts.ts';
import type { Dispute } from '../../authorizations/disputes.ts';
import type { WorkspaceAuthorizations } from '../../authorizations/for-admins.ts';
import type { OrganizationWorkspaces } from '../../authorizations/organization-workspaces.ts';
import { STATUSES } from '../../authorizations/statuses/status.ts';
import { aliveIn, problemsIn } from '../../authorizations/statuses/status-counts.ts';
import type { Words } from '../../locales/words.ts';
import type { Coverage } from '../../two-factor/coverage.ts';
import { authorizationRow, type GiveUrl } from '../authorizations/authorization-row.ts';
import { whatSlackSaid } from '../authorizations/describe-authorization.ts';
import { HOME_ACTIONS, homeAction } from '../blocks/action-ids.ts';
import {
  actions,
  button,
  context,
  createLabels,
  divider,
  header,
  type Labels,
  peopleMenu,
  section,
} from '../blocks/blocks.ts';
import { dateToken, mention, nameText, shorten } from '../blocks/slack-text.ts';
import { type CoverageCard, coverageCard } from '../coverage/coverage-card.ts';
import { clearButton, statusFilter } from './filters.ts';
import type { WorkspaceFacts } from './headline.ts';
import { filtersBlock, type HomeState } from './home-state.ts';
import { type HomeNotice, pager, refreshButton } from './member-home.ts';
import { tabs } from './tabs.ts';

export type WorkspaceHome = {
  everyone: WorkspaceAuthorizations;
  /** Of an organization; undefined: Slack didn't say. */
  workspaces: OrganizationWorkspaces | undefined;
  alerts: readonly Alert[];
  coverage: CoverageCard;
  state: HomeState;
  placeName: string | undefined;
  orgWide: boolean;
  viewerUserId: string;
  notice: HomeNotice;
  giveUrl: GiveUrl;
};

const MOST_ALERTS = 3;

/** What owners and admins see: what is wrong first, then everyone's permissions. Pure. */
export function workspaceHome(words: Words, content: WorkspaceHome): KnownBlock[] {
  const { admin, home } = words;
  const { everyone, alerts, coverage, notice, state, orgWide, viewerUserId, giveUrl } = content;
  const labels = createLabels(home.labels.numbered);
  const place = content.placeName ?? (orgWide ? home.thisOrganization : home.thisWorkspace);
  const rows = everyone.rows.flatMap((authorization) =>
    authorizationRow(authorization, {
      words,
      reading: { list: 'workspace', orgWide },
      labels,
      viewerUserId,
      checking: notice.checking === 'all' || notice.checking?.has(authorization.id) === true,
      notice: notice.rows?.[authorization.id],
      giveUrl,
    }),
  );
  return [
    header(shorten(admin.workspace.title(place.replaceAll(/\s+/g, ' ')), 150)),
    ...tabs(words, 'workspace', labels, { orgWide, beside: [refreshButton(words, labels)] }),
    ...(notice.over ? [section(notice.over, notice.beside)] : []),
    section([summary(words, content), counts(words, everyone), ...workspacesLine(words, content)].join('\n')),
    ...alertBlocks(words, alerts, labels),
    divider,
    ...coverageCard(words, coverage, labels),
    divider,
    section([`*${admin.workspace.list}*`, ...filteredLine(words, state)].join('\n')),
    ...actions(filtersBlock(state), [
      statusFilter(words, HOME_ACTIONS.filterStatus, state.status),
      peopleMenu(homeAction('findPerson', 'workspace'), admin.filters.person, state.person),
      ...(state.status || state.person ? [clearButton(words, labels)] : []),
    ]),
    ...(rows.length > 0 ? rows : [context(admin.workspace.empty)]),
    ...pager(words, everyone.page, labels),
    divider,
    section(
      `*${admin.removeApp.heading}*\n${admin.removeApp.text}`,
      button({
        actionId: HOME_ACTIONS.removeApp,
        text: admin.buttons.removeApp,
        label: labels(admin.labels.removeApp),
        value: 'app',
      }),
    ),
  ];
}

const filteredLine = ({ admin, status }: Words, { status: only, person }: HomeState): string[] =>
  only || person ? [admin.workspace.filtered(only && status.names[only], person && mention(person))] : [];

/** The worst of what is known of the workspace. Green needs the date of a check. */
function summary(words: Words, { everyone, alerts, coverage: { coverage }, orgWide }: WorkspaceHome): string {
  const { headline: say, admin, status } = words;
  const { counts, checks } = everyone;
  const all = aliveIn(counts);
  const problems = problemsIn(counts);
  const { adminsOff, coverageLost, countFailed } = workspaceFacts(alerts, coverage);
  const figures = coverage.kind === 'set_up' ? coverage.figures : undefined;
  const worry = (text: string) => `${status.marks.needs_attention} ${text}`;
  if (adminsOff > 0) return worry(say.adminsWithout(adminsOff, orgWide));
  if (alerts.length > 0) return worry(say.workspace.alerts(alerts.length));
  if (problems > 0) return worry(say.workspace.problems(problems, all));
  if (coverageLost) return worry(say.coverageLost);
  if (countFailed) return worry(say.countFailed);
  if (figures && figures.counts.off > 0) return worry(say.workspace.off(figures.counts.off));
  if (all === 0) return `${status.marks.revoked} ${admin.workspace.none}`;
  const renewing = counts.renewing ?? 0;
  if (renewing > 0) return `${status.marks.renewing} ${say.workspace.renewing(renewing, all)}`;
  const { unchecked, oldestAt } = checks;
  if (unchecked > 0 || !oldestAt) return `${status.notCheckedMark} ${say.notChecked(unchecked, all)}`;
  if (!figures) return `${status.notCheckedMark} ${say.workspace.notCounted(all)}`;
  return `${status.marks.working} ${say.workspace.works(all, dateToken(oldestAt))}`;
}

/** What an admin has to know of everyone before they look at anything else. */
export function workspaceFacts(
  alerts: readonly Alert[],
  coverage: Coverage,
): Exclude<WorkspaceFacts, 'unknown'> {
  const setUp = coverage.kind === 'set_up' ? coverage : undefined;
  return {
    alerts: alerts.length,
    adminsOff: setUp?.figures?.counts.adminsOff ?? 0,
    coverageLost: setUp !== undefined && !setUp.reader.works,
    countFailed: setUp?.failed !== undefined,
  };
}

/** By their names: an id says nothing to people, least of all read aloud. */
function workspacesLine({ admin }: Words, { orgWide, workspaces }: WorkspaceHome): string[] {
  const say = admin.workspace.organization;
  if (!orgWide) return [];
  if (!workspaces) return [say.unknown];
  const { names, total } = workspaces;
  if (total === 0) return [say.hasNone];
  return [say.has(total, names.map((name) => nameText(name, 80)).join(', '), total - names.length)];
}

/** Every status by its name, the absent ones too: a zero is an answer. */
const counts = ({ status }: Words, { counts }: WorkspaceAuthorizations): string =>
  STATUSES.map((each) => `${status.names[each]} ${counts[each] ?? 0}`).join('  ·  ');

/** Two blocks for each, under one title, and one for each dispute. */
function alertBlocks(words: Words, alerts: readonly Alert[], labels: Labels): KnownBlock[] {
  const say = words.admin.alerts;
  const more = alerts.length - MOST_ALERTS;
  const title = `*${say.title}*${more > 0 ? `   ${say.more(more)}` : ''}`;
  if (alerts.length === 0) return [section(`${title}\n${say.none}`)];
  return alerts.slice(0, MOST_ALERTS).flatMap((alert, index) => {
    const { cause, count, firstAt, lastAt, acknowledged, disputes = [] } = alert;
    const sentence = causeSentence(words, cause, count);
    const seen = say.seen(count, dateToken(firstAt), dateToken(lastAt));
    const noted = acknowledged
      ? ` ${say.acknowledged(mention(acknowledged.byUserId), dateToken(acknowledged.at))}`
      : '';
    const press = (action: 'acknowledge' | 'resolve') =>
      button({
        actionId: homeAction(action, String(index)),
        text: say[action],
        label: labels(say[`${action}Label`](sentence.replaceAll('*', ''))),
        value: shorten(cause, 2000),
      });
    const lines = [...(index === 0 ? [title] : []), sentence, `${seen}${noted}`];
    return [
      section(lines.join('\n')),
      ...disputeBlocks(words, disputes, count, labels),
      ...actions(
        `alert:${index}`,
        acknowledged ? [press('resolve')] : [press('acknowledge'), press('resolve')],
      ),
    ];
  });
}

/** Who revoked whose permission and why, each with its entry. */
function disputeBlocks(
  { admin: { alerts: say, audit } }: Words,
  disputes: readonly Dispute[],
  count: number,
  labels: Labels,
): KnownBlock[] {
  const more = Math.max(0, count - disputes.length);
  return disputes.map(({ byUserId, whoseUserId, revokedAt, reason, receipt }, index) => {
    const by = byUserId ? mention(byUserId) : audit.somebody;
    const lines = [
      say.dispute(by, mention(whoseUserId), dateToken(revokedAt)),
      ...(reason ? [audit.reason(nameText(reason, 300))] : []),
      ...(more > 0 && index === disputes.length - 1 ? [say.moreDisputes(more)] : []),
    ];
    return section(
      lines.join('\n'),
      button({
        actionId: homeAction('openEntry', String(index)),
        text: say.openEntry,
        label: labels(say.openEntryLabel(receipt)),
        value: receipt,
      }),
    );
  });
}

function causeSentence(words: Words, cause: string, count: number): string {
  const { causes, slackCause } = words.admin.alerts;
  const known = FIXED_CAUSES.find((each) => each === cause);
  if (known) return causes[known](count);
  return slackCause(count, ...whatSlackSaid(words, slackCodeInCause(cause) ?? cause, true));
}
