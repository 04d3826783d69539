import type { ModalView } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import { FIELDS, FORMS } from '../blocks/forms.ts';
import { personInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';

/** Whose entries shall be shown, in the list or in the audit trail. */
export function personModal({ admin: { personModal: say } }: Words, tab: 'workspace' | 'audit'): ModalView {
  return modal({
    title: say.title,
    close: say.close,
    blocks: [personInput({ id: FIELDS.person, label: say.label, placeholder: say.placeholder })],
    form: { callbackId: FORMS.person, submit: say.submit, about: tab },
  });
}
