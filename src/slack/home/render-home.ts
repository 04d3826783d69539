import type { ActionsBlock, Button, HomeView, KnownBlock, SectionBlock } from '@slack/types';
import type { Authorization, MyAuthorizations } from '../../authorizations/list.ts';
import type { Words } from '../../locales/words.ts';
import { REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import { dateToken, escapeText, mention, shorten } from '../slack-text.ts';
import { statusName, statusSentence } from './authorization-words.ts';

export const HOME_ACTIONS = {
  verify: 'authorization_verify',
  revoke: 'authorization_revoke',
  /** Opens the browser; Slack sends an action all the same. */
  give: 'permission_give',
} as const;

/** What just happened: over the list, or instead of the sentence of one row. */
export type HomeNotice = { over?: string; bot?: string; user?: string };

export type HomeContent = MyAuthorizations & {
  giveUrl: string;
  addUrl: string;
  notice: HomeNotice;
};

/** Slack takes 3,000 characters in a section; a list of scopes is cut well before. */
const SECTION_LIMIT = 2900;
const PLAIN_CONTEXT_LIMIT = 150;

/** Pure: the same content gives the same view. */
export function renderHome(words: Words, content: HomeContent): HomeView {
  const { home } = words;
  const count = [content.bot, content.own].filter((row) => row && row.status !== 'revoked').length;
  const place = content.placeName ?? (content.orgWide ? home.thisOrganization : home.thisWorkspace);
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: home.title } },
      {
        type: 'context',
        elements: [
          { type: 'plain_text', text: shorten(home.place(place, count), PLAIN_CONTEXT_LIMIT), emoji: false },
        ],
      },
      ...(content.notice.over ? [section(content.notice.over)] : []),
      { type: 'divider' },
      ...botRow(words, content),
      { type: 'divider' },
      ...ownRow(words, content),
      { type: 'divider' },
      context(home.footer),
    ],
  };
}

function botRow(words: Words, { bot, orgWide, notice, addUrl }: HomeContent): KnownBlock[] {
  if (!bot) return [];
  const { home } = words;
  const title = orgWide ? home.botTitle.organization : home.botTitle.workspace;
  const granted = home.grantedBy(mention(bot.grantedByUserId), dateToken(bot.grantedAt));
  const buttons =
    bot.status === 'revoked'
      ? [linkButton(home.addAgain, addUrl, home.addAgain)]
      : [verifyButton(words, 'bot')];
  return row(words, bot, { title, granted, notice: notice.bot, buttons });
}

function ownRow(words: Words, { own, notice, giveUrl }: HomeContent): KnownBlock[] {
  const { home, scopes } = words;
  if (!own) {
    const offered = REQUESTED_USER_SCOPES.map((scope) => scopes.of('user', scope));
    return [
      section(`*${home.ownTitle}*\n${home.notGiven}\n${home.ownOffer}`),
      context(offered.map(({ lets, never }) => home.ownOfferScope(lets, never)).join(' ')),
      actions('own', [linkButton(home.give, giveUrl, home.giveLabel, 'primary')]),
    ];
  }
  const buttons =
    own.status === 'revoked' || own.status === 'expired'
      ? [linkButton(home.giveAgain, giveUrl, home.giveAgainLabel)]
      : [verifyButton(words, 'user'), revokeButton(words)];
  const granted = home.grantedByYou(dateToken(own.grantedAt));
  return row(words, own, { title: home.ownTitle, granted, notice: notice.user, buttons });
}

type RowParts = { title: string; granted: string; notice: string | undefined; buttons: Button[] };

function row(
  words: Words,
  authorization: Authorization,
  { title, granted, notice, buttons }: RowParts,
): KnownBlock[] {
  const sentence = notice ?? statusSentence(words, authorization);
  return [
    section(`*${title}*   ${statusName(words, authorization)}\n${sentence}`),
    context(granted),
    ...(authorization.status === 'revoked' ? [] : scopeList(words, authorization)),
    actions(authorization.kind === 'bot' ? 'bot' : 'own', buttons),
  ];
}

/** In plain words what the permission is for, and what is never done with it. */
function scopeList({ home, scopes }: Words, authorization: Authorization): KnownBlock[] {
  const known = authorization.scopes.map((scope) => scopes.of(authorization.kind, scope));
  if (known.length === 0) return [];
  const lets = known.map((scope) => `•  ${escapeText(scope.lets)}`).join('\n');
  const never = known.map((scope) => escapeText(scope.never)).join(' · ');
  return [
    section(shorten(`${home.may}\n${lets}`, SECTION_LIMIT)),
    context(shorten(`${home.never} ${never}`, SECTION_LIMIT)),
  ];
}

const section = (text: string): SectionBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

const context = (text: string): KnownBlock => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });

const actions = (blockId: string, elements: Button[]): ActionsBlock => ({
  type: 'actions',
  block_id: blockId,
  elements,
});

function verifyButton({ home }: Words, kind: Authorization['kind']): Button {
  return {
    type: 'button',
    action_id: HOME_ACTIONS.verify,
    text: { type: 'plain_text', text: home.verify },
    accessibility_label: home.verifyLabel[kind],
    value: kind,
  };
}

function revokeButton({ home }: Words): Button {
  return {
    type: 'button',
    action_id: HOME_ACTIONS.revoke,
    text: { type: 'plain_text', text: home.revoke },
    accessibility_label: home.revokeLabel,
    value: 'user',
    confirm: {
      title: { type: 'plain_text', text: home.confirm.title },
      text: { type: 'plain_text', text: home.confirm.text },
      confirm: { type: 'plain_text', text: home.confirm.confirm },
      deny: { type: 'plain_text', text: home.confirm.deny },
      style: 'danger',
    },
  };
}

function linkButton(text: string, url: string, label: string, style?: 'primary'): Button {
  return {
    type: 'button',
    action_id: HOME_ACTIONS.give,
    text: { type: 'plain_text', text },
    accessibility_label: label,
    url,
    ...(style && { style }),
  };
}
