import { setTimeout as pause } from 'node:timers/promises';
import type { Authorizations } from '../../../authorizations/authorizations.ts';
import { isOutsider, type Viewer } from '../../../authorizations/roles/viewer.ts';
import type { Words } from '../../../locales/words.ts';
import type { TwoFactor } from '../../../two-factor/two-factor.ts';
import { divider, section } from '../../blocks/blocks.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { answerOf, createButtons } from '../answer.ts';
import { COMMAND_PATIENCE_MS } from '../patience.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Subcommand } from '../subcommand.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'resolveViewer'>;
  twoFactor: Pick<TwoFactor, 'singleSignOn'>;
  words: Words;
  links: SlackLinks;
};

/** `/2fa setup`: how to turn it on, and for owners and admins where to require it and what that does to people. */
export function createSetup({ authorizations, twoFactor, words, links }: Dependencies): Subcommand {
  const say = words.commands.twoFactor.setup;

  function steps({ admin = false, elsewhere = false } = {}): Answer {
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
    const member = say.member(links.accountSettings);
    return answerOf({
      // What does not apply is said before the steps, not after them.
      text: elsewhere ? say.singleSignOn : member,
      more: [
        ...(elsewhere ? [section(member)] : []),
        ...(admin ? [divider, section(say.admin(links.workspaceSettings))] : []),
      ],
      note: elsewhere ? undefined : say.note,
      buttons: admin ? [open, require] : [open],
    });
  }

  /** How people sign in to a workspace is nothing to tell outsiders. */
  const stepsFor = ({ role }: Viewer, singleSignOn: string) => ({
    admin: role === 'admin',
    elsewhere: singleSignOn === 'yes' && role !== undefined && !isOutsider(role),
  });

  return {
    word: 'setup',
    aliases: ['set-up', 'how'],
    help: words.commands.twoFactor.help.setup,
    known: () => steps(),
    async answer(ask: Ask): Promise<Answer> {
      // The steps need neither Slack nor the database.
      const asking = twoFactor.singleSignOn(ask.asker.context).catch(() => 'unknown' as const);
      const [arrival, soon] = await Promise.all([
        authorizations.resolveViewer(ask.asker, COMMAND_PATIENCE_MS).catch(() => undefined),
        Promise.race([asking, pause(COMMAND_PATIENCE_MS, 'late' as const, { ref: false })]),
      ]);
      if (!arrival) return steps();
      const { viewer, late, settled } = arrival;
      const first = stepsFor(viewer, soon);
      if (!late && soon !== 'late') return steps(first);
      await ask.soFar(steps(first));
      const [{ viewer: told }, last] = await Promise.all([settled, asking]);
      return steps(stepsFor(told, last));
    },
  };
}
