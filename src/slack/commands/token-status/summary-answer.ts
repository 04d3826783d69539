import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { MyAuthorizations } from '../../../authorizations/listing/list.ts';
import type { Role } from '../../../authorizations/roles/role.ts';
import { STATUSES } from '../../../authorizations/statuses/status.ts';
import { aliveIn, problemsIn } from '../../../authorizations/statuses/status-counts.ts';
import type { Words } from '../../../locales/words.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import { dateToken } from '../../blocks/slack-text.ts';
import { answerOf, createButtons } from '../answer.ts';
import { type Finds, isInstalled, notInstalled } from '../installed.ts';
import type { Answer } from '../reply.ts';
import { isOutsider, type Knows, seesOnlyOwn, whoAsks } from '../role-of-caller.ts';
import type { Ask, Asked, Subcommand } from '../subcommand.ts';
import { row, type Surroundings, worthSaying } from './rows.ts';

const MOST_ROWS = 5;

type Dependencies = Pick<Surroundings, 'words' | 'links'> & {
  authorizations: Knows & Pick<Authorizations, 'listMine' | 'listToVerify'>;
  installations: Finds;
};

/** Bare `/token-status`: one line when all is well, else counts and the worst five, each with its next step. */
export function createSummary({ authorizations, installations, words, links }: Dependencies): Subcommand {
  const say = words.commands.tokenStatus;

  async function summary(asked: Asked, role: Role | undefined): Promise<Answer> {
    if (isOutsider(role)) return { text: words.home.stranger };
    const guest = seesOnlyOwn(role);
    const [installed, mine, oldest] = await Promise.all([
      isInstalled(installations, asked.asker.context),
      authorizations.listMine(asked.asker, { page: 1, guest }),
      authorizations.listToVerify(asked.asker, { most: 1, guest }),
    ]);
    const ownGone = !mine.own || mine.own.status === 'revoked';
    if (!installed && ownGone) throw notInstalled();

    const buttons = createButtons(words);
    const reading = { list: 'mine', here: mine.serving, orgWide: mine.orgWide } as const;
    const surroundings = { words, links, buttons, reading, asked };
    const bad = mine.rows.filter((each) => worthSaying(each, asked.asker.userId));
    const shown = bad.slice(0, MOST_ROWS);
    const checkedAt = oldest.rows[0]?.verifiedAt;
    const more = [...shown.map((each) => row(each, surroundings))];
    const ownShown = shown.some(({ id }) => id === mine.own?.id);
    // Before Slack has said that they belong here, nothing of it is offered.
    const mayGive = ownGone && !ownShown && role !== undefined;
    const { context, userId } = asked.asker;
    return answerOf({
      text: [
        headline(words, mine, checkedAt && dateToken(checkedAt)),
        ...(mayGive ? [say.ownNotGiven] : []),
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
  }

  return {
    word: '',
    help: say.help.bare,
    async answer(ask: Ask) {
      const { soon, late, inTheEnd } = await whoAsks(authorizations, ask.asker);
      if (!late) return summary(ask, soon);
      await ask.soFar(await summary(ask, soon));
      return summary(ask, await inTheEnd);
    },
  };
}

/** @param checked when the one was checked that is unchecked the longest; absent: it never was */
function headline(words: Words, { counts }: MyAuthorizations, checked: string | null | undefined): string {
  const say = words.commands.tokenStatus;
  const { revoked = 0 } = counts;
  const all = aliveIn(counts);
  if (all === 0) return revoked > 0 ? say.allEnded(revoked) : say.none;
  const problems = problemsIn(counts);
  if (problems === 0 && !counts.renewing) {
    return `${words.status.marks.working} ${say.allWork(all)} ${checked ? say.checked(checked, all) : say.notAllChecked(all)}`;
  }
  const parts = STATUSES.filter((each) => each !== 'revoked' && counts[each]).map((each) =>
    say.counts[each](counts[each] ?? 0),
  );
  const mark = problems > 0 ? words.status.marks.needs_attention : words.status.marks.renewing;
  return `${mark} ${say.counted(parts.join(' · '))}${problems > MOST_ROWS ? ` ${say.worst(MOST_ROWS)}` : ''}`;
}
