import type { Authorizations } from '../../../authorizations/authorizations.ts';
import { isWaitingForSlack } from '../../../authorizations/statuses/status.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import { context } from '../../blocks/blocks.ts';
import { nameText } from '../../blocks/slack-text.ts';
import { createForAdminsOnly } from '../admins-only.ts';
import { answerOf, createButtons } from '../answer.ts';
import type { Subcommand } from '../subcommand.ts';
import { countedParts, pageButtons, readPage, row, type Surroundings } from './rows.ts';

type Dependencies = Pick<Surroundings, 'words' | 'links'> & {
  authorizations: Pick<Authorizations, 'requireAdmin' | 'listWorkspace'>;
};

/** `/token-status workspace`: everyone's, for owners and admins, problems first. Nothing here ends anything. */
export function createWorkspace({ authorizations, words, links }: Dependencies): Subcommand {
  const say = words.commands.tokenStatus;
  const forAdminsOnly = createForAdminsOnly({ authorizations, words });

  return {
    word: 'workspace',
    forAdmins: true,
    takes: '[page]',
    help: say.help.workspace,
    answer: forAdminsOnly(async (admin, ask) => {
      const wanted = readPage(ask.rest);
      if (wanted === undefined) return { text: words.commands.noPage };
      const orgWide = admin.key.isEnterpriseInstall;
      const { counts, checks, page, rows } = await authorizations.listWorkspace(admin, { page: wanted });
      const buttons = createButtons(words);
      const reading = { list: 'workspace', orgWide } as const;
      const surroundings = { words, links, buttons, reading, asked: ask };
      const place = admin.placeName ?? (orgWide ? words.home.thisOrganization : words.home.thisWorkspace);
      const { offset, limit, total, pages } = page;
      const answer = answerOf({
        text: `*${words.admin.workspace.title(nameText(place))}*\n${countedParts(words, counts, checks).join(' · ')}`,
        more: [
          ...rows.map((each) => row(each, surroundings)),
          ...(pages > 1
            ? [context(words.home.range(offset + 1, Math.min(total, offset + limit), total))]
            : []),
        ],
        note: say.workspaceNote,
        buttons: [
          ...pageButtons(words, buttons, page, `${TOKEN_STATUS_COMMAND} workspace`),
          buttons.link(links.appHome(ask.appId, ask.asker.context.teamId), {
            text: say.openHome,
            label: say.openHomeLabel,
          }),
        ],
      });
      return { ...answer, lacksSlack: rows.some(isWaitingForSlack) };
    }),
  };
}
