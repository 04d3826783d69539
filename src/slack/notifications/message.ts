import type { Button, KnownBlock } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import type { MessageItem, MessageItemOf } from '../../notifications/message-item.ts';
import { MOST_REMINDERS } from '../../notifications/reminders.ts';
import type { OutgoingMessage } from '../../notifications/sending/deliver.ts';
import { homeAction, rowAction } from '../blocks/action-ids.ts';
import {
  actions,
  button,
  context,
  createLabels,
  divider,
  type Labels,
  section,
  textOf,
} from '../blocks/blocks.ts';
import { dateToken, dayToken, mention, nameText } from '../blocks/slack-text.ts';
import type { SlackLinks } from '../slack-links.ts';
import { stopAction } from './notification-action-ids.ts';

/** Slack takes 50 blocks; an item takes five. */
const MOST_MATTERS = 8;

export type Message = { text: string; blocks: KnownBlock[] };
/** One item in words: the sentence, the small print below it, and its buttons. */
type Said = { text: string; more?: readonly KnownBlock[]; buttons?: readonly Button[] };
type Surroundings = { words: Words; links: SlackLinks; labels: Labels; outgoing: OutgoingMessage };

/**
 * A day's message: one item or several, each with what can be done about it. Pure.
 * @param appId leads to Home
 */
export function notificationMessage(
  words: Words,
  links: SlackLinks,
  outgoing: OutgoingMessage,
  appId?: string,
): Message {
  const homeUrl =
    appId === undefined
      ? undefined
      : links.appHome(appId, outgoing.key.isEnterpriseInstall ? undefined : outgoing.key.installedIn);
  const say = words.notifications;
  const labels = createLabels(words.home.labels.numbered);
  const shown = outgoing.items.slice(0, MOST_MATTERS);
  const left = outgoing.items.length - shown.length;
  const parts = shown.map((item) => ({ item, said: inWords(item, { words, links, labels, outgoing }) }));
  return {
    text: textOf([
      ...(parts.length > 1 ? [section(say.several(outgoing.items.length))] : []),
      ...parts.flatMap(({ said }) => [section(said.text), ...(said.more ?? [])]),
    ]),
    blocks: [
      ...parts.flatMap(({ item, said }, index) => [
        ...(index > 0 ? [divider] : []),
        section(said.text),
        ...(said.more ?? []),
        ...actions(`matter:${item.id}`, [
          ...(said.buttons ?? []),
          ...(item.resolvedAt ? [] : [stopButton(words, item, labels)]),
        ]),
      ]),
      ...(left > 0 ? [context(say.more(left))] : []),
      context(say.footer(homeUrl)),
    ],
  };
}

function stopButton({ notifications: say }: Words, { id, topic }: MessageItem, labels: Labels): Button {
  return button({
    actionId: stopAction(id),
    text: say.stop,
    label: labels(say.stopLabel(say.topics[topic].name)),
    value: topic,
  });
}

function inWords(item: MessageItem, surroundings: Surroundings): Said {
  switch (item.topic) {
    case 'access_ended':
      return accessEnded(item, surroundings);
    case 'renewal_failing':
      return renewalFailing(item, surroundings);
    case 'revocation_settled':
      return revocationSettled(item, surroundings);
    case 'revocation_contested':
      return revocationContested(item, surroundings);
    case 'coverage_lost':
      return coverageLost(item, surroundings);
    case 'two_factor_reminder':
      return reminder(item, surroundings);
    case 'coverage_digest':
      return digest(item, surroundings);
  }
}

const placeIn = ({ notifications: say }: Words, name: string | undefined) =>
  name === undefined ? say.here : nameText(name);

function accessEnded(
  item: MessageItemOf<'access_ended'>,
  { words, links, labels, outgoing }: Surroundings,
): Said {
  const say = words.notifications.access_ended;
  const place = placeIn(words, item.placeName);
  const when = dateToken(item.at);
  const who = item.byUserId ? mention(item.byUserId) : say.somebody;
  const give = button({
    actionId: rowAction('give', item.authorizationId),
    text: say.giveAgain,
    label: labels(say.giveAgainLabel),
    url: links.givePermission(outgoing.key.installedIn, outgoing.userId),
  });
  const contest = button({
    actionId: rowAction('contest', item.authorizationId),
    text: say.contest,
    label: labels(say.contestLabel),
    value: item.authorizationId,
  });
  return {
    text: item.by === 'admin' ? say.byAdmin(who, place, when) : say.inSlack(place, when),
    more: [
      ...(item.reason ? [section(say.reason(nameText(item.reason, 300)))] : []),
      ...(item.receipt ? [context(say.receipt(item.receipt))] : []),
    ],
    buttons: item.by === 'admin' ? [contest, give] : [give],
  };
}

