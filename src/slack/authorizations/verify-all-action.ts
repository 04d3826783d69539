import type { Authorizations } from '../../authorizations/authorizations.ts';
import { isOutsider } from '../../authorizations/roles/viewer.ts';
import { MOST_AT_ONCE, verifyEach } from '../../authorizations/verify-all.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import { dateToken } from '../blocks/slack-text.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import type { IncidentNote } from '../incident-note.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import { lacksSlack, outcomeSentence, outcomesSentence, saysNothing } from './describe-outcome.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'consumeRateLimit' | 'listToVerify' | 'resolveViewer' | 'verify'>;
  publishHome: PublishHome;
  incidentNote: IncidentNote;
  words: Words;
  logger: Logger;
};

/** The button *Verify all*: each row gets an answer of its own, whatever becomes of the others. */
export function createVerifyAllAction(dependencies: Dependencies) {
  const { authorizations, publishHome, incidentNote, words, logger } = dependencies;
  return async function verifyAll(args: PressArgs): Promise<void> {
    await args.ack();
    const { asker, view } = readPress(args);
    const { context, userId } = asker;
    const { viewer } = await (await authorizations.resolveViewer(asker, 0)).settled;
    if (isOutsider(viewer.role)) return publishHome(context, userId, { view, present: true });
    const turn = await authorizations.consumeRateLimit(viewer, 'verify_all');
    if (!turn.granted) {
      const over = words.home.tooOften(dateToken(turn.startedAt), turn.waitSeconds);
      return publishHome(context, userId, { view, notice: { over } });
    }
    const checking = publishHome(context, userId, { view, notice: { checking: 'all' } }).catch((error) =>
      logger.warn({ err: error }, 'A running check was not shown'),
    );
    const { rows, left } = await authorizations.listToVerify(viewer, { most: MOST_AT_ONCE });
    const found = await verifyEach(rows, authorizations.verify);
    await checking;
    const sentences = rows.flatMap((row) => {
      const result = found.get(row.id);
      return result ? [[row.id, outcomeSentence(words, result, row)] as const] : [];
    });
    const results = [...found.values()];
    const over = outcomesSentence(words, results, left);
    await publishHome(context, userId, {
      view,
      notice: {
        over: results.some(lacksSlack) ? incidentNote.under(over) : over,
        rows: Object.fromEntries(sentences),
        checkFailed: [...found.values()].some(saysNothing),
      },
    });
  };
}
