import type { Authorizations } from '../../../authorizations/authorizations.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import { context } from '../../blocks/blocks.ts';
import { answerOf, createButtons } from '../answer.ts';
import { type Finds, isInstalled, notInstalled } from '../installed.ts';
import type { Answer } from '../reply.ts';
import { isOutsider, type Knows, seesOnlyOwn, whoAsks } from '../role-of-caller.ts';
import type { Ask, Subcommand } from '../subcommand.ts';
import { pageButtons, readPage, row, type Surroundings } from './rows.ts';

type Dependencies = Pick<Surroundings, 'words' | 'links'> & {
  authorizations: Knows & Pick<Authorizations, 'listMine'>;
  installations: Finds;
};

/** `/token-status all`: everything that is the asker's to see, ended ones too, a page at a time. */
export function createAll({ authorizations, installations, words, links }: Dependencies): Subcommand {
  const say = words.commands.tokenStatus;

  return {
    word: 'all',
    aliases: ['list'],
    takes: '[page]',
    help: say.help.all,
    async answer(ask: Ask): Promise<Answer> {
      const page = readPage(ask.rest);
      if (page === undefined) return { text: words.commands.noPage };
      const { inTheEnd } = await whoAsks(authorizations, ask.asker);
      const role = await inTheEnd;
      if (isOutsider(role)) return { text: words.home.stranger };
      const guest = seesOnlyOwn(role);
      const mine = await authorizations.listMine(ask.asker, { page, guest });
      if (mine.page.total === 0 && !(await isInstalled(installations, ask.asker.context)))
        throw notInstalled();
      const buttons = createButtons(words);
      const reading = { list: 'mine', here: mine.serving, orgWide: mine.orgWide } as const;
      const { offset, limit, total } = mine.page;
      const shown = mine.rows.map((each) => row(each, { words, links, buttons, reading, asked: ask }));
      return answerOf({
        text: `*${words.home.title}*${total === 0 ? `\n${say.none}` : ''}`,
        more: [
          ...shown,
          ...(mine.page.pages > 1
            ? [context(words.home.range(offset + 1, Math.min(total, offset + limit), total))]
            : []),
        ],
        note: role === 'guest' ? words.home.guest : undefined,
        buttons: [
          ...pageButtons(words, buttons, mine.page, `${TOKEN_STATUS_COMMAND} all`),
          buttons.link(links.appHome(ask.appId, ask.asker.context.teamId), {
            text: say.openHome,
            label: say.openHomeLabel,
          }),
        ],
      });
    },
  };
}
