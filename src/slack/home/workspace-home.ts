import type { KnownBlock } from '@slack/types';
import { type Alert, FIXED_CAUSES, slackCodeInCause } from '../../authorizations/alerts.ts';
import type { WorkspaceAuthorizations } from '../../authorizations/for-admins.ts';
import { STATUSES } from '../../authorizations/statuses/status.ts';
import { aliveIn, problemsIn } from '../../authorizations/statuses/status-counts.ts';
import type { Words } from '../../locales/words.ts';
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
  section,
} from '../blocks/blocks.ts';
import { dateToken, mention, shorten } from '../blocks/slack-text.ts';
import { type CoverageCard, coverageCard } from '../coverage/coverage-card.ts';
import { clearButton, statusFilter } from './filters.ts';
import type { HomeState } from './home-state.ts';
import { type HomeNotice, pager, refreshButton } from './member-home.ts';
import { tabs } from './tabs.ts';

export type WorkspaceHome = {
  everyone: WorkspaceAuthorizations;
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

/** What owners and admins see: what is wrong first, then everybody's permissions. Pure. */
export function workspaceHome(words: Words, content: WorkspaceHome): KnownBlock[] {
  const { admin, home } = words;
  const { everyone, alerts, coverage, notice, state, orgWide, viewerUserId, giveUrl } = content;
  const labels = createLabels(home.labels.numbered);
  const place = content.placeName ?? (orgWide ? home.thisOrganization : home.thisWorkspace);
  const rows = everyone.rows.flatMap((authorization) => [
    ...authorizationRow(authorization, {
      words,
      reading: { list: 'workspace', orgWide },
      labels,
      viewerUserId,
      checking: notice.checking === 'all' || notice.checking?.has(authorization.id) === true,
      notice: notice.rows?.[authorization.id],
      giveUrl,
    }),
    divider,
  ]);
  return [
    header(shorten(admin.workspace.title(place.replaceAll(/\s+/g, ' ')), 150)),
    ...tabs(words, 'workspace', labels, [refreshButton(words, labels)]),
    ...(notice.over ? [section(notice.over, notice.beside)] : []),
    section(`${summary(words, everyone)}\n${counts(words, everyone)}`),
    ...alertBlocks(words, alerts, labels),
    divider,
    ...coverageCard(words, coverage, labels),
    divider,
    section([`*${admin.workspace.list}*`, ...filteredLine(words, state)].join('\n')),
    ...actions('filters', [
      statusFilter(words, HOME_ACTIONS.filterStatus, state.status),
      button({
        actionId: homeAction('choosePerson', 'workspace'),
        text: admin.filters.person,
        label: labels(admin.filters.personLabel),
        value: 'workspace',
      }),
      ...(state.status || state.person ? [clearButton(words, labels)] : []),
    ]),
    ...(rows.length > 0 ? rows : [context(admin.workspace.empty), divider]),
    ...pager(words, everyone.page, labels),
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

function summary({ admin: { workspace }, status }: Words, { counts }: WorkspaceAuthorizations): string {
  const all = aliveIn(counts);
  const problems = problemsIn(counts);
  if (problems > 0) return `${status.marks.needs_attention} ${workspace.summary.problems(problems, all)}`;
  if (all === 0) return `${status.marks.revoked} ${workspace.summary.none}`;
  return `${status.marks.working} ${workspace.summary.allWell(all)}`;
}

/** Every status by its name, the absent ones too: a zero is an answer. */
const counts = ({ status }: Words, { counts }: WorkspaceAuthorizations): string =>
  STATUSES.map((each) => `${status.names[each]} ${counts[each] ?? 0}`).join('  ·  ');

/** Two blocks for each, under one title. */
function alertBlocks(words: Words, alerts: readonly Alert[], labels: Labels): KnownBlock[] {
  const say = words.admin.alerts;
  const more = alerts.length - MOST_ALERTS;
  const title = `*${say.title}*${more > 0 ? `   ${say.more(more)}` : ''}`;
  if (alerts.length === 0) return [section(`${title}\n${say.none}`)];
  return alerts.slice(0, MOST_ALERTS).flatMap((alert, index) => {
    const { cause, count, firstAt, lastAt, acknowledged } = alert;
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
      ...actions(
        `alert:${index}`,
        acknowledged ? [press('resolve')] : [press('acknowledge'), press('resolve')],
      ),
    ];
  });
}

function causeSentence(words: Words, cause: string, count: number): string {
  const { causes, slackCause } = words.admin.alerts;
  const known = FIXED_CAUSES.find((each) => each === cause);
  if (known) return causes[known](count);
  return slackCause(count, ...whatSlackSaid(words, slackCodeInCause(cause) ?? cause, true));
}
