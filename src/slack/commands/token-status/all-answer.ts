import type { Authorizations } from '../../../authorizations/authorizations.ts';
import { isInstalled, isOutsider } from '../../../authorizations/roles/viewer.ts';
import { isWaitingForSlack } from '../../../authorizations/statuses/status.ts';
import { notInstalled } from '../../../installations/rows/find-installation.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import { context } from '../../blocks/blocks.ts';
import { answerOf, createButtons } from '../answer.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Subcommand } from '../subcommand.ts';
import { pageButtons, readPage, row, type Surroundings } from './rows.ts';

type Dependencies = Pick<Surroundings, 'words' | 'links'> & {
  authorizations: Pick<Authorizations, 'listMine' | 'resolveViewer'>;
};

/** `/token-status all`: everything that is the asker's to see, ended ones too, a page at a time. */
export function createAll({ authorizations, words, links }: Dependencies): Subcommand {
  const say = words.commands.tokenStatus;

  return {
    word: 'all',
    aliases: ['list'],
    takes: '[page]',
    help: say.help.all,
    async answer(ask: Ask): Promise<Answer> {
      const page = readPage(ask.rest);
      if (page === undefined) return { text: words.commands.noPage };
      const { settled } = await authorizations.resolveViewer(ask.asker, 0);
      const { viewer } = await settled;
      if (isOutsider(viewer.role)) return { text: words.home.stranger };
      const mine = await authorizations.listMine(viewer, { page });
      if (mine.page.total === 0 && !isInstalled(viewer)) throw notInstalled(viewer.context);
      const buttons = createButtons(words);
      const reading = { list: 'mine', here: mine.serving, orgWide: mine.orgWide } as const;
      const { offset, limit, total } = mine.page;
      const shown = mine.rows.map((each) => row(each, { words, links, buttons, reading, asked: ask }));
      const answer = answerOf({
        text: `*${words.home.title}*${total === 0 ? `\n${say.none}` : ''}`,
        more: [
          ...shown,
          ...(mine.page.pages > 1
            ? [context(words.home.range(offset + 1, Math.min(total, offset + limit), total))]
            : []),
        ],
        note: viewer.role === 'guest' ? words.home.guest : undefined,
        buttons: [
          ...pageButtons(words, buttons, mine.page, `${TOKEN_STATUS_COMMAND} all`),
          buttons.link(links.appHome(ask.appId, ask.asker.context.teamId), {
            text: say.openHome,
            label: say.openHomeLabel,
          }),
        ],
      });
      return { ...answer, lacksSlack: viewer.role === undefined || mine.rows.some(isWaitingForSlack) };
    },
  };
}
