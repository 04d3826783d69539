import type { KnownBlock, StaticSelect } from '@slack/types';
import { AUDIT_ACTIONS } from '../../audit/record-audit.ts';
import type { AuditPage } from '../../authorizations/for-admins.ts';
import type { Words } from '../../locales/words.ts';
import { HOME_ACTIONS, homeAction } from '../blocks/action-ids.ts';
import {
  actions,
  button,
  context,
  createLabels,
  divider,
  header,
  peopleMenu,
  plain,
  section,
} from '../blocks/blocks.ts';
import { mention, shorten } from '../blocks/slack-text.ts';
import { clearButton, option } from '../home/filters.ts';
import { filtersBlock, type HomeState } from '../home/home-state.ts';
import { type HomeNotice, pager, refreshButton } from '../home/member-home.ts';
import { tabs } from '../home/tabs.ts';
import { auditSentence, auditWhen } from './describe-entry.ts';

export type AuditHome = {
  trail: AuditPage;
  state: HomeState;
  placeName: string | undefined;
  orgWide: boolean;
  notice: HomeNotice;
};

/** Who did what to which authorization, newest first. Pure. */
export function auditHome(
  words: Words,
  { trail, state, placeName, orgWide, notice }: AuditHome,
): KnownBlock[] {
  const { admin, home } = words;
  const labels = createLabels(home.labels.numbered);
  const place = placeName ?? (orgWide ? home.thisOrganization : home.thisWorkspace);
  const filtered = state.auditAction !== undefined || state.auditPerson !== undefined;
  return [
    header(shorten(admin.audit.title(place.replaceAll(/\s+/g, ' ')), 150)),
    ...tabs(words, 'audit', labels, { orgWide, beside: [refreshButton(words, labels)] }),
    ...(notice.over ? [section(notice.over, notice.beside)] : []),
    ...actions(filtersBlock(state), [
      actionFilter(words, state),
      peopleMenu(homeAction('findPerson', 'audit'), admin.filters.person, state.auditPerson),
      button({
        actionId: HOME_ACTIONS.findReceipt,
        text: admin.filters.receipt,
        label: labels(admin.filters.receiptLabel),
        value: 'receipt',
      }),
      ...(filtered ? [clearButton(words, labels)] : []),
    ]),
    ...(filtered
      ? [
          context(
            admin.workspace.filtered(
              state.auditAction && admin.audit.actions[state.auditAction],
              state.auditPerson && mention(state.auditPerson),
            ),
          ),
        ]
      : []),
    divider,
    ...trail.lines.flatMap((line) => [
      section(auditSentence(words, line)),
      context(auditWhen(words, line)),
      divider,
    ]),
    ...(trail.lines.length === 0 ? [section(filtered ? admin.audit.noMatch : admin.audit.empty)] : []),
    ...pager(words, trail.page, labels),
  ];
}

function actionFilter({ admin: { filters, audit } }: Words, state: HomeState): StaticSelect {
  const every = option(filters.everyAction, 'every');
  const options = [every, ...AUDIT_ACTIONS.map((action) => option(audit.actions[action], action))];
  return {
    type: 'static_select',
    action_id: HOME_ACTIONS.filterAction,
    placeholder: plain(filters.action),
    options,
    initial_option: options.find(({ value }) => value === state.auditAction) ?? every,
  };
}
