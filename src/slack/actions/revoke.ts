import type { AllMiddlewareArgs, BlockButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import type { PublishHome } from '../home/publish-home.ts';
import { placeOf } from '../place-of.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'revokeOwn'>;
  publishHome: PublishHome;
  words: Words;
};
type ButtonArgs = SlackActionMiddlewareArgs<BlockButtonAction> & AllMiddlewareArgs;

/**
 * The button *Revoke*, after its confirm: ends the permission of the person who pressed it. Whose it is comes from
 * Slack's signed `user.id`, never from the button, so a forged value revokes nobody else's.
 */
export function createRevokeAction({ authorizations, publishHome, words }: Dependencies) {
  return async function revoke({ body, context, ack }: ButtonArgs): Promise<void> {
    await ack();
    const [place, userId] = [placeOf(context), body.user.id];
    const { outcome } = await authorizations.revokeOwn(place, userId);
    await publishHome(place, userId, outcome === 'revoked' ? {} : { over: words.home.alreadyEnded });
  };
}
