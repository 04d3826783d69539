import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Authorization } from '../../authorizations/list.ts';
import type { Words } from '../../locales/words.ts';
import { statusName, statusSentence } from '../home/authorization-words.ts';
import type { SlackLinks } from '../slack-links.ts';
import { escapeText } from '../slack-text.ts';
import { answerWithLink, linkBlock, textBlock } from './answer-blocks.ts';
import { type Answer, type Asker, createCommand } from './command.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'list'>;
  words: Words;
  links: SlackLinks;
};

/** `/token-status`: the status of each of the caller's authorizations, to the caller alone. */
export function createTokenStatusCommand({ authorizations, words, links }: Dependencies) {
  async function answer({ place, userId, appId }: Asker): Promise<Answer> {
    const { placeName, orgWide, bot, own } = await authorizations.list(place, userId);
    const { tokenStatus, notInstalled } = words.commands;
    const botAlive = bot !== undefined && bot.status !== 'revoked';
    if (!botAlive && (own === undefined || own.status === 'revoked')) {
      const text = bot ? `${notInstalled.text}\n${line(bot, orgWide)}` : notInstalled.text;
      return answerWithLink(text, { text: notInstalled.button, url: links.install(place.teamId) });
    }
    const title = tokenStatus.title(placeName ? escapeText(placeName) : words.home.thisWorkspace);
    const text = [
      `*${title}*`,
      ...(bot ? [line(bot, orgWide)] : []),
      own ? line(own, orgWide) : `*${words.home.ownTitle}*: ${tokenStatus.ownNotGiven}`,
    ].join('\n');
    const home = { text: tokenStatus.openHome, url: links.appHome(appId, place.teamId) };
    return { text, blocks: [textBlock(text), ...(botAlive ? [linkBlock(home)] : [])] };
  }

  function line(authorization: Authorization, orgWide: boolean): string {
    const { botTitle, ownTitle } = words.home;
    const bot = orgWide ? botTitle.organization : botTitle.workspace;
    const title = authorization.kind === 'bot' ? bot : ownTitle;
    return `*${title}*: ${statusName(words, authorization)}. ${statusSentence(words, authorization)}`;
  }

  return createCommand({ words, help: words.commands.tokenStatus.help, answer });
}
