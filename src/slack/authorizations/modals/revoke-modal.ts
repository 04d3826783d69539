import type { ModalView } from '@slack/types';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import type { Words } from '../../../locales/words.ts';
import { section } from '../../blocks/blocks.ts';
import { FORMS } from '../../blocks/forms.ts';
import { modal } from '../../blocks/modal.ts';
import { nameText } from '../../blocks/slack-text.ts';

/** Before people revoke their own permission: what ends, what stays, and the way back. */
export function revokeModal({ home }: Words, { id, placeName }: Authorization): ModalView {
  const { title, text, confirm, deny } = home.confirm;
  return modal({
    title,
    close: deny,
    blocks: [section(text(nameText(placeName ?? home.thisWorkspace)))],
    form: { callbackId: FORMS.revoke, submit: confirm, about: id },
  });
}
