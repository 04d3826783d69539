import type { KnownBlock, ModalView } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import type { Exemption } from '../../two-factor/exemptions.ts';
import { homeAction } from '../blocks/action-ids.ts';
import { actions, button, context, createLabels, section } from '../blocks/blocks.ts';
import { FIELDS, FORMS, REASON_LIMIT } from '../blocks/forms.ts';
import { dateInput, personInput, textInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { dateToken, dayToken, mention, nameText } from '../blocks/slack-text.ts';

/** Two blocks each. */
const MOST_SHOWN = 40;

/** Whom admins left out of the count, why, by whom and until when. */
export function exemptionsModal(
  words: Words,
  exemptions: readonly (Exemption & { userId: string })[],
  notice?: string,
): ModalView {
  const { exemptions: say, buttons, labels: names } = words.coverage;
  const labels = createLabels(words.home.labels.numbered);
  const more = exemptions.length - MOST_SHOWN;
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      ...(notice ? [section(notice)] : []),
      section(exemptions.length === 0 ? say.none : say.intro),
      ...exemptions.slice(0, MOST_SHOWN).flatMap(({ userId, until, reason, byUserId, at }): KnownBlock[] => [
        section(
          say.row(mention(userId), lastDay(until)),
          button({
            actionId: homeAction('coverageUnexempt', userId),
            text: buttons.unexempt,
            label: labels(names.unexempt(userId)),
            value: userId,
          }),
        ),
        context(say.why(nameText(reason, REASON_LIMIT), mention(byUserId), dateToken(at))),
      ]),
      ...(more > 0 ? [context(say.more(more))] : []),
      ...actions('somebody', [
        button({
          actionId: homeAction('coverageExempt', 'somebody'),
          text: buttons.exemptSomebody,
          label: labels(names.exemptSomebody),
        }),
      ]),
    ],
  });
}

/** An exemption ends with the beginning of a day: what is said is the day before. */
export const lastDay = (until: Date): string => dayToken(new Date(until.getTime() - 1));

/** @param list the list under the form, which is updated afterwards */
export function exemptModal(
  { coverage: { exempt: say } }: Words,
  { userId, until, list }: { userId: string | undefined; until: string; list: 'people' | 'exemptions' },
): ModalView {
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      personInput({ id: FIELDS.person, label: say.person, placeholder: say.personPlaceholder }, userId),
      textInput(
        { id: FIELDS.reason, label: say.reason, hint: say.reasonHint, placeholder: say.reasonPlaceholder },
        { most: REASON_LIMIT },
      ),
      dateInput({ id: FIELDS.until, label: say.until, hint: say.untilHint }, until),
    ],
    form: { callbackId: FORMS.coverageExempt, submit: say.submit, about: list },
  });
}
