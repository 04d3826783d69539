import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Admin } from '../../authorizations/roles/require-admin.ts';
import { isOutsider } from '../../authorizations/roles/viewer.ts';
import { isWaitingForSlack } from '../../authorizations/statuses/status.ts';
import type { Words } from '../../locales/words.ts';
import { isSlacksFailure } from '../../slack-api/slack-error.ts';
import { TREND_DAYS } from '../../two-factor/sweep-coverage.ts';
import type { TwoFactor } from '../../two-factor/two-factor.ts';
import { auditHome } from '../audit/audit-home.ts';
import type { GiveUrl } from '../authorizations/authorization-row.ts';
import { homeAction } from '../blocks/action-ids.ts';
import { button, context, header, section } from '../blocks/blocks.ts';
import { type CoverageCard, MOST_NAMED, shareLines } from '../coverage/coverage-card.ts';
import type { IncidentNote } from '../incident-note.ts';
import type { SlackLinks } from '../slack-links.ts';
import { type HomeState, lookValue, writeHomeState } from './home-state.ts';
import { type HomeNotice, type MemberHome, memberHome } from './member-home.ts';
import { knownFactor } from './own-two-factor.ts';
import type { Reader } from './publishing/reader.ts';
import { workspaceFacts, workspaceHome } from './workspace-home.ts';

type Dependencies = {
  authorizations: Pick<
    Authorizations,
    'alerts' | 'auditTrail' | 'listMine' | 'listWorkspace' | 'organizationWorkspaces'
  >;
  twoFactor: Pick<TwoFactor, 'coverage' | 'peopleWithout' | 'rememberedOwnStatus' | 'trend'>;
  words: Words;
  links: SlackLinks;
  incidentNote: IncidentNote;
  clock: () => Date;
};

