import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import { dateToken } from '../blocks/slack-text.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import type { IncidentNote } from '../incident-note.ts';
import { createOwnRow, type PressArgs, readPress } from '../requests/acting.ts';
import { lacksSlack, outcomeSentence, saysNothing } from './describe-outcome.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'find' | 'consumeRateLimit' | 'resolveViewer' | 'verify'>;
  publishHome: PublishHome;
  incidentNote: IncidentNote;
  words: Words;
  logger: Logger;
};

/** The button *Verify*: asks Slack now, and shows the answer in that row; meanwhile the row says that it is checked. */
export function createVerifyAction(dependencies: Dependencies) {
  const { authorizations, publishHome, incidentNote, words, logger } = dependencies;
  const ownRow = createOwnRow(dependencies);

  return async function verify(args: PressArgs): Promise<void> {
    await args.ack();
    const { asker, value, view } = readPress(args);
    const { context, userId } = asker;
    const own = await ownRow(asker, value);
    if (!own) return publishHome(context, userId, { view, notice: { over: words.home.stale } });

    const { row, viewer } = own;
    const say = (sentence: string, checkFailed = false) =>
      publishHome(context, userId, { view, notice: { rows: { [row.id]: sentence }, checkFailed } });
    const turn = await authorizations.consumeRateLimit(viewer, 'verify');
    if (!turn.granted) return say(words.home.tooOften(dateToken(turn.startedAt), turn.waitSeconds));

    const checking = publishHome(context, userId, { view, notice: { checking: new Set([row.id]) } }).catch(
      (error) => logger.warn({ err: error }, 'A running check was not shown'),
    );
    const found = await authorizations.verify(row);
    await checking;
    const said = outcomeSentence(words, found, row);
    const sentence = lacksSlack(found) ? incidentNote.under(said) : said;
    // What ended before says so in its own row.
    if (found.outcome === 'already_ended')
      return publishHome(context, userId, { view, notice: { over: sentence } });
    return say(sentence, saysNothing(found));
  };
}
