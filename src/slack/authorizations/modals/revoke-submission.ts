import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Words } from '../../../locales/words.ts';
import type { Logger } from '../../../observability/logger.ts';
import type { TellFailure } from '../../failures/tell-failure.ts';
import type { PublishHome } from '../../home/publishing/publish-home.ts';
import type { IncidentNote } from '../../incident-note.ts';
import { createOwnRow } from '../../requests/acting.ts';
import type { Once } from '../../requests/once.ts';
import { createSubmission, messageModal } from '../../requests/submission.ts';
import { describeRevocation } from '../describe-revocation.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'find' | 'resolveViewer' | 'revoke'>;
  publishHome: PublishHome;
  once: Once;
  words: Words;
  incidentNote: IncidentNote;
  tellFailure: TellFailure;
  logger: Logger;
};

/**
 * Ends a permission of the person who hands in the form. The owner comes from Slack's signed `user.id`: what the form
 * is about finds a row only among that person's own, so a forged one revokes no one else's.
 */
export function createRevokeSubmission(dependencies: Dependencies) {
  const { authorizations, publishHome, words, logger } = dependencies;
  const ownRow = createOwnRow(dependencies);

  return createSubmission(dependencies, async ({ asker, about, stamp }) => {
    const { context, userId } = asker;
    const row = (await ownRow(asker, about))?.row;
    // One that was granted after the form was opened is another one.
    if (row?.kind !== 'user' || (stamp.madeAt && row.grantedAt > stamp.madeAt)) {
      return { show: messageModal(words.admin.failed.title, words.home.revokeStale, words) };
    }
    const result = await authorizations.revoke(row, { kind: 'user', userId });
    const { title, sentence, over } = describeRevocation(words, result, userId);
    const notice = over === 'row' ? { rows: { [row.id]: sentence } } : { over: sentence };
    // The revocation is committed: a Home that cannot be shown now is shown at its next opening.
    await publishHome(context, userId, { notice }).catch((err) =>
      logger.warn({ err, userId }, 'Home not refreshed'),
    );
    return { show: messageModal(title, sentence, words) };
  });
}
