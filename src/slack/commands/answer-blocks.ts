import type { KnownBlock } from '@slack/types';
import type { Answer } from './command.ts';

/** The buttons of answers open the browser; Slack still sends an action, which is only acknowledged. */
export const LINK_ACTION = 'answer_link';

/** A text, with a button that opens an address. */
export function answerWithLink(text: string, button: { text: string; url: string }): Answer {
  return { text, blocks: [textBlock(text), linkBlock(button)] };
}

export const textBlock = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

export const linkBlock = ({ text, url }: { text: string; url: string }): KnownBlock => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: LINK_ACTION, text: { type: 'plain_text', text }, url }],
});
