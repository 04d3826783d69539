import type { KnownBlock, ModalView } from '@slack/types';
import type { AuditLine } from '../../audit/read-audit.ts';
import type { Words } from '../../locales/words.ts';
import { context, section } from '../blocks/blocks.ts';
import { FIELDS, FORMS } from '../blocks/forms.ts';
import { textInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { auditSentence, auditWhen } from './describe-entry.ts';

/** One entry alone. */
export function entryModal(words: Words, entry: AuditLine): ModalView {
  const { entryTitle: title, close } = words.admin.receiptModal;
  return modal({ title, close, blocks: entryBlocks(words, entry) });
}

const entryBlocks = (words: Words, entry: AuditLine): KnownBlock[] => [
  section(auditSentence(words, entry)),
  context(auditWhen(words, entry)),
];

/** Asks for a receipt, and shows the entry once it is found. */
export function receiptModal(words: Words, found?: AuditLine): ModalView {
  const say = words.admin.receiptModal;
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      ...(found ? entryBlocks(words, found) : []),
      textInput({ id: FIELDS.receipt, label: say.label, placeholder: say.placeholder }, { most: 40 }),
    ],
    form: { callbackId: FORMS.receipt, submit: say.submit },
  });
}
