import type { Authorization } from '../../authorizations/listing/list.ts';
import type { Verification } from '../../authorizations/verify.ts';
import type { Words } from '../../locales/words.ts';
import { dateToken } from '../blocks/slack-text.ts';
import { endingSentence, whatSlackSaid } from './describe-authorization.ts';

/** What came of asking Slack about one, as a sentence. */
export function outcomeSentence(words: Words, found: Verification, authorization: Authorization): string {
  const { outcomes, alreadyEndedBecause } = words.home;
  const when = dateToken(found.at);
  switch (found.outcome) {
    case 'refused':
      return outcomes.refused(...whatSlackSaid(words, found.slackError), when);
    case 'rate_limited':
      return outcomes.rate_limited(when, found.waitSeconds);
    case 'later':
      return outcomes.later(when, words.errors[found.because]);
    case 'already_ended':
      return found.ended
        ? alreadyEndedBecause(endingSentence(words, found.ended, authorization.grantedByUserId))
        : outcomes.already_ended(when);
    default:
      return outcomes[found.outcome](when);
  }
}

/** Whether Slack, and not Lanyard, is why nothing came of it. */
export const lacksSlack = (found: Verification): boolean =>
  found.outcome === 'unreachable' ||
  found.outcome === 'rate_limited' ||
  (found.outcome === 'later' && found.because === 'rotation_pending');

/** Whether an answer says nothing about the permission itself. */
export const saysNothing = ({ outcome }: Verification): boolean => NOT_CHECKED.has(outcome);

const NOT_CHECKED: ReadonlySet<Verification['outcome']> = new Set([
  'rate_limited',
  'unreachable',
  'unreadable',
  'ours_down',
  'later',
  'being_revoked',
]);

/** What came of asking about many, counted. */
export function outcomesSentence(words: Words, found: readonly Verification[], left: number): string {
  const { checkedAll } = words.home;
  const last = found.at(-1);
  if (!last) return checkedAll.nothing;
  const number = (...outcomes: Verification['outcome'][]) =>
    found.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const works = number('works');
  const ended = number('revoked', 'app_removed', 'already_ended');
  const refused = number('refused');
  const unknown = found.length - works - ended - refused;
  const parts = [
    ...(works > 0 ? [checkedAll.works(works)] : []),
    ...(ended > 0 ? [checkedAll.ended(ended)] : []),
    ...(refused > 0 ? [checkedAll.refused(refused)] : []),
    ...(unknown > 0 ? [checkedAll.notChecked(unknown)] : []),
  ];
  return checkedAll.sentence(dateToken(last.at), parts.join(', '), left);
}
