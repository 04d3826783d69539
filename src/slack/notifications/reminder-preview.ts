import type { KnownBlock, ModalView } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import {
  type NotReminded,
  REMINDER_PAUSE_DAYS,
  type ReminderPreview,
} from '../../notifications/reminders.ts';
import type { CoverageFigures } from '../../two-factor/coverage.ts';
import { actions, button, context, section, textOf } from '../blocks/blocks.ts';
import { FORMS } from '../blocks/forms.ts';
import { modal } from '../blocks/modal.ts';
import { dateToken, mention } from '../blocks/slack-text.ts';
import type { Message } from './message.ts';
import { REMIND_ACTION } from './notification-action-ids.ts';

const MOST_NAMES = 20;
const PAUSE_MS = REMINDER_PAUSE_DAYS * 24 * 60 * 60_000;

/**
 * To whom reminders would go, to whom not and why, and the button that sends them. Pure.
 * @param madeOn the installation it was made on, as `refText` names it
 */
export function reminderPreview(
  words: Words,
  { remind, spare }: ReminderPreview,
  { at, counts }: Pick<CoverageFigures, 'at' | 'counts'>,
  madeOn?: string,
): Message {
  const say = words.notifications.remind;
  const number = remind.length;
  const said = previewBlocks(words, { remind, spare }, { at, counts });
  return {
    text: textOf(said),
    blocks: [
      ...said,
      ...(number > 0
        ? actions('remind', [
            button({
              actionId: REMIND_ACTION,
              ...(madeOn !== undefined && { value: madeOn }),
              text: say.send(number),
              label: say.sendLabel(number),
              style: 'primary',
              confirm: { ...say.confirm, text: say.confirm.text(number), style: 'primary' },
            }),
          ])
        : []),
    ],
  };
}

/** The same from Home, as a form. @param found undefined: no one was counted yet */
export function reminderModal(
  words: Words,
  found: ReminderPreview | undefined,
  figures: Pick<CoverageFigures, 'at' | 'counts'> | undefined,
): ModalView {
  const say = words.notifications.remind;
  const { close } = words.admin.failed;
  if (!found || !figures) return modal({ title: say.title, close, blocks: [section(say.notCounted)] });
  const blocks = previewBlocks(words, found, figures);
  if (found.remind.length === 0) return modal({ title: say.title, close, blocks });
  const form = { callbackId: FORMS.remind, submit: say.confirm.confirm };
  return modal({ title: say.title, close: say.confirm.deny, blocks, form });
}

export function remindersSent(
  { notifications: { remind: say } }: Words,
  { people, receipt }: { people: number; receipt: string | undefined },
): string {
  return receipt === undefined ? say.sentNone : say.sent(people, receipt);
}

function previewBlocks(
  words: Words,
  { remind, spare }: ReminderPreview,
  { at, counts }: Pick<CoverageFigures, 'at' | 'counts'>,
): KnownBlock[] {
  const say = words.notifications.remind;
  const number = remind.length;
  const nobody = spare.length === 0 && counts.off === 0 ? `${say.nobody} ${say.everybodyOn}` : say.nobody;
  const text = number > 0 ? say.preview(number) : nobody;
  const names = remind.slice(0, MOST_NAMES).map(({ userId }) => mention(userId));
  const reasons = [
    ...sparedBecause(words, spare),
    ...(counts.exempt > 0 ? [say.because.exempt(counts.exempt)] : []),
  ];
  return [
    section(text),
    ...(number > 0 ? [section(say.who(names.join(', '), number - names.length))] : []),
    ...(reasons.length > 0 ? [section([say.spared, ...reasons.map((each) => `•  ${each}`)].join('\n'))] : []),
    context(say.figures(dateToken(at))),
  ];
}

function sparedBecause(words: Words, spare: ReminderPreview['spare']): string[] {
  const { because: say } = words.notifications.remind;
  const of = (reason: NotReminded) => spare.filter(({ because }) => because === reason);
  const number = (reason: NotReminded) => of(reason).length;
  const times = of('reminded_lately').flatMap(({ at }) => (at ? [at.getTime() + PAUSE_MS] : []));
  return [
    ...(number('reminded_lately') > 0
      ? [
          say.reminded_lately(
            number('reminded_lately'),
            times.length > 0 ? dateToken(new Date(Math.min(...times))) : undefined,
          ),
        ]
      : []),
    ...(['reminder_waits', 'reminded_often', 'opted_out'] as const)
      .filter((reason) => number(reason) > 0)
      .map((reason) => say[reason](number(reason))),
  ];
}
