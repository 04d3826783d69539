import type { KnownBlock } from '@slack/types';
import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import { isInstalled, isOutsider, type Viewer } from '../../../authorizations/roles/viewer.ts';
import type { Verification } from '../../../authorizations/verify.ts';
import { MOST_AT_ONCE, verifyEach } from '../../../authorizations/verify-all.ts';
import { notInstalled } from '../../../installations/rows/find-installation.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import { titleOf } from '../../authorizations/describe-authorization.ts';
import {
  lacksSlack,
  outcomeSentence,
  outcomesSentence,
  saysNothing,
} from '../../authorizations/describe-outcome.ts';
import { context, section } from '../../blocks/blocks.ts';
import { dateToken } from '../../blocks/slack-text.ts';
import { answerOf, createButtons } from '../answer.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Subcommand } from '../subcommand.ts';
import { type Surroundings, stepButton } from './rows.ts';
import { isHere, ownersOf, subjectOf } from './subjects.ts';

/** Slack takes 50 blocks; two headings and the buttons come on top of these. */
const MOST_ROWS = 20;
/** Progress is said no oftener. */
const PROGRESS_MS = 4_000;

type Dependencies = Pick<Surroundings, 'words' | 'links'> & {
  authorizations: Pick<Authorizations, 'consumeRateLimit' | 'listToVerify' | 'resolveViewer' | 'verify'>;
  clock: () => Date;
};

/** `/token-status verify`: asks Slack about each, says how far it is, and names every one that is not well. */
export function createVerify(dependencies: Dependencies): Subcommand {
  const { authorizations, words, links, clock } = dependencies;
  const say = words.commands.tokenStatus;

  /** Progress is a courtesy: the answer waits for none of it. */
  function verifyWithProgress(ask: Ask, rows: readonly Authorization[]) {
    let done = 0;
    let saidAtMs = clock().getTime();
    return verifyEach(rows, async (each) => {
      const found = await authorizations.verify(each);
      done += 1;
      if (done < rows.length && clock().getTime() - saidAtMs >= PROGRESS_MS) {
        saidAtMs = clock().getTime();
        void ask.soFar({ text: say.checkingSome(done, rows.length) });
      }
      return found;
    });
  }

  function results(
    ask: Ask,
    viewer: Viewer,
    rows: readonly Authorization[],
    found: Map<string, Verification>,
    left: number,
  ) {
    const buttons = createButtons(words);
    const here = viewer.installation;
    const reading = { list: 'mine', here, orgWide: here?.isEnterpriseInstall === true } as const;
    const surroundings = { words, links, buttons, reading, asked: ask };
    const told = rows.flatMap((each) => {
      const result = found.get(each.id);
      return result && result.outcome !== 'works' ? [{ each, result }] : [];
    });
    const line = ({ each, result }: (typeof told)[number]): KnownBlock =>
      section(
        `*${titleOf(words, each, reading).mrkdwn}*\n${outcomeSentence(words, result, each)}`,
        saysNothing(result) && result.outcome !== 'unreadable'
          ? undefined
          : stepButton(afterwards(each, result), surroundings),
      );
    const unchecked = told.filter(({ result }) => saysNothing(result));
    const bad = told.filter(({ result }) => !saysNothing(result));
    const shown = [...bad, ...unchecked].slice(0, MOST_ROWS);
    const hidden = told.length - shown.length;
    const shownUnchecked = shown.filter((each) => unchecked.includes(each));
    const well = told.length === 0 ? words.status.marks.working : words.status.marks.needs_attention;
    const answer = answerOf({
      text: [
        `${well} ${told.length === 0 ? allWork(viewer, rows, found) : outcomesSentence(words, [...found.values()], 0)}`,
        ...(left > 0 ? [say.left(left)] : []),
      ].join('\n'),
      more: [
        ...shown.filter((each) => !unchecked.includes(each)).map(line),
        ...(shownUnchecked.length > 0 ? [section(`*${say.notChecked}*`), ...shownUnchecked.map(line)] : []),
        ...(hidden > 0 ? [context(say.more(hidden))] : []),
      ],
      buttons: [
        ...(unchecked.length + left > 0
          ? [
              buttons.run(`${TOKEN_STATUS_COMMAND} verify`, {
                text: say.verifyAgain,
                label: say.verifyAgainLabel,
              }),
            ]
          : []),
        buttons.link(links.appHome(ask.appId, viewer.context.teamId), {
          text: say.openHome,
          label: say.openHomeLabel,
        }),
      ],
    });
    return { ...answer, lacksSlack: told.some(({ result }) => lacksSlack(result)) };
  }

  /** What was found, with whose permissions they are. */
  function allWork(viewer: Viewer, rows: readonly Authorization[], found: Map<string, Verification>): string {
    const serving = viewer.installation;
    const mine = rows.filter((row) => isHere(row, serving));
    const own = mine.find(
      ({ kind, grantedByUserId }) => kind === 'user' && grantedByUserId === viewer.userId,
    );
    const bot = mine.find(({ kind }) => kind === 'bot');
    const when = dateToken([...found.values()].at(-1)?.at ?? clock());
    const [only] = rows;
    return rows.length === 1 && only
      ? say.checkedOne(when, subjectOf(words, only, { own, serving }))
      : say.checkedAll(when, rows.length, ownersOf(words, { own, bot }, rows.length));
  }

  return {
    word: 'verify',
    aliases: ['check'],
    help: say.help.verify,
    async answer(ask: Ask): Promise<Answer> {
      const { settled } = await authorizations.resolveViewer(ask.asker, 0);
      const { viewer } = await settled;
      if (isOutsider(viewer.role)) return { text: words.home.stranger };
      const { rows, left } = await authorizations.listToVerify(viewer, { most: MOST_AT_ONCE });
      if (rows.length === 0) {
        if (!isInstalled(viewer)) throw notInstalled(viewer.context);
        return { text: words.home.checkedAll.nothing };
      }
      const turn = await authorizations.consumeRateLimit(viewer, 'verify_all');
      if (!turn.granted) return { text: words.home.tooOften(dateToken(turn.startedAt), turn.waitSeconds) };
      await ask.soFar({ text: say.checking(rows.length) });
      return results(ask, viewer, rows, await verifyWithProgress(ask, rows), left);
    },
  };
}

/** What a row is once Slack answered, as far as the next step goes. */
function afterwards(each: Authorization, { at, ...result }: Verification): Authorization {
  switch (result.outcome) {
    case 'revoked':
    case 'app_removed':
    case 'already_ended': {
      const how = result.outcome === 'app_removed' ? 'uninstalled' : 'revoked';
      return { ...each, status: 'revoked', cause: { kind: 'ended', how, by: 'unknown', byUserId: null, at } };
    }
    case 'refused':
      return {
        ...each,
        status: 'needs_attention',
        cause: { kind: 'slack_refuses', slackError: result.slackError },
      };
    case 'unreadable':
      return { ...each, status: 'unknown', cause: { kind: 'unreadable' } };
    default:
      return each;
  }
}
