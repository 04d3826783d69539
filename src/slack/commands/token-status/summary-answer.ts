import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Authorization, MyAuthorizations } from '../../../authorizations/listing/list.ts';
import { isInstalled, isOutsider, type Viewer } from '../../../authorizations/roles/viewer.ts';
import { isWaitingForSlack } from '../../../authorizations/statuses/status.ts';
import { aliveIn, problemsIn, totalOf } from '../../../authorizations/statuses/status-counts.ts';
import { notInstalled } from '../../../installations/rows/find-installation.ts';
import type { Words } from '../../../locales/words.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import { dateToken } from '../../blocks/slack-text.ts';
import { answerOf, createButtons } from '../answer.ts';
import { COMMAND_PATIENCE_MS } from '../patience.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Asked, Subcommand } from '../subcommand.ts';
import { countedParts, row, type Surroundings, worthSaying } from './rows.ts';
import { ownersOf, subjectOf } from './subjects.ts';

const MOST_ROWS = 5;

type Dependencies = Pick<Surroundings, 'words' | 'links'> & {
  authorizations: Pick<Authorizations, 'listMine' | 'resolveViewer'>;
};

/** Bare `/token-status`: one line when all is well, else counts and the worst five, each with its next step. */
export function createSummary({ authorizations, words, links }: Dependencies): Subcommand {
  const say = words.commands.tokenStatus;

  async function summary(asked: Asked, viewer: Viewer): Promise<Answer> {
    const { context, userId, role } = viewer;
    if (isOutsider(role)) return { text: words.home.stranger };
    const installed = isInstalled(viewer);
    const mine = await authorizations.listMine(viewer, { page: 1 });
    const ownGone = !mine.own || mine.own.status === 'revoked';
    if (!installed && ownGone) throw notInstalled(context);

    const buttons = createButtons(words);
    const reading = { list: 'mine', here: mine.serving, orgWide: mine.orgWide } as const;
    const surroundings = { words, links, buttons, reading, asked };
    const bad = mine.rows.filter((each) => worthSaying(each, userId));
    const shown = bad.slice(0, MOST_ROWS);
    const checkedAt = mine.checks.unchecked === 0 ? mine.checks.oldestAt : undefined;
    const more = [...shown.map((each) => row(each, surroundings))];
    const ownShown = shown.some(({ id }) => id === mine.own?.id);
    // Before Slack has said that they belong here, nothing of it is offered.
    const mayGive = ownGone && !ownShown && role !== undefined;
    const answer = answerOf({
      text: [
        // Who granted none and sees none is told so once, with the way to grant one.
        ...(mayGive && totalOf(mine.counts) === 0
          ? []
          : [headline(words, mine, checkedAt && dateToken(checkedAt))]),
        ...alsoWorking(words, mine),
        ...(mayGive ? [ownMissing(words, mine)] : []),
      ].join('\n'),
      more,
      note: role === 'guest' ? words.home.guest : undefined,
      buttons: [
        ...(aliveIn(mine.counts) > 0
          ? [buttons.run(`${TOKEN_STATUS_COMMAND} verify`, { text: say.verify, label: say.verifyLabel })]
          : []),
        ...(mayGive
          ? [
              buttons.link(
                links.givePermission(context.teamId ?? mine.serving?.installedIn, userId, asked.channelId),
                { text: words.home.buttons.give, label: words.home.labels.give },
              ),
            ]
          : []),
        ...(installed
          ? [
              buttons.link(links.appHome(asked.appId, context.teamId), {
                text: say.openHome,
                label: say.openHomeLabel,
              }),
            ]
          : []),
      ],
    });
    return { ...answer, lacksSlack: role === undefined || shown.some(isWaitingForSlack) };
  }

  return {
    word: '',
    help: say.help.bare,
    async answer(ask: Ask) {
      const { viewer, late, settled } = await authorizations.resolveViewer(ask.asker, COMMAND_PATIENCE_MS);
      if (!late) return summary(ask, viewer);
      await ask.soFar(await summary(ask, viewer));
      return summary(ask, (await settled).viewer);
    },
  };
}

/** @param checked when the one was checked that is unchecked the longest; absent: it never was */
function headline(words: Words, mine: MyAuthorizations, checked: string | null | undefined): string {
  const say = words.commands.tokenStatus;
  const { counts } = mine;
  const { revoked = 0 } = counts;
  const all = aliveIn(counts);
  const [worst] = mine.rows;
  if (all === 0) {
    if (revoked === 1 && worst) return say.oneIs.revoked(subjectOf(words, worst, mine));
    return revoked > 0 ? say.allEnded(revoked) : say.none;
  }
  const problems = problemsIn(counts);
  if (problems === 0 && !counts.renewing) {
    const { marks, notCheckedMark } = words.status;
    const subject = all === 1 && worst ? subjectOf(words, worst, mine) : undefined;
    const owners = ownersOf(words, mine, all);
    // Green, and the word “works”, need the date of a check.
    if (!checked) {
      const unchecked = Math.max(1, mine.checks.unchecked);
      return `${notCheckedMark} ${subject ? say.oneUnchecked(subject) : say.unchecked(unchecked, all, owners)}`;
    }
    const works = subject ? say.oneWorks(subject) : say.allWork(all, owners);
    return `${marks.working} ${works} ${say.checked(checked, all)}`;
  }
  const mark = problems > 0 ? words.status.marks.needs_attention : words.status.marks.renewing;
  if (all === 1 && worst && worst.status !== 'working') {
    return `${mark} ${say.oneIs[worst.status](subjectOf(words, worst, mine))}`;
  }
  const parts = countedParts(words, { ...counts, revoked: 0 }, mine.checks);
  return `${mark} ${say.counted(parts.join(' · '))}${problems > MOST_ROWS ? ` ${say.worst(MOST_ROWS)}` : ''}`;
}

/** That one’s own permission was never granted or has ended, unless the headline says so, and what it is for. */
function ownMissing(words: Words, { own, counts }: MyAuthorizations): string {
  const { ownEnded, ownNotGiven, withoutOwn } = words.commands.tokenStatus;
  if (!own) return `${ownNotGiven} ${withoutOwn}`;
  return aliveIn(counts) === 0 ? withoutOwn : `${ownEnded} ${withoutOwn}`;
}

/** Next to what doesn’t: whether one’s own and the workspace’s permission work. */
function alsoWorking(words: Words, mine: MyAuthorizations): string[] {
  const { counts } = mine;
  if (problemsIn(counts) === 0 && !counts.renewing) return [];
  return [mine.own, mine.bot]
    .filter((each) => each?.cause.kind === 'works')
    .map((each) => words.commands.tokenStatus.alsoWorks(subjectOf(words, each as Authorization, mine)));
}
