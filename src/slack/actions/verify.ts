import type { AllMiddlewareArgs, BlockButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import type { PublishHome } from '../home/publish-home.ts';
import { placeOf } from '../place-of.ts';
import { dateToken, escapeText } from '../slack-text.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'verify'>;
  publishHome: PublishHome;
  words: Words;
};
type ButtonArgs = SlackActionMiddlewareArgs<BlockButtonAction> & AllMiddlewareArgs;

/** The button *Verify*: asks Slack now, and shows the answer in that row. */
export function createVerifyAction({ authorizations, publishHome, words }: Dependencies) {
  return async function verify({ action, body, context, ack }: ButtonArgs): Promise<void> {
    await ack();
    const [place, userId] = [placeOf(context), body.user.id];
    const kind = action.value;
    if (kind !== 'bot' && kind !== 'user') {
      await publishHome(place, userId, { over: words.home.stale });
      return;
    }
    const found = await authorizations.verify(place, userId, kind);
    const when = dateToken(found.at);
    const sentence =
      found.outcome === 'refused'
        ? words.home.outcomes.refused(escapeText(found.slackError), when)
        : words.home.outcomes[found.outcome](when);
    await publishHome(place, userId, { [kind]: sentence });
  };
}
