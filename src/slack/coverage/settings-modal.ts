import type { ModalView } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import type { Coverage } from '../../two-factor/coverage.ts';
import { HOME_ACTIONS } from '../blocks/action-ids.ts';
import { actions, button, divider, section } from '../blocks/blocks.ts';
import { FIELDS, FORMS } from '../blocks/forms.ts';
import { checkInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { mention } from '../blocks/slack-text.ts';

/** What admins choose about the count, and the way out of it. */
export function settingsModal(
  { coverage: { settings: say, buttons, labels } }: Words,
  coverage: Extract<Coverage, { kind: 'set_up' }>,
  { viewerUserId, wantsDigest }: { viewerUserId: string; wantsDigest: boolean },
): ModalView {
  const { reader, readers, countsGuests } = coverage;
  const agreed = readers.some(({ userId }) => userId === viewerUserId);
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(reader.works ? say.readers(mention(reader.userId)) : say.waiting),
      checkInput({ id: FIELDS.guests, label: say.guests, hint: say.guestsHint }, [
        { value: FIELDS.guests, text: say.countGuests, checked: countsGuests },
      ]),
      checkInput({ id: FIELDS.digest, label: say.digest, hint: say.digestHint }, [
        { value: FIELDS.digest, text: say.sendDigest, checked: wantsDigest },
      ]),
      divider,
      section(`*${say.own}*\n${agreed ? say.ownYes : say.ownNo}`),
      ...actions('own', [
        agreed
          ? button({
              actionId: HOME_ACTIONS.coverageStop,
              text: buttons.stop,
              label: labels.stop,
              style: 'danger',
              confirm: {
                title: say.stopTitle,
                text: say.stopText,
                confirm: say.stopConfirm,
                deny: say.stopDeny,
              },
            })
          : button({
              actionId: HOME_ACTIONS.coverageAgree,
              text: buttons.countThroughMe,
              label: labels.countThroughMe,
            }),
      ]),
    ],
    form: { callbackId: FORMS.coverageSettings, submit: say.submit },
  });
}
