import type { Button, KnownBlock } from '@slack/types';
import type { Checks } from '../../../authorizations/listing/find-rows.ts';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import type { Page } from '../../../authorizations/listing/page.ts';
import { PROBLEMS, STATUSES } from '../../../authorizations/statuses/status.ts';
import type { StatusCounts } from '../../../authorizations/statuses/status-counts.ts';
import type { Words } from '../../../locales/words.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import { nextStep } from '../../authorizations/authorization-row.ts';
import {
  type Reading,
  statusName,
  statusSentence,
  titleOf,
} from '../../authorizations/describe-authorization.ts';
import { section } from '../../blocks/blocks.ts';
import type { SlackLinks } from '../../slack-links.ts';
import type { Buttons } from '../answer.ts';
import type { Asked } from '../subcommand.ts';

export type Surroundings = {
  words: Words;
  links: SlackLinks;
  buttons: Buttons;
  reading: Reading;
  asked: Asked;
};

/** One authorization: what it is, its status, why, and the button for what to do about it. */
export function row(authorization: Authorization, surroundings: Surroundings, sentence?: string): KnownBlock {
  const { words, reading, asked } = surroundings;
  const title = titleOf(words, authorization, reading).mrkdwn;
  const why = sentence ?? statusSentence(words, authorization, asked.asker.userId);
  return section(
    `*${title}*   ${statusName(words, authorization)}\n${why}`,
    stepButton(authorization, surroundings),
  );
}

/** The next step for the one who reads; undefined: there is none, or it is someone else's. */
export function stepButton(authorization: Authorization, surroundings: Surroundings): Button | undefined {
  const { words, buttons, reading, asked } = surroundings;
  const { kind, cause, grantedByUserId } = authorization;
  if (kind === 'user' && grantedByUserId !== asked.asker.userId) return undefined;
  const titled = titleOf(words, authorization, reading).plain;
  const { buttons: say, labels } = words.home;
  if (cause.kind === 'ended') {
    const again = kind === 'bot' ? 'addAgain' : 'giveAgain';
    return buttons.link(giveUrl(authorization, surroundings), {
      text: say[again],
      label: labels[again](titled),
    });
  }
  const step = nextStep(authorization);
  if (step === 'verify') {
    return buttons.run(`${TOKEN_STATUS_COMMAND} verify`, { text: say.verify, label: labels.verify(titled) });
  }
  if (step === undefined) return undefined;
  const label = words.commands.tokenStatus.reauthorizeLabel(titled);
  return buttons.link(giveUrl(authorization, surroundings), {
    text: say.reauthorize,
    label,
    style: 'primary',
  });
}

function giveUrl({ kind, key }: Authorization, { links, reading, asked }: Surroundings): string {
  if (kind === 'bot') return links.install(key.installedIn);
  const here = reading.list === 'mine' && reading.here?.installedIn === key.installedIn;
  return links.givePermission(key.installedIn, asked.asker.userId, here ? asked.channelId : undefined);
}

/** Whether someone has to hear of it: not of what works, nor of what they ended themselves. */
export function worthSaying({ status, cause }: Authorization, viewerUserId: string): boolean {
  if (cause.kind === 'ended') return cause.byUserId === null || cause.byUserId !== viewerUserId;
  return PROBLEMS.has(status) || cause.kind === 'renewal_failing';
}

/** How many there are of each kind. Nothing is said to work that wasn’t checked. */
export function countedParts(
  { commands: { tokenStatus } }: Words,
  counts: StatusCounts,
  { unchecked }: Checks,
): string[] {
  const { counts: say } = tokenStatus;
  return STATUSES.flatMap((each) => {
    const number = counts[each] ?? 0;
    const checked = each === 'working' ? number - unchecked : number;
    return [
      ...(checked > 0 ? [say[each](checked)] : []),
      ...(each === 'working' && unchecked > 0 ? [say.unchecked(unchecked)] : []),
    ];
  });
}

/** What leads to the rest of a list. @param typed what would be typed for a page of it */
export function pageButtons(
  words: Words,
  buttons: Buttons,
  { number, pages, total, offset, limit }: Page,
  typed: string,
): Button[] {
  const { home } = words;
  const range = home.range(offset + 1, Math.min(total, offset + limit), total);
  return [
    ...(number > 1
      ? [
          buttons.run(`${typed} ${number - 1}`, {
            text: home.buttons.previous,
            label: home.labels.previous(range),
          }),
        ]
      : []),
    ...(number < pages
      ? [buttons.run(`${typed} ${number + 1}`, { text: home.buttons.next, label: home.labels.next(range) })]
      : []),
  ];
}

/** @returns undefined when what was typed as a page isn't a number */
export function readPage(rest: string): number | undefined {
  if (rest === '') return 1;
  return /^[1-9]\d{0,5}$/.test(rest) ? Number(rest) : undefined;
}
