import type { Button, KnownBlock } from '@slack/types';
import type { Authorization, MyAuthorizations } from '../../authorizations/listing/list.ts';
import type { Page } from '../../authorizations/listing/page.ts';
import type { Role } from '../../authorizations/roles/role.ts';
import type { AuthorizationStatus } from '../../authorizations/statuses/status.ts';
import { aliveIn, totalOf } from '../../authorizations/statuses/status-counts.ts';
import type { Words } from '../../locales/words.ts';
import { authorizationRow, type GiveUrl, type RowSurroundings } from '../authorizations/authorization-row.ts';
import { HOME_ACTIONS, homeAction, rowAction } from '../blocks/action-ids.ts';
import {
  actions,
  button,
  context,
  createLabels,
  divider,
  header,
  type Labels,
  plainContext,
  section,
} from '../blocks/blocks.ts';
import { PREFERENCES_ACTION } from '../notifications/notification-action-ids.ts';
import { clearButton, statusFilter } from './filters.ts';
import { type Headline, headlineOf, type WorkspaceFacts } from './headline.ts';
import { lookValue } from './home-state.ts';
import { type OwnFactor, ownTwoFactor } from './own-two-factor.ts';
import { tabs } from './tabs.ts';

/** What just happened: over the list, or in place of the sentence of one row. */
export type HomeNotice = {
  over?: string;
  /** What to do about it. */
  beside?: Button | undefined;
  rows?: Readonly<Record<string, string>>;
  /** Rows that are being asked about; `all`: each of them. */
  checking?: ReadonlySet<string> | 'all';
  /** A check that was just tried had no answer. */
  checkFailed?: boolean;
};

export type MemberHome = {
  mine: MyAuthorizations;
  viewerUserId: string;
  /** Undefined: Slack did not tell. */
  role: Role | undefined;
  /** What alone is shown; undefined: all. */
  status: AuthorizationStatus | undefined;
  /** Whether the healthy rows past the first few are shown. */
  open: boolean;
  factor: OwnFactor;
  /** Of owners and admins: what is known of everyone. */
  workspace: { facts: WorkspaceFacts; twoFactorLine: string | undefined } | undefined;
  notice: HomeNotice;
  now: Date;
  giveUrl: GiveUrl;
  /** For the offer of a permission that was never given. */
  giveHereUrl: string;
  settingsUrl: string;
  aboutUrl: string;
};

/** With more than a page of them someone looks for something. */
const FILTERED_FROM = 11;
/** Of those that work, so many are shown at first. */
const HEALTHY_SHOWN = 5;

/** A person's own security first, then what can act for them: problems first, then the rest. Pure. */
export function memberHome(words: Words, content: MemberHome): KnownBlock[] {
  const { home } = words;
  const { mine, notice, role, status, viewerUserId, giveUrl } = content;
  const total = totalOf(mine.counts);
  const labels = createLabels(home.labels.numbered);
  const reading = { list: 'mine', here: mine.serving, orgWide: mine.orgWide } as const;
  const surroundings = (id = '') => ({
    words,
    reading,
    labels,
    viewerUserId,
    checking: notice.checking === 'all' || notice.checking?.has(id) === true,
    notice: notice.rows?.[id],
    giveUrl,
  });
  const headline = headlineFor(words, content, surroundings(), labels);
  const [shown, hidden] = folded(mine.rows, content.open);
  const place = mine.placeName ?? (mine.orgWide ? home.thisOrganization : home.thisWorkspace);
  return [
    header(home.title),
    plainContext(home.place(place.replaceAll(/\s+/g, ' '), aliveIn(mine.counts))),
    ...(role === 'admin' ? tabs(words, 'mine', labels, { orgWide: mine.orgWide }) : []),
    ...(notice.over ? [section(notice.over, notice.beside)] : []),
    section(headline.text, headline.step),
    ...whoIsReading(words, role),
    divider,
    ...ownTwoFactor(
      words,
      {
        factor: content.factor,
        role,
        workspaceLine: content.workspace?.twoFactorLine,
        settingsUrl: content.settingsUrl,
        giveHereUrl: content.giveHereUrl,
        shownUrl: headline.step?.url,
      },
      labels,
    ),
    divider,
    ...actions('filters', [
      ...(total >= FILTERED_FROM || status
        ? [
            statusFilter(words, HOME_ACTIONS.filterMine, status),
            ...(status ? [clearButton(words, labels)] : []),
          ]
        : []),
    ]),
    ...(status ? [context(words.admin.workspace.filtered(words.status.names[status], undefined))] : []),
    ...shown.flatMap((each) => authorizationRow(each, surroundings(each.id))),
    ...(status && mine.rows.length === 0 ? [context(words.admin.workspace.empty)] : []),
    ...actions('more', hidden > 0 ? [moreButton(words, hidden, labels)] : []),
    ...pager(words, mine.page, labels),
    divider,
    ...actions('all', [
      refreshButton(words, labels),
      ...(aliveIn(mine.counts) > 1
        ? [
            button({
              actionId: homeAction('verifyAll', 'mine'),
              text: home.buttons.verifyAll,
              label: labels(home.labels.verifyAll),
            }),
          ]
        : []),
      button({
        actionId: PREFERENCES_ACTION,
        text: words.notifications.preferences.button,
        label: labels(words.notifications.preferences.buttonLabel),
      }),
    ]),
    context(`${home.footer} · <${content.aboutUrl}|${home.footerLink}>`),
  ];
}

function headlineFor(words: Words, content: MemberHome, row: RowSurroundings, labels: Labels): Headline {
  const { mine, factor, workspace, notice, settingsUrl } = content;
  const { home, admin } = words;
  const first = (text: string, label: string, parts: { actionId: string; value?: string; url?: string }) =>
    button({ ...parts, text, label: labels(label), style: 'primary' });
  return headlineOf(
    {
      counts: mine.counts,
      checks: mine.checks,
      rows: mine.rows,
      own: mine.own,
      factor,
      workspace: workspace?.facts,
      checkFailed: notice.checkFailed === true,
      now: content.now,
    },
    row,
    {
      turnOn: () =>
        first(home.twoFactor.openSettings, home.twoFactor.openSettingsLabel, {
          actionId: rowAction('give', 'first'),
          url: settingsUrl,
        }),
      showWorkspace: () =>
        first(admin.tabs.show(mine.orgWide), admin.tabs.showLabel(mine.orgWide), {
          actionId: homeAction('look', 'first'),
          value: lookValue({ kind: 'tab', tab: 'workspace' }),
        }),
      verify: () =>
        first(home.buttons.verifyNow, home.labels.verifyNow, { actionId: homeAction('verifyAll', 'first') }),
    },
  );
}

/** Those that need someone, then the first of those that work; how many are folded away. */
function folded(rows: readonly Authorization[], open: boolean): [shown: Authorization[], hidden: number] {
  const healthy = rows.filter(({ status }) => status === 'working').slice(HEALTHY_SHOWN);
  const away = open || healthy.length < 2 ? new Set<Authorization>() : new Set(healthy);
  return [rows.filter((each) => !away.has(each)), away.size];
}

const moreButton = ({ home }: Words, hidden: number, labels: Labels): Button =>
  button({
    actionId: homeAction('look', 'more'),
    text: home.buttons.showMore(hidden),
    label: labels(home.labels.showMore(hidden)),
    value: lookValue({ kind: 'more' }),
  });

function whoIsReading({ home }: Words, role: Role | undefined): KnownBlock[] {
  if (role === undefined) return [context(home.unknownPerson)];
  return role === 'guest' ? [context(home.guest)] : [];
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
