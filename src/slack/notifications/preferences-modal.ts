import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import type { Preferences } from '../../notifications/preferences.ts';
import { TOPICS } from '../../notifications/topics.ts';
import { plain, section } from '../blocks/blocks.ts';
import { FIELDS, FORMS } from '../blocks/forms.ts';
import { modal } from '../blocks/modal.ts';

/** What Lanyard writes to someone about, for them to choose. */
export function preferencesModal(words: Words, wanted: Partial<Preferences>): ModalView {
  const { preferences: say, topics } = words.notifications;
  const offered = TOPICS.filter((topic) => wanted[topic] !== undefined);
  const option = (topic: (typeof TOPICS)[number]): PlainTextOption => ({
    text: plain(topics[topic].name),
    description: plain(topics[topic].about),
    value: topic,
  });
  const chosen = offered.filter((topic) => wanted[topic]).map(option);
  const choice: KnownBlock = {
    type: 'input',
    block_id: FIELDS.topics,
    optional: true,
    label: plain(say.label, 200),
    element: {
      type: 'checkboxes',
      action_id: FIELDS.topics,
      options: offered.map(option),
      // Slack takes no empty list.
      ...(chosen.length > 0 && { initial_options: chosen }),
    },
  };
  return modal({
    title: say.title,
    close: say.close,
    blocks: [section(say.intro), choice],
    // Which ones were offered: of the others nothing was said.
    form: { callbackId: FORMS.notifications, submit: say.submit, about: offered.join(' ') },
  });
}
