import type { RespondArguments } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';

/** A message for the asker's eyes only. `text` is what notifications and screen readers get. */
export type Answer = {
  text: string;
  blocks?: KnownBlock[];
  /** It isn’t what it could be, because Slack didn’t answer: while Slack reports an incident, that is said with it. */
  lacksSlack?: boolean;
};

export type Reply = {
  said(): boolean;
  /** Something before the answer. Dropped when too much was said already; losing it loses nothing. */
  soFar(answer: Answer): Promise<void>;
  /** The answer itself. @throws what Slack refused it with */
  last(answer: Answer): Promise<void>;
};

/**
 * What Slack takes by one `response_url`. Of the five posts one is kept for the answer and one for a failure.
 * @see https://docs.slack.dev/interactivity/handling-user-interaction
 */
const MOST_BEFORE = 3;
const LIFE_MS = 30 * 60_000;

type ReplyOptions = {
  respond: (message: RespondArguments) => Promise<unknown>;
  clock: () => Date;
  /** There is a message with a button that was pressed, and the first post already takes its place. */
  pressed: boolean;
};

/**
 * Answers by `response_url`, always ephemerally, each post in place of the one before. After a press Slack does
 * that; after a typed command it may put the next one below instead, so every post has to read well either way.
 * @see https://github.com/slackapi/bolt-js/issues/2287
 */
export function createReply({ respond, clock, pressed }: ReplyOptions): Reply {
  const beganAtMs = clock().getTime();
  let posts = 0;
  let finished = false;
  let before = Promise.resolve();

  const tooLate = () => clock().getTime() - beganAtMs >= LIFE_MS;
  async function post({ text, blocks }: Answer): Promise<void> {
    const replace_original = pressed || posts > 0;
    posts += 1;
    await respond({ response_type: 'ephemeral', replace_original, text, ...(blocks && { blocks }) });
  }

  return {
    said: () => posts > 0,
    soFar(answer) {
      if (finished || posts >= MOST_BEFORE || tooLate()) return before;
      const after = before;
      const mine = post(answer);
      before = Promise.allSettled([after, mine]).then(() => {});
      return before;
    },
    async last(answer) {
      finished = true;
      // What was said before must not arrive after it.
      await before;
      // By then the person has long looked elsewhere, and Slack takes nothing anymore.
      if (!tooLate()) await post(answer);
    },
  };
}
