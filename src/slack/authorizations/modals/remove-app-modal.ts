import type { ModalView } from '@slack/types';
import type { Admin } from '../../../authorizations/roles/require-admin.ts';
import type { Words } from '../../../locales/words.ts';
import { section } from '../../blocks/blocks.ts';
import { FIELDS, FORMS, REASON_LIMIT } from '../../blocks/forms.ts';
import { textInput } from '../../blocks/inputs.ts';
import { modal } from '../../blocks/modal.ts';
import { nameText } from '../../blocks/slack-text.ts';

/** Before the whole app goes: what that means, with a word to type, so that no one does it by accident. */
export function removeAppModal(words: Words, admin: Pick<Admin, 'key' | 'placeName'>): ModalView {
  const say = words.admin.removeApp;
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(say.consequence(nameOfPlace(words, admin))),
      textInput(
        { id: FIELDS.reason, label: say.reason },
        { most: REASON_LIMIT, lines: 'many', optional: true },
      ),
      textInput({ id: FIELDS.word, label: say.confirm(say.word) }, { most: 20 }),
    ],
    form: { callbackId: FORMS.removeApp, submit: say.submit },
  });
}

/** For sentences: the name where it is known. */
export function nameOfPlace({ home }: Words, { key, placeName }: Pick<Admin, 'key' | 'placeName'>): string {
  if (placeName) return nameText(placeName);
  return (key.isEnterpriseInstall ? home.thisOrganization : home.thisWorkspace).toLowerCase();
}
