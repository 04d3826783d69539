import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Admin } from '../../../authorizations/roles/require-admin.ts';
import type { Words } from '../../../locales/words.ts';
import type { PersonStatus } from '../../../two-factor/person-status.ts';
import type { TwoFactor } from '../../../two-factor/two-factor.ts';
import { dayToken, mention, nameText } from '../../blocks/slack-text.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { createForAdminsOnly } from '../admins-only.ts';
import { answerOf, createButtons } from '../answer.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Subcommand } from '../subcommand.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin'>;
  twoFactor: Pick<TwoFactor, 'personStatus'>;
  words: Words;
  links: SlackLinks;
  /** What the bare command answers: for who names themselves. */
  own: Subcommand;
};

/** `/2fa @person`: someone's status, for owners and admins. Who may is asked before anyone is looked for. */
export function createPerson({ authorizations, twoFactor, words, links, own }: Dependencies): Subcommand {
  const say = words.commands.twoFactor.person;
  const forAdminsOnly = createForAdminsOnly({ authorizations, words });

  const ofSomebody = forAdminsOnly(async (admin, ask) => {
    if (!ask.person || 'name' in ask.person) {
      return { text: say.notAMention(nameText(ask.person?.name ?? '', 80)) };
    }
    return describe(await twoFactor.personStatus(admin, ask.person.userId), admin, ask);
  });

  function describe(status: PersonStatus, admin: Admin, { channelId }: Ask): Answer {
    const who = mention(status.userId);
    if (status.kind === 'nobody_here') return answerOf({ text: say.nobodyHere });
    if (status.kind === 'not_visible' && status.because === 'no_own_permission') {
      const { link } = createButtons(words);
      const give = link(links.givePermission(admin.key.installedIn, admin.userId, channelId), {
        text: words.home.buttons.give,
        label: words.home.labels.give,
        style: 'primary',
      });
      return answerOf({ text: say.noOwnPermission(who), buttons: [give] });
    }
    const role = status.admin ? say.role.admin : status.guest ? say.role.guest : undefined;
    const { exemption } = status;
    const text = [
      sentence(status, who),
      ...(role ? [role] : []),
      ...(exemption
        ? [
            say.exempt(
              dayToken(exemption.until),
              mention(exemption.byUserId),
              nameText(exemption.reason, 300),
            ),
          ]
        : []),
    ].join('\n');
    return answerOf({ text, note: say.note });
  }

  function sentence(status: Exclude<PersonStatus, { kind: 'nobody_here' }>, who: string): string {
    switch (status.kind) {
      case 'on':
        return say.on[status.by](who);
      case 'off':
        return `${say.off(who)}${status.singleSignOn === 'unknown' ? `\n${say.offSingleSignOnUnknown}` : ''}`;
      case 'not_visible':
        return say.slackDoesNotSay(who);
      default:
        return say[status.kind](who);
    }
  }

  return {
    word: '@',
    forAdmins: true,
    takes: '@person',
    help: words.commands.twoFactor.help.person,
    answer(ask: Ask): Promise<Answer> {
      const self = ask.person && 'userId' in ask.person && ask.person.userId === ask.asker.userId;
      return self ? own.answer(ask) : ofSomebody(ask);
    },
  };
}
