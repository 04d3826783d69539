import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Words } from '../../../locales/words.ts';
import { divider, section } from '../../blocks/blocks.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { answerOf, createButtons } from '../answer.ts';
import { COMMAND_PATIENCE_MS } from '../patience.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Subcommand } from '../subcommand.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'resolveViewer'>;
  words: Words;
  links: SlackLinks;
};

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
    known: () => steps(false),
    async answer(ask: Ask): Promise<Answer> {
      // The steps need neither Slack nor the database.
      const arrival = await authorizations
        .resolveViewer(ask.asker, COMMAND_PATIENCE_MS)
        .catch(() => undefined);
      if (!arrival) return steps(false);
      const { viewer, late, settled } = arrival;
      if (!late) return steps(viewer.role === 'admin');
      await ask.soFar(steps(viewer.role === 'admin'));
      return steps((await settled).viewer.role === 'admin');
    },
  };
}
