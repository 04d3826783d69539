import type { Button } from '@slack/types';
import type { Asker } from '../../authorizations/roles/viewer.ts';
import type { AppError } from '../../errors.ts';
import type { Words } from '../../locales/words.ts';
import { isSlacksFailure } from '../../slack-api/slack-error.ts';
import { homeAction } from '../blocks/action-ids.ts';
import { button } from '../blocks/blocks.ts';
import { createButtons } from '../commands/answer.ts';
import { lookValue } from '../home/home-state.ts';
import type { IncidentNote } from '../incident-note.ts';
import type { SlackLinks } from '../slack-links.ts';
import { failureSentence } from './failure-sentence.ts';
import { type FailureStep, nextStepFor } from './next-step.ts';

/** Where a failure is told, and to whom. */
export type Where = {
  asker: Asker;
  /** Undefined: Slack didn’t say. Then no button leads to Home. */
  appId: string | undefined;
} & (
  | { surface: 'home' | 'modal' }
  /** `retry`: the command that was typed, as it would be typed again; undefined: something else failed. */
  | { surface: 'answer'; channelId?: string | undefined; retry?: string | undefined }
);

/** What failed, and the one thing to do about it. */
export type ToldFailure = { text: string; button: Button | undefined };

export type TellFailure = (error: AppError, reference: string, where: Where) => ToldFailure;

/** Of the value of a button. @see https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const LONGEST_VALUE = 2_000;

type Dependencies = { words: Words; links: SlackLinks; incidentNote: IncidentNote };

/** Words and button for a failure, whatever failed: its code decides, and for what Slack refused, Slack’s. */
export function createTellFailure({ words, links, incidentNote }: Dependencies): TellFailure {
  const { buttons: names, labels } = words.failures;

  const lookAgain = (text: string, label: string) =>
    button({ actionId: homeAction('look', 'retry'), text, label, value: lookValue({ kind: 'again' }) });

  /** Undefined: there is nothing to repeat here. */
  function again(where: Where): Button | undefined {
    const [text, label] = [names.again, labels.again];
    if (where.surface === 'home') return lookAgain(text, label);
    const typed = where.surface === 'answer' ? where.retry : undefined;
    if (typed === undefined || typed.length > LONGEST_VALUE) return undefined;
    return createButtons(words).run(typed, { text, label, style: 'primary' });
  }

  function home(where: Where): Button | undefined {
    if (where.surface === 'home') return lookAgain(names.refresh, labels.refresh);
    if (where.appId === undefined) return undefined;
    return leadingTo('home', links.appHome(where.appId, where.asker.context.teamId));
  }

  const leadingTo = (step: FailureStep, url: string) =>
    createButtons(words).link(url, { text: names[step], label: labels[step], style: 'primary' });

  function buttonFor(step: FailureStep, where: Where): Button | undefined {
    const { context, userId } = where.asker;
    switch (step) {
      case 'again':
        return again(where) ?? home(where);
      case 'home':
        return home(where);
      case 'reauthorize':
      case 'grant': {
        const channelId = where.surface === 'answer' ? where.channelId : undefined;
        return leadingTo(step, links.givePermission(context.teamId, userId, channelId));
      }
      case 'add':
        return leadingTo(step, links.install(context.teamId));
      case 'two_factor':
        return leadingTo(step, links.accountSettings);
      case 'support':
        return leadingTo(step, links.support);
    }
  }

  return (error, reference, where) => {
    const said = `${failureSentence(words, error)} ${words.errors.reference(reference)}.`;
    const text = isSlacksFailure(error.code) ? incidentNote.under(said) : said;
    return { text, button: buttonFor(nextStepFor(error), where) };
  };
}
