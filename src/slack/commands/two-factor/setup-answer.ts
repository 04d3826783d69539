import type { Words } from '../../../locales/words.ts';
import { divider, section } from '../../blocks/blocks.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { answerOf, createButtons } from '../answer.ts';
import type { Answer } from '../reply.ts';
import { type Knows, whoAsks } from '../role-of-caller.ts';
import type { Ask, Subcommand } from '../subcommand.ts';

type Dependencies = { authorizations: Knows; words: Words; links: SlackLinks };

/** `/2fa setup`: how to turn it on, and for owners and admins where to require it and what that does to people. */
export function createSetup({ authorizations, words, links }: Dependencies): Subcommand {
  const say = words.commands.twoFactor.setup;

  function steps(admin: boolean): Answer {
    const { link } = createButtons(words);
    const { openSettings, openSettingsLabel } = words.commands.twoFactor;
    const open = link(links.accountSettings, {
      text: openSettings,
      label: openSettingsLabel(openSettings),
      style: 'primary',
    });
    const require = link(links.workspaceSettings, {
      text: say.openWorkspaceSettings,
      label: say.openWorkspaceSettingsLabel,
    });
    return answerOf({
      text: say.member(links.accountSettings),
      more: admin ? [divider, section(say.admin(links.workspaceSettings))] : [],
      note: say.note,
      buttons: admin ? [open, require] : [open],
    });
  }

  return {
    word: 'setup',
    aliases: ['set-up', 'how'],
    help: words.commands.twoFactor.help.setup,
    async answer(ask: Ask): Promise<Answer> {
      const { soon, late, inTheEnd } = await whoAsks(authorizations, ask.asker);
      if (!late) return steps(soon === 'admin');
      await ask.soFar(steps(soon === 'admin'));
      return steps((await inTheEnd) === 'admin');
    },
  };
}
