import type { Authorizations } from '../../authorizations/authorizations.ts';
import { AppError } from '../../errors.ts';
import type { SlackPlace } from '../../installations/installation-key.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import type { SlackLinks } from '../slack-links.ts';
import { createInOrder } from './in-order.ts';
import { type HomeNotice, renderHome } from './render-home.ts';

export type PublishHome = (place: SlackPlace, userId: string, notice?: HomeNotice) => Promise<void>;

type Dependencies = {
  authorizations: Pick<Authorizations, 'list'>;
  installations: Pick<Installations, 'asBot'>;
  words: Words;
  links: SlackLinks;
  logger: Logger;
};

/**
 * Shows a person their Home as it is now. Without a working installation there is no bot to publish with, and no app
 * whose Home anyone could open: then nothing is done, and the log says so.
 * @see https://docs.slack.dev/reference/methods/views.publish
 */
export function createPublishHome(dependencies: Dependencies): PublishHome {
  const { authorizations, installations, words, links, logger } = dependencies;
  const inOrder = createInOrder();

  async function publish(place: SlackPlace, userId: string, notice: HomeNotice): Promise<void> {
    try {
      const bot = await installations.asBot(place);
      const content = {
        ...(await authorizations.list(place, userId)),
        giveUrl: links.givePermission(place.teamId, userId),
        addUrl: links.install(place.teamId),
        notice,
      };
      await bot.call('views.publish', { user_id: userId, view: renderHome(words, content) });
    } catch (error) {
      const noBot =
        error instanceof AppError && (error.code === 'not_installed' || error.code === 'slack_token_dead');
      if (!noBot) throw error;
      logger.info(
        { ...place, userId, why: error.code },
        'Home not published: there is no working installation',
      );
    }
  }

  return (place, userId, notice = {}) =>
    inOrder(JSON.stringify([place.teamId, place.enterpriseId, userId]), () => publish(place, userId, notice));
}
