import type { ModalView } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import { rowAction } from '../blocks/action-ids.ts';
import { actions, button, section } from '../blocks/blocks.ts';
import { modal } from '../blocks/modal.ts';
import { dateToken } from '../blocks/slack-text.ts';

/** The way to the file: through the browser, once. */
export function exportModal({ coverage }: Words, link: { url: string; until: Date }): ModalView {
  const { export: say, buttons, labels } = coverage;
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(say.text(dateToken(link.until))),
      ...actions('download', [
        button({
          actionId: rowAction('give', 'export'),
          text: buttons.download,
          label: labels.download,
          url: link.url,
          style: 'primary',
        }),
      ]),
    ],
  });
}