function revocationSettled(
  item: MessageItemOf<'revocation_settled'>,
  { words, outgoing }: Surroundings,
): Said {
  const say = words.notifications.revocation_settled;
  const { whoseUserId, outcome, askedAt, receipt } = item;
  const place = placeIn(words, item.placeName);
  const what = whoseUserId === outgoing.userId ? say.own(place) : say.others(mention(whoseUserId), place);
  const when = dateToken(askedAt);
  return {
    text: outcome === 'revoked' ? say.revoked(what, when) : say.givenUp(what, when),
    more: receipt ? [context(say.receipt(receipt))] : [],
  };
}

function revocationContested(
  { whoseUserId, byUserId, revokedAt, reason, receipt, ...item }: MessageItemOf<'revocation_contested'>,
  { words, labels, outgoing }: Surroundings,
): Said {
  const say = words.notifications.revocation_contested;
  const other = byUserId === undefined ? say.somebody : mention(byUserId);
  const by = byUserId === outgoing.userId ? undefined : other;
  const openEntry = button({
    actionId: homeAction('openEntry', item.id),
    text: say.openEntry,
    label: labels(say.openEntryLabel(receipt)),
    value: receipt,
  });
  return {
    text: say.text(mention(whoseUserId), by, placeIn(words, item.placeName), dateToken(revokedAt)),
    more: [...(reason ? [section(say.reason(nameText(reason, 300)))] : []), context(say.small(receipt))],
    buttons: [openEntry],
  };
}

function renewalFailing(
  item: MessageItemOf<'renewal_failing'>,
  { words, links, labels, outgoing }: Surroundings,
): Said {
  const say = words.notifications.renewal_failing;
  const { kind, dead, failures, over, resolvedAt } = item;
  const place = placeIn(words, item.placeName);
  if (over && resolvedAt) {
    const resolved = say.resolved[over](say.what[kind](place), dateToken(resolvedAt));
    return { text: `${words.notifications.resolvedMark} ${resolved}` };
  }
  const { installedIn } = outgoing.key;
  const again =
    kind === 'user'
      ? {
          text: say.reauthorize,
          label: say.reauthorizeLabel,
          url: links.givePermission(installedIn, outgoing.userId),
        }
      : { text: say.addAgain, label: say.addAgainLabel, url: links.install(installedIn) };
  return {
    text: dead ? say.dead[kind](place) : say.failing[kind](place, failures),
    buttons: [
      button({
        ...again,
        actionId: rowAction('give', item.authorizationId),
        label: labels(again.label),
        style: 'primary',
      }),
    ],
  };
}

function coverageLost(
  item: MessageItemOf<'coverage_lost'>,
  { words, links, labels, outgoing }: Surroundings,
): Said {
  const { notifications: say } = words;
  const place = placeIn(words, item.placeName);
  if (item.over && item.resolvedAt) {
    const settled = say.coverage_lost[item.over](place, dateToken(item.resolvedAt));
    return { text: `${say.resolvedMark} ${settled}` };
  }
  const text = say.coverage_lost[item.because](place);
  if (item.because === 'no_admin_any_more') return { text };
  const give = button({
    actionId: rowAction('give', item.id),
    text: say.access_ended.giveAgain,
    label: labels(say.access_ended.giveAgainLabel),
    url: links.givePermission(outgoing.key.installedIn, outgoing.userId),
    style: 'primary',
  });
  return { text, buttons: [give] };
}

function reminder(item: MessageItemOf<'two_factor_reminder'>, { words, links, labels }: Surroundings): Said {
  const say = words.notifications.two_factor_reminder;
  const settings = button({
    actionId: rowAction('give', item.id),
    text: say.openSettings,
    label: labels(say.openSettingsLabel),
    url: links.accountSettings,
    style: 'primary',
  });
  return {
    text: say.text(mention(item.byUserId), placeIn(words, item.placeName)),
    more: [context(say.number(item.number, MOST_REMINDERS))],
    buttons: [settings],
  };
}

function digest(item: MessageItemOf<'coverage_digest'>, { words }: Surroundings): Said {
  const say = words.notifications.coverage_digest;
  const { sharePercent, before, on, counted, off, adminsOff } = item;
  const place = placeIn(words, item.placeName);
  const when = dateToken(item.at);
  const change =
    sharePercent === undefined || !before
      ? []
      : sharePercent === before.sharePercent
        ? [say.same(dayToken(before.at))]
        : [say.change(sharePercent - before.sharePercent, before.sharePercent, dayToken(before.at))];
  const share = sharePercent === undefined ? say.noShare(place) : say.share(place, sharePercent, on, counted);
  return {
    text: [share, ...(counted > 0 ? [say.without(off, adminsOff)] : []), ...change].join(' '),
    more: [context(item.readable ? say.counted(when) : say.stale(when))],
  };
}
