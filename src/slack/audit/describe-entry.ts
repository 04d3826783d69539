import type { AuditLine } from '../../audit/read-audit.ts';
import type { Words } from '../../locales/words.ts';
import { dateToken, mention, nameText } from '../blocks/slack-text.ts';

/** An audit entry in a sentence: who did what to whose. */
export function auditSentence({ admin: { audit } }: Words, line: AuditLine): string {
  const { actor, actorUserId, subjectUserId, reason } = line;
  const known = actor === 'slack' || actor === 'system' ? audit.actor[actor] : audit.somebody;
  const who = actorUserId ? mention(actorUserId) : known;
  const own = subjectUserId !== null && subjectUserId === actorUserId;
  const whose = own ? audit.ownOf : subjectUserId ? audit.of(mention(subjectUserId)) : audit.app;
  const sentence = audit.verbs[line.action](
    who,
    whose,
    subjectUserId ? mention(subjectUserId) : audit.somebody,
  );
  return reason ? `${sentence}. ${audit.reason(nameText(reason, 300))}` : sentence;
}

export function auditWhen({ admin: { audit } }: Words, { at, firstAt, times, receipt }: AuditLine): string {
  const when = audit.when(dateToken(at), receipt);
  return times > 1 ? `${when} · ${audit.repeated(times, dateToken(firstAt))}` : when;
}
