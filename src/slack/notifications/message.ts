import type { Button, KnownBlock } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import type { Letter } from '../../notifications/deliver.ts';
import type { Matter, MatterOf } from '../../notifications/matter.ts';
import { MOST_REMINDERS } from '../../notifications/reminders.ts';
import { rowAction } from '../blocks/action-ids.ts';
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

/** Slack takes 50 blocks; a matter takes five. */
const MOST_MATTERS = 8;

export type Message = { text: string; blocks: KnownBlock[] };
/** One matter in words: the sentence, what stands under it, and what can be pressed. */
type Said = { text: string; more?: readonly KnownBlock[]; buttons?: readonly Button[] };
type Surroundings = { words: Words; links: SlackLinks; labels: Labels; letter: Letter };

/**
 * A day's message: one matter or several, each with what can be done about it. Pure.
 * @param appId leads to Home
 */
export function notificationMessage(
  words: Words,
  links: SlackLinks,
  letter: Letter,
  appId?: string,
): Message {
  const homeUrl =
    appId === undefined
      ? undefined
      : links.appHome(appId, letter.key.isEnterpriseInstall ? undefined : letter.key.installedIn);
  const say = words.notifications;
  const labels = createLabels(words.home.labels.numbered);
  const shown = letter.matters.slice(0, MOST_MATTERS);
  const left = letter.matters.length - shown.length;
  const parts = shown.map((matter) => ({ matter, said: inWords(matter, { words, links, labels, letter }) }));
  return {
    text: textOf([
      ...(parts.length > 1 ? [section(say.several(letter.matters.length))] : []),
      ...parts.flatMap(({ said }) => [section(said.text), ...(said.more ?? [])]),
    ]),
    blocks: [
      ...parts.flatMap(({ matter, said }, index) => [
        ...(index > 0 ? [divider] : []),
        section(said.text),
        ...(said.more ?? []),
        ...actions(`matter:${matter.id}`, [
          ...(said.buttons ?? []),
          ...(matter.resolvedAt ? [] : [stopButton(words, matter, labels)]),
        ]),
      ]),
      ...(left > 0 ? [context(say.more(left))] : []),
      context(say.footer(homeUrl)),
    ],
  };
}

function stopButton({ notifications: say }: Words, { id, topic }: Matter, labels: Labels): Button {
  return button({
    actionId: stopAction(id),
    text: say.stop,
    label: labels(say.stopLabel(say.topics[topic].name)),
    value: topic,
  });
}

function inWords(matter: Matter, surroundings: Surroundings): Said {
  switch (matter.topic) {
    case 'access_ended':
      return accessEnded(matter, surroundings);
    case 'renewal_failing':
      return renewalFailing(matter, surroundings);
    case 'revocation_settled':
      return revocationSettled(matter, surroundings);
    case 'coverage_lost':
      return coverageLost(matter, surroundings);
    case 'two_factor_reminder':
      return reminder(matter, surroundings);
    case 'coverage_digest':
      return digest(matter, surroundings);
  }
}

const placeIn = ({ notifications: say }: Words, name: string | undefined) =>
  name === undefined ? say.here : nameText(name);

function accessEnded(matter: MatterOf<'access_ended'>, { words, links, labels, letter }: Surroundings): Said {
  const say = words.notifications.access_ended;
  const place = placeIn(words, matter.placeName);
  const when = dateToken(matter.at);
  const who = matter.byUserId ? mention(matter.byUserId) : say.somebody;
  const give = button({
    actionId: rowAction('give', matter.authorizationId),
    text: say.giveAgain,
    label: labels(say.giveAgainLabel),
    url: links.givePermission(letter.key.installedIn, letter.userId),
  });
  const contest = button({
    actionId: rowAction('contest', matter.authorizationId),
    text: say.contest,
    label: labels(say.contestLabel),
    value: matter.authorizationId,
  });
  return {
    text: matter.by === 'admin' ? say.byAdmin(who, place, when) : say.inSlack(place, when),
    more: [
      ...(matter.reason ? [section(say.reason(nameText(matter.reason, 300)))] : []),
      ...(matter.receipt ? [context(say.receipt(matter.receipt))] : []),
    ],
    buttons: matter.by === 'admin' ? [contest, give] : [give],
  };
}

