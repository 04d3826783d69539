import type { Authorization } from '../../authorizations/list.ts';
import type { Words } from '../../locales/words.ts';
import { dateToken, escapeText } from '../slack-text.ts';

/** `:mark: Working`: the same two words in Home and in the command. */
export function statusName(words: Words, { status }: Pick<Authorization, 'status'>): string {
  return `${words.status.marks[status]} ${words.status.names[status]}`;
}

/** Why it has its status, in one sentence. */
export function statusSentence(words: Words, { cause, verifiedAt, grantedAt }: Authorization): string {
  const { status } = words;
  const checked = dateToken(verifiedAt ?? grantedAt);
  switch (cause.kind) {
    case 'not_checked_yet':
      return status.notCheckedYet;
    case 'works':
      return status.works(checked);
    case 'slack_refuses':
      return status.slackRefuses(escapeText(cause.slackError), checked);
    case 'unreadable':
      return status.unreadable;
    case 'time_ran_out':
      return status.timeRanOut;
    case 'ended': {
      if (cause.how === 'uninstalled') return status.uninstalled(dateToken(cause.at));
      const sentence = cause.by === 'member' ? status.revokedByYou : status.revokedInSlack;
      return sentence(dateToken(cause.at));
    }
  }
}