/** Reads what a reader may see, by a constant number of queries, and makes their Home of it. */
export function createHomeView({
  authorizations,
  twoFactor,
  words,
  links,
  incidentNote,
  clock,
}: Dependencies) {
  const giveUrl: GiveUrl = ({ kind, key, grantedByUserId }) =>
    kind === 'bot' ? links.install(key.installedIn) : links.givePermission(key.installedIn, grantedByUserId);

  /** What waits for Slack says what Slack reports. */
  function noticeOf(notice: HomeNotice, waits: boolean): HomeNotice {
    const over = waits ? incidentNote.underAny(notice.over) : notice.over;
    return over === undefined ? notice : { ...notice, over };
  }

  async function coverageFor({ key, userId }: Admin): Promise<CoverageCard> {
    const coverage = await twoFactor.coverage(key);
    const figures = coverage.kind === 'set_up' ? coverage.figures : undefined;
    const [trend, without] = await Promise.all([
      figures ? twoFactor.trend(key, TREND_DAYS) : [],
      figures && figures.counts.adminsOff > 0
        ? twoFactor.peopleWithout(key, { offset: 0, limit: MOST_NAMED })
        : [],
    ]);
    const giveUrl = links.givePermission(key.installedIn, userId);
    return { coverage, trend, without, viewerUserId: userId, giveUrl };
  }

  /** What the first line of an admin's own list has to know of everyone. */
  async function workspaceFor(admin: Admin | 'unknown'): Promise<MemberHome['workspace']> {
    if (admin === 'unknown') return { facts: admin, twoFactorLine: undefined };
    const [coverage, alerts] = await Promise.all([
      twoFactor.coverage(admin.key),
      authorizations.alerts(admin),
    ]);
    const figures = coverage.kind === 'set_up' ? coverage.figures : undefined;
    const { workspace, notCounted } = words.home.twoFactor;
    const orgWide = admin.key.isEnterpriseInstall;
    const line = figures ? shareLines(words, figures).join(' ') : notCounted(orgWide);
    const twoFactorLine = workspace(line, orgWide);
    return { facts: workspaceFacts(alerts, coverage), twoFactorLine };
  }

  async function blocksFor(
    reader: Reader,
    state: HomeState,
    notice: HomeNotice,
  ): Promise<{ blocks: KnownBlock[]; state: HomeState }> {
    if (reader.kind === 'person') {
      const { viewer } = reader;
      const { context: here, userId, role } = viewer;
      if (isOutsider(role)) {
        return { blocks: [header(words.home.title), section(words.home.stranger)], state };
      }
      const [mine, workspace] = await Promise.all([
        authorizations.listMine(viewer, { page: state.mine, status: state.mineStatus }),
        reader.admin && workspaceFor(reader.admin),
      ]);
      const remembered = twoFactor.rememberedOwnStatus(here, userId);
      const blocks = memberHome(words, {
        mine,
        viewerUserId: userId,
        role,
        status: state.mineStatus,
        notice: noticeOf(notice, mine.rows.some(isWaitingForSlack)),
        open: state.open === true,
        factor: knownFactor(reader.factor, remembered, mine.own, clock()),
        workspace,
        now: clock(),
        giveUrl,
        giveHereUrl: links.givePermission(here.teamId ?? mine.serving?.installedIn, userId),
        settingsUrl: links.accountSettings,
        aboutUrl: links.about,
      });
      return { blocks, state: { ...state, tab: 'mine', mine: mine.page.number } };
    }
    const { admin } = reader;
    const common = { placeName: admin.placeName, orgWide: admin.key.isEnterpriseInstall, notice };
    if (state.tab === 'audit') {
      const trail = await authorizations.auditTrail(admin, {
        page: state.audit,
        action: state.auditAction,
        personId: state.auditPerson,
      });
      return {
        blocks: auditHome(words, { ...common, trail, state }),
        state: { ...state, audit: trail.page.number },
      };
    }
    const [everyone, alerts, coverage, workspaces] = await Promise.all([
      authorizations.listWorkspace(admin, {
        page: state.workspace,
        status: state.status,
        userId: state.person,
      }),
      authorizations.alerts(admin),
      coverageFor(admin),
      authorizations.organizationWorkspaces(admin),
    ]);
    const countFailed = coverage.coverage.kind === 'set_up' ? coverage.coverage.failed?.code : undefined;
    const waits = everyone.rows.some(isWaitingForSlack) || isSlacksFailure(countFailed ?? '');
    const blocks = workspaceHome(words, {
      ...common,
      notice: noticeOf(notice, waits),
      everyone,
      workspaces,
      alerts,
      coverage,
      state,
      viewerUserId: admin.userId,
      giveUrl,
    });
    return { blocks, state: { ...state, workspace: everyone.page.number } };
  }

  return async function homeView(
    reader: Reader,
    wanted: HomeState,
    notice: HomeNotice,
  ): Promise<{ view: HomeView; lookingAt: string }> {
    const { blocks, state } = await blocksFor(reader, wanted, notice);
    const lookingAt = writeHomeState(state);
    return { view: { type: 'home', private_metadata: lookingAt, blocks }, lookingAt };
  };
}

/** What can be shown without a database: what stood there before, under a sentence that says so. */
export function outageView(words: Words, sentence: string, before: SeenView | undefined): HomeView {
  const old = (before?.blocks ?? []).filter(({ block_id }) => block_id !== OUTAGE_BLOCK);
  const told = old.length > 0 ? words.home.asBefore(sentence) : sentence;
  return {
    type: 'home',
    private_metadata: before?.private_metadata ?? '',
    blocks: [
      ...(old.length > 0 ? [] : [header(words.home.title)]),
      { ...section(`${words.status.marks.expired} ${told}`, again(words)), block_id: OUTAGE_BLOCK },
      ...(old.length > 0 ? old : [context(words.home.footer)]),
    ],
  };
}

const OUTAGE_BLOCK = 'outage';

const again = ({ failures: { buttons, labels } }: Words): Button =>
  button({
    actionId: homeAction('look', 'outage'),
    text: buttons.again,
    label: labels.again,
    value: lookValue({ kind: 'again' }),
  });

/** A Home as Slack sends it along with an event or a press. */
export type SeenView = {
  type?: string | undefined;
  hash?: string | undefined;
  private_metadata?: string | undefined;
  blocks?: HomeView['blocks'] | undefined;
};
