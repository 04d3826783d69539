import type { ModalView } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import { rowAction } from '../blocks/action-ids.ts';
import { actions, button, context, section } from '../blocks/blocks.ts';
import { FORMS } from '../blocks/forms.ts';
import { modal } from '../blocks/modal.ts';
import { nameText } from '../blocks/slack-text.ts';

/** Before an admin's own permission is used for the count: for what, what is kept, who sees it, how to stop. */
export function agreeModal(
  { coverage: { agree: say } }: Words,
  { place, orgWide, hasPermission }: { place: string; orgWide: boolean; hasPermission: boolean },
): ModalView {
  const { headings } = say;
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(say.intro(nameText(place))),
      section(`*${headings.use}*\n${say.use}`),
      section(`*${headings.kept}*\n${say.kept}`),
      section(`*${headings.sees}*\n${say.sees(orgWide)}`),
      section(`*${headings.stop}*\n${say.stop}`),
      ...(hasPermission ? [] : [context(say.permissionNeeded)]),
    ],
    form: { callbackId: FORMS.coverageAgree, submit: say.submit },
  });
}

/** Agreed: counting has begun, or waits for a permission that the browser gives. */
export function agreedModal(
  { coverage: { agree: say, buttons, labels }, admin }: Words,
  receipt: string | undefined,
  giveUrl: string | undefined,
): ModalView {
  return modal({
    title: say.agreed,
    close: admin.failed.close,
    blocks: [
      section(giveUrl === undefined ? say.counting(receipt) : say.giveNow(receipt)),
      ...(giveUrl === undefined
        ? []
        : actions('give', [
            button({
              actionId: rowAction('give', 'coverage'),
              text: buttons.give,
              label: labels.give,
              url: giveUrl,
              style: 'primary',
            }),
          ])),
    ],
  });
}
