import type { Authorizations } from '../../../authorizations/authorizations.ts';
import { isInstalled, isOutsider } from '../../../authorizations/roles/viewer.ts';
import { toAppError } from '../../../errors.ts';
import { notInstalled } from '../../../installations/rows/find-installation.ts';
import type { Words } from '../../../locales/words.ts';
import type { Logger } from '../../../observability/logger.ts';
import { currentReference } from '../../../observability/request-context.ts';
import { TWO_FACTOR_COMMAND } from '../../../slack-api/app-surface.ts';
import { isSlacksFailure } from '../../../slack-api/slack-error.ts';
import type { TwoFactorStatus } from '../../../two-factor/own-status.ts';
import type { TwoFactor } from '../../../two-factor/two-factor.ts';
import { dateToken } from '../../blocks/slack-text.ts';
import { failureSentence } from '../../failures/failure-sentence.ts';
import { type FailureStep, nextStepFor } from '../../failures/next-step.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { answerOf, createButtons } from '../answer.ts';
import { COMMAND_PATIENCE_MS } from '../patience.ts';
import type { Answer } from '../reply.ts';
import type { Ask, Asked, Subcommand } from '../subcommand.ts';

type Dependencies = {
  twoFactor: Pick<TwoFactor, 'ownStatus' | 'rememberedOwnStatus'>;
  authorizations: Pick<Authorizations, 'resolveViewer'>;
  words: Words;
  links: SlackLinks;
  logger: Logger;
};

const THEIRS: ReadonlySet<FailureStep> = new Set(['reauthorize', 'grant', 'add', 'two_factor']);

/** Bare `/2fa`: the asker's own status, asked of Slack now; where Slack is slow or silent, as it said it last. */
export function createOwn(dependencies: Dependencies): Subcommand {
  const { twoFactor, authorizations, words, links, logger } = dependencies;
  const say = words.commands.twoFactor;

  /** What Slack said last, with its age, and why it is not newer. */
  function fromMemory(asked: Asked, why: string): Answer | undefined {
    const { context, userId } = asked.asker;
    const remembered = twoFactor.rememberedOwnStatus(context, userId);
    if (!remembered) return undefined;
    const { status, at } = remembered;
    return describe(status, asked, { note: say.checkedThen(dateToken(at), why) });
  }

  function describe(
    status: TwoFactorStatus,
    { asker: { context, userId }, channelId }: Asked,
    { note = say.checkedNow as string, admin = false, mayGive = false } = {},
  ): Answer {
    const { link, run } = createButtons(words);
    const settings = (text: string) =>
      link(links.accountSettings, { text, label: say.openSettingsLabel(text) });
    const steps = run(`${TWO_FACTOR_COMMAND} setup`, { text: say.steps, label: say.stepsLabel });
    switch (status.kind) {
      case 'on':
        if (status.by !== 'sms') return answerOf({ text: say.on[status.by], note });
        return answerOf({ text: say.on.sms, note, buttons: [settings(say.switchToApp)] });
      case 'off': {
        const more = [
          ...(status.singleSignOn === 'unknown' ? [say.offSingleSignOnUnknown] : []),
          ...(admin ? [say.offAdmin(links.workspaceSettings)] : []),
        ];
        const text = [say.off(links.accountSettings), ...more].join('\n');
        return answerOf({ text, note, buttons: [settings(say.openSettings), steps] });
      }
      case 'single_sign_on':
        return answerOf({ text: say.singleSignOn, note });
      case 'not_visible': {
        const text = `${say.notVisible[status.because]}\n${say.checkYourself(links.accountSettings)}`;
        if (status.because === 'slack_does_not_say') {
          return answerOf({ text, note, buttons: [settings(say.openSettings)] });
        }
        const open = settings(say.openSettings);
        if (!mayGive) return answerOf({ text: say.checkYourself(links.accountSettings), buttons: [open] });
        const once = status.because === 'no_own_permission';
        const give = link(links.givePermission(context.teamId, userId, channelId), {
          text: once ? say.givePermission : words.failures.buttons.reauthorize,
          label: once ? words.home.labels.give : words.failures.labels.reauthorize,
          style: 'primary',
        });
        return answerOf({ text, buttons: [give, open] });
      }
    }
  }

  return {
    word: '',
    aliases: ['me', 'status'],
    help: say.help.bare,
    known: (asked) => fromMemory(asked, say.askingNow),

    async answer(ask: Ask): Promise<Answer> {
      const { context, userId } = ask.asker;
      let status: TwoFactorStatus;
      try {
        status = await twoFactor.ownStatus(context, userId);
      } catch (thrown) {
        const error = toAppError(thrown);
        const { code, details } = error;
        const reference = currentReference();
        const why = `${failureSentence(words, error)} ${words.errors.reference(reference)}.`;
        // What only the person can mend is not hidden behind what was once so.
        const answer = THEIRS.has(nextStepFor(error)) ? undefined : fromMemory(ask, why);
        if (!answer) throw thrown;
        logger.warn({ err: thrown, code, details, reference }, 'A status was answered from memory');
        return { ...answer, lacksSlack: isSlacksFailure(code) };
      }
      const hidden = status.kind === 'not_visible' && status.because !== 'slack_does_not_say';
      const elsewhere = status.kind === 'single_sign_on';
      if (status.kind !== 'off' && !hidden && !elsewhere) return describe(status, ask);
      const { viewer, settled } = await authorizations.resolveViewer(ask.asker, COMMAND_PATIENCE_MS);
      if (status.kind === 'off') return describe(status, ask, { admin: viewer.role === 'admin' });
      if (status.kind === 'not_visible' && status.because === 'no_own_permission' && !isInstalled(viewer))
        throw notInstalled(context);
      // A permission is offered to those who belong here, by Slack's word; without that word no one is offered one.
      const { role } = (await settled).viewer;
      if (isOutsider(role)) return { text: words.home.stranger };
      return describe(status, ask, { mayGive: role !== undefined });
    },
  };
}
