import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Admin } from '../../../authorizations/roles/require-admin.ts';
import { toAppError } from '../../../errors.ts';
import type { Words } from '../../../locales/words.ts';
import { TWO_FACTOR_COMMAND } from '../../../slack-api/app-surface.ts';
import { isSlacksFailure } from '../../../slack-api/slack-error.ts';
import type { Coverage } from '../../../two-factor/coverage.ts';
import type { TwoFactor } from '../../../two-factor/two-factor.ts';
import { section } from '../../blocks/blocks.ts';
import { mention } from '../../blocks/slack-text.ts';
import { coverageLines, figuresNotes } from '../../coverage/coverage-card.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { createForAdminsOnly } from '../admins-only.ts';
import { answerOf, createButtons } from '../answer.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Subcommand } from '../subcommand.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin'>;
  twoFactor: Pick<TwoFactor, 'coverage' | 'peopleWithout' | 'refreshCoverage'>;
  words: Words;
  links: SlackLinks;
  clock: () => Date;
};

/** Figures older than this are counted again while the old ones are read. */
const FRESH_MS = 60 * 60_000;
const MOST_NAMED = 10;
/** Counting fewer is over before it is worth a word. */
const WORTH_PROGRESS = 1_000;

/** `/2fa team`: the share with its denominator, who has none, owners and admins first, and who is left out. */
export function createTeam(dependencies: Dependencies): Subcommand {
  const { authorizations, twoFactor, words, links, clock } = dependencies;
  const say = words.commands.twoFactor.team;
  const forAdminsOnly = createForAdminsOnly({ authorizations, words });

  async function describe(coverage: Coverage, admin: Admin, { appId }: Ask): Promise<Answer> {
    const buttons = createButtons(words);
    const home = buttons.link(links.appHome(appId, admin.context.teamId), {
      text: say.openHome,
      label: say.openHomeLabel,
    });
    if (coverage.kind === 'not_set_up') {
      return answerOf({ text: `${words.coverage.notSetUp}\n${say.setUpInHome}`, buttons: [home] });
    }
    const { figures } = coverage;
    const without = figures ? await twoFactor.peopleWithout(admin.key) : [];
    const named = without.slice(0, MOST_NAMED);
    const lines = coverageLines(words, coverage, without);
    const names = named.map(({ userId }) => mention(userId));
    const remind = buttons.run(`${TWO_FACTOR_COMMAND} remind`, { text: say.remind, label: say.remindLabel });
    const answer = answerOf({
      text: lines.length > 0 ? lines.join('\n') : say.noFigures,
      more: names.length > 0 ? [section(say.without(names, without.length - names.length))] : [],
      note: figures && figuresNotes(words, figures).join(' '),
      buttons: [...(without.length > 0 ? [remind] : []), home],
    });
    return { ...answer, lacksSlack: coverage.failed !== undefined && isSlacksFailure(coverage.failed.code) };
  }

  return {
    word: 'team',
    forAdmins: true,
    help: words.commands.twoFactor.help.team,
    answer: forAdminsOnly(async (admin, ask) => {
      const known = await twoFactor.coverage(admin.key);
      if (known.kind === 'not_set_up' || !known.reader.works) return describe(known, admin, ask);
      const { figures } = known;
      if (figures && clock().getTime() - figures.at.getTime() < FRESH_MS) return describe(known, admin, ask);

      const reading = known.reading ?? { startedAt: clock(), people: 0 };
      await ask.soFar(await describe({ ...known, reading, failed: undefined }, admin, ask));
      let told = false;
      const onProgress = (people: number) => {
        if (told || people < WORTH_PROGRESS) return;
        told = true;
        void ask.soFar({ text: words.coverage.reading(people) });
      };
      // What kept it from its end is noted with the figures, and told with them: an error would be in their place.
      const counted = await twoFactor.refreshCoverage(admin.key, { onProgress }).catch((thrown) => {
        if (!figures || toAppError(thrown).code === 'database_unavailable') throw thrown;
        return twoFactor.coverage(admin.key);
      });
      return describe(counted, admin, ask);
    }),
  };
}