function revocationSettled(matter: MatterOf<'revocation_settled'>, { words, letter }: Surroundings): Said {
  const say = words.notifications.revocation_settled;
  const { whoseUserId, outcome, askedAt, receipt } = matter;
  const place = placeIn(words, matter.placeName);
  const what = whoseUserId === letter.userId ? say.own(place) : say.others(mention(whoseUserId), place);
  const when = dateToken(askedAt);
  return {
    text: outcome === 'revoked' ? say.revoked(what, when) : say.givenUp(what, when),
    more: receipt ? [context(say.receipt(receipt))] : [],
  };
}

function renewalFailing(
  matter: MatterOf<'renewal_failing'>,
  { words, links, labels, letter }: Surroundings,
): Said {
  const say = words.notifications.renewal_failing;
  const { kind, dead, failures, over, resolvedAt } = matter;
  const place = placeIn(words, matter.placeName);
  if (over && resolvedAt) {
    const resolved = say.resolved[over](say.what[kind](place), dateToken(resolvedAt));
    return { text: `${words.notifications.resolvedMark} ${resolved}` };
  }
  const { installedIn } = letter.key;
  const again =
    kind === 'user'
      ? {
          text: say.reauthorize,
          label: say.reauthorizeLabel,
          url: links.givePermission(installedIn, letter.userId),
        }
      : { text: say.addAgain, label: say.addAgainLabel, url: links.install(installedIn) };
  return {
    text: dead ? say.dead[kind](place) : say.failing[kind](place, failures),
    buttons: [
      button({
        ...again,
        actionId: rowAction('give', matter.authorizationId),
        label: labels(again.label),
        style: 'primary',
      }),
    ],
  };
}

function coverageLost(
  matter: MatterOf<'coverage_lost'>,
  { words, links, labels, letter }: Surroundings,
): Said {
  const { notifications: say } = words;
  const place = placeIn(words, matter.placeName);
  if (matter.over && matter.resolvedAt) {
    const settled = say.coverage_lost[matter.over](place, dateToken(matter.resolvedAt));
    return { text: `${say.resolvedMark} ${settled}` };
  }
  const text = say.coverage_lost[matter.because](place);
  if (matter.because === 'no_admin_any_more') return { text };
  const give = button({
    actionId: rowAction('give', matter.id),
    text: say.access_ended.giveAgain,
    label: labels(say.access_ended.giveAgainLabel),
    url: links.givePermission(letter.key.installedIn, letter.userId),
    style: 'primary',
  });
  return { text, buttons: [give] };
}

function reminder(matter: MatterOf<'two_factor_reminder'>, { words, links, labels }: Surroundings): Said {
  const say = words.notifications.two_factor_reminder;
  const settings = button({
    actionId: rowAction('give', matter.id),
    text: say.openSettings,
    label: labels(say.openSettingsLabel),
    url: links.accountSettings,
    style: 'primary',
  });
  return {
    text: say.text(mention(matter.byUserId), placeIn(words, matter.placeName)),
    more: [context(say.number(matter.number, MOST_REMINDERS))],
    buttons: [settings],
  };
}

function digest(matter: MatterOf<'coverage_digest'>, { words }: Surroundings): Said {
  const say = words.notifications.coverage_digest;
  const { sharePercent, before, on, counted, off, adminsOff } = matter;
  const place = placeIn(words, matter.placeName);
  const when = dateToken(matter.at);
  const change =
    sharePercent === undefined || !before
      ? []
      : sharePercent === before.sharePercent
        ? [say.same(dayToken(before.at))]
        : [say.change(sharePercent - before.sharePercent, before.sharePercent, dayToken(before.at))];
  const share = sharePercent === undefined ? say.noShare(place) : say.share(place, sharePercent, on, counted);
  return {
    text: [share, ...(counted > 0 ? [say.without(off, adminsOff)] : []), ...change].join(' '),
    more: [context(matter.readable ? say.counted(when) : say.stale(when))],
  };
}
