import type { Button, KnownBlock } from '@slack/types';
import type { MyAuthorizations } from '../../authorizations/listing/list.ts';
import type { Page } from '../../authorizations/listing/page.ts';
import type { Role } from '../../authorizations/roles/role.ts';
import { type AuthorizationStatus, PROBLEMS } from '../../authorizations/statuses/status.ts';
import { aliveIn, problemsIn, totalOf } from '../../authorizations/statuses/status-counts.ts';
import type { Words } from '../../locales/words.ts';
import { REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import { authorizationRow, type GiveUrl } from '../authorizations/authorization-row.ts';
import { HOME_ACTIONS, homeAction, rowAction } from '../blocks/action-ids.ts';
import {
  actions,
  button,
  context,
  createLabels,
  divider,
  header,
  plainContext,
  section,
} from '../blocks/blocks.ts';
import { PREFERENCES_ACTION } from '../notifications/notification-action-ids.ts';
import { clearButton, statusFilter } from './filters.ts';
import { lookValue } from './home-state.ts';
import { tabs } from './tabs.ts';

/** What just happened: over the list, or in place of the sentence of one row. */
export type HomeNotice = {
  over?: string;
  /** What to do about it. */
  beside?: Button | undefined;
  rows?: Readonly<Record<string, string>>;
  /** Rows that are being asked about; `all`: each of them. */
  checking?: ReadonlySet<string> | 'all';
};

export type MemberHome = {
  mine: MyAuthorizations;
  viewerUserId: string;
  /** Undefined: Slack did not tell. */
  role: Role | undefined;
  /** What alone is shown; undefined: all. */
  status: AuthorizationStatus | undefined;
  notice: HomeNotice;
  giveUrl: GiveUrl;
  /** For the offer of a permission that was never given. */
  giveHereUrl: string;
  aboutUrl: string;
};

/** With more than a page of them somebody looks for something. */
const FILTERED_FROM = 11;

/** What a person sees of their own: problems first, then the rest, then what they could give. Pure. */
export function memberHome(words: Words, content: MemberHome): KnownBlock[] {
  const { home } = words;
  const { mine, notice, role, status, viewerUserId, giveUrl } = content;
  const total = totalOf(mine.counts);
  const labels = createLabels(home.labels.numbered);
  const reading = { list: 'mine', here: mine.serving, orgWide: mine.orgWide } as const;
  const row = (authorization: (typeof mine.rows)[number]) => [
    ...authorizationRow(authorization, {
      words,
      reading,
      labels,
      viewerUserId,
      checking: notice.checking === 'all' || notice.checking?.has(authorization.id) === true,
      notice: notice.rows?.[authorization.id],
      giveUrl,
    }),
    divider,
  ];
  const problems = mine.rows.filter(({ status }) => PROBLEMS.has(status));
  const others = mine.rows.filter(({ status }) => !PROBLEMS.has(status));
  const grouped = problems.length > 0 && others.length > 0;
  const place = mine.placeName ?? (mine.orgWide ? home.thisOrganization : home.thisWorkspace);
  return [
    header(home.title),
    plainContext(home.place(place.replaceAll(/\s+/g, ' '), aliveIn(mine.counts))),
    ...(role === 'admin' ? tabs(words, 'mine', labels) : []),
    ...(notice.over ? [section(notice.over, notice.beside)] : []),
    ...whoIsReading(words, role),
    ...(total > 0 ? [section(summary(words, mine))] : []),
    ...actions('all', [
      ...(aliveIn(mine.counts) > 1
        ? [
            button({
              actionId: homeAction('verifyAll', 'mine'),
              text: home.buttons.verifyAll,
              label: labels(home.labels.verifyAll),
            }),
          ]
        : []),
      refreshButton(words, labels),
      button({
        actionId: PREFERENCES_ACTION,
        text: words.notifications.preferences.button,
        label: labels(words.notifications.preferences.buttonLabel),
      }),
      ...(total >= FILTERED_FROM || status
        ? [
            statusFilter(words, HOME_ACTIONS.filterMine, status),
            ...(status ? [clearButton(words, labels)] : []),
          ]
        : []),
    ]),
    ...(status ? [context(words.admin.workspace.filtered(words.status.names[status], undefined))] : []),
    divider,
    ...(grouped ? [context(`*${home.groups.problems}*`)] : []),
    ...problems.flatMap(row),
    ...(grouped ? [context(`*${home.groups.others}*`)] : []),
    ...others.flatMap(row),
    ...(status && mine.rows.length === 0 ? [context(words.admin.workspace.empty)] : []),
    ...pager(words, mine.page, labels),
    ...(mine.page.pages > 1 ? [divider] : []),
    // Before Slack has said that they belong here, nothing of it is offered.
    ...(mine.own || role === undefined ? [] : [...offer(words, content, labels), divider]),
    context(`${home.footer} · <${content.aboutUrl}|${home.footerLink}>`),
  ];
}

/** One line that answers the first question: is everything all right? */
function summary({ home, status }: Words, mine: MyAuthorizations): string {
  const all = aliveIn(mine.counts);
  const problems = problemsIn(mine.counts);
  if (problems > 0) return `${status.marks.needs_attention} ${home.summary.problems(problems, all)}`;
  if (all === 0) return `${status.marks.revoked} ${home.summary.none}`;
  const renewing = mine.counts.renewing ?? 0;
  if (renewing > 0) return `${status.marks.renewing} ${home.summary.renewing(renewing, all)}`;
  return `${status.marks.working} ${home.summary.allWell}`;
}

function whoIsReading({ home }: Words, role: Role | undefined): KnownBlock[] {
  if (role === undefined) return [context(home.unknownPerson)];
  return role === 'guest' ? [context(home.guest)] : [];
}

function offer({ home, scopes }: Words, { giveHereUrl }: MemberHome, labels: (label: string) => string) {
  const offered = REQUESTED_USER_SCOPES.map((scope) => scopes.of('user', scope));
  return [
    section(`*${home.ownTitle}*   ${home.notGiven}\n${home.ownOffer}`),
    context(offered.map(({ lets, never }) => home.ownOfferScope(lets, never)).join(' ')),
    ...actions('own', [
      button({
        actionId: rowAction('give', 'here'),
        text: home.buttons.give,
        label: labels(home.labels.give),
        url: giveHereUrl,
        style: 'primary',
      }),
    ]),
  ];
}

export const refreshButton = ({ home }: Words, labels: (label: string) => string) =>
  button({
    actionId: homeAction('look', 'again'),
    text: home.buttons.refresh,
    label: labels(home.labels.refresh),
    value: lookValue({ kind: 'again' }),
  });

/** Where in a long list this is, and the way on. Nothing for a list of one page. */
export function pager({ home }: Words, page: Page, labels: (label: string) => string): KnownBlock[] {
  if (page.pages === 1) return [];
  const range = home.range(page.offset + 1, Math.min(page.offset + page.limit, page.total), page.total);
  const turn = (to: number, text: string, label: string) =>
    button({
      actionId: homeAction('look', `page:${to}`),
      text,
      label: labels(label),
      value: lookValue({ kind: 'page', page: to }),
    });
  return [
    context(range),
    ...actions('pages', [
      ...(page.number > 1 ? [turn(page.number - 1, home.buttons.previous, home.labels.previous(range))] : []),
      ...(page.number < page.pages
        ? [turn(page.number + 1, home.buttons.next, home.labels.next(range))]
        : []),
    ]),
  ];
}
