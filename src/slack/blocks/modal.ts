import type { KnownBlock, ModalView } from '@slack/types';
import { plain } from './blocks.ts';

const TITLE_LIMIT = 24;

type Parts = {
  title: string;
  close: string;
  blocks: KnownBlock[];
  /** With it the modal is a form: `callbackId` names who takes it, `about` what it is about. */
  form?: { callbackId: string; submit: string; about?: string };
};

export function modal({ title, close, blocks, form }: Parts): ModalView {
  return {
    type: 'modal',
    title: plain(title, TITLE_LIMIT),
    close: plain(close, TITLE_LIMIT),
    blocks,
    ...(form && {
      callback_id: form.callbackId,
      submit: plain(form.submit, TITLE_LIMIT),
      private_metadata: form.about ?? '',
    }),
  };
}
