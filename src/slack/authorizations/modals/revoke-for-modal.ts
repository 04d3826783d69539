import type { ModalView } from '@slack/types';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import type { Words } from '../../../locales/words.ts';
import { section } from '../../blocks/blocks.ts';
import { FIELDS, FORMS, REASON_LIMIT } from '../../blocks/forms.ts';
import { textInput } from '../../blocks/inputs.ts';
import { modal } from '../../blocks/modal.ts';
import { mention } from '../../blocks/slack-text.ts';

/** Before an admin ends someone else's permission: what it means, and why they do it. */
export function revokeForModal({ admin: { revokeFor: say } }: Words, row: Authorization): ModalView {
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(say.consequence(mention(row.grantedByUserId))),
      textInput(
        { id: FIELDS.reason, label: say.reason, hint: say.reasonHint, placeholder: say.reasonPlaceholder },
        { most: REASON_LIMIT, lines: 'many' },
      ),
    ],
    form: { callbackId: FORMS.revokeFor, submit: say.submit, about: row.id },
  });
}
