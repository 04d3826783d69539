import { isAlive } from '../../installations/find.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Words } from '../../locales/words.ts';
import type { TwoFactorStatus } from '../../two-factor/own-status.ts';
import type { TwoFactor } from '../../two-factor/two-factor.ts';
import type { SlackLinks } from '../slack-links.ts';
import { answerWithLink } from './answer-blocks.ts';
import { type Answer, type Asker, createCommand } from './command.ts';

type Dependencies = {
  twoFactor: TwoFactor;
  installations: Pick<Installations, 'findInstallation'>;
  words: Words;
  links: SlackLinks;
};

/** `/2fa`: the caller's own two-factor status, to the caller alone. */
export function createTwoFactorCommand({ twoFactor, installations, words, links }: Dependencies) {
  async function answer({ place, userId }: Asker): Promise<Answer> {
    const status = await twoFactor.ownStatus(place, userId);
    if (status.kind === 'not_visible' && status.because === 'no_own_permission') {
      const installation = await installations.findInstallation(place);
      if (!installation || !isAlive(installation)) {
        const { text, button } = words.commands.notInstalled;
        return answerWithLink(text, { text: button, url: links.install(place.teamId) });
      }
    }
    return describe(status, place.teamId, userId);
  }

  function describe(status: TwoFactorStatus, teamId: string | undefined, userId: string): Answer {
    const { twoFactor: say } = words.commands;
    const settings = links.accountSettings;
    switch (status.kind) {
      case 'on':
        return { text: status.by === 'sms' ? `${say.on.sms}${say.smsSwitch(settings)}` : say.on[status.by] };
      case 'off': {
        const doubt = status.singleSignOn === 'unknown' ? `\n${say.offSingleSignOnUnknown}` : '';
        return answerWithLink(`${say.off(settings)}${doubt}`, { text: say.openSettings, url: settings });
      }
      case 'single_sign_on':
        return { text: say.singleSignOn };
      case 'not_visible': {
        const text = `${say.notVisible[status.because]}\n${say.checkYourself(settings)}`;
        if (status.because === 'slack_does_not_say') return { text };
        return answerWithLink(text, { text: say.givePermission, url: links.givePermission(teamId, userId) });
      }
    }
  }

  return createCommand({ words, help: words.commands.twoFactor.help, answer });
}
