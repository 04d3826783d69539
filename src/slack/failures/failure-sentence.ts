import type { AppError } from '../../errors.ts';
import type { Words } from '../../locales/words.ts';
import { slackCodeOf, tokenKindOf } from '../../slack-api/slack-error.ts';
import { slackErrorClass } from '../../slack-api/slack-error-codes.ts';

/** What failed, in words for the person before whom it failed: whose permission it was about, no code, no text of its own. */
export function failureSentence({ errors, failures }: Words, error: AppError): string {
  const subject = failures.subjects[tokenKindOf(error) ?? 'unknown'];
  const { code } = error;
  const slackError = slackCodeOf(error);
  if (code === 'slack_refused' && slackError !== undefined) {
    return failures.refused[slackErrorClass(slackError)](subject);
  }
  return code in failures.ofPermission
    ? failures.ofPermission[code as keyof typeof failures.ofPermission](subject)
    : errors[code];
}
