import type { Admin } from '../../authorizations/roles/require-admin.ts';
import { toAppError } from '../../errors.ts';
import type { InFlight } from '../../in-flight.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import { isSlacksFailure } from '../../slack-api/slack-error.ts';
import type { TwoFactor } from '../../two-factor/two-factor.ts';
import { failureSentence } from '../failures/failure-sentence.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import type { IncidentNote } from '../incident-note.ts';

type Dependencies = {
  twoFactor: Pick<TwoFactor, 'refreshCoverage'>;
  publishHome: PublishHome;
  inFlight: InFlight;
  incidentNote: IncidentNote;
  words: Words;
  logger: Logger;
};

/**
 * Counts, and shows on the admin's Home how far it is and what came of it. A large workspace takes minutes: Home is
 * shown again whenever the last showing is done, and never twice at a time.
 */
export function createCountCoverage(dependencies: Dependencies) {
  const { twoFactor, publishHome, inFlight, incidentNote, words, logger } = dependencies;
  const { counting, notDone } = words.coverage;

  return async function countCoverage({ context, userId, key }: Admin): Promise<void> {
    const show = (over?: string) =>
      publishHome(context, userId, over === undefined ? {} : { notice: { over } }).catch((err) =>
        logger.warn({ err, userId }, 'The progress of a count was not shown'),
      );
    let showing: Promise<void> | undefined;
    const showProgress = () => {
      showing ??= show().finally(() => {
        showing = undefined;
      });
    };
    const over = await inFlight
      .track(twoFactor.refreshCoverage(key, { onProgress: showProgress }))
      .then((coverage) =>
        coverage.kind === 'set_up' && coverage.reader.works && coverage.figures ? counting.done : undefined,
      )
      .catch((thrown) => {
        const error = toAppError(thrown);
        const { code, details } = error;
        logger.warn({ err: thrown, code, details }, 'Two-factor coverage was not counted');
        const why = notDone(failureSentence(words, error));
        return isSlacksFailure(code) ? incidentNote.under(why) : why;
      });
    await showing;
    await show(over);
  };
}
