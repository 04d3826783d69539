import { safeLine } from '../../slack-api/outside-text.ts';

/** What is looked at of a text from outside before it is cut. */
const LONGEST = 20_000;

/** Keeps a text from being read as a link, mention or entity. @see https://docs.slack.dev/messaging/formatting-message-text */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack has no way to write these four without their meaning: a name gets the sign that looks most like it. */
const LOOKALIKES: Record<string, string> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ' };

/** A name or another text from outside, as one line within mrkdwn: it can neither link, mention nor format. */
export function nameText(name: string, limit = 100): string {
  const line = shorten(safeLine(name, LONGEST), limit);
  return escapeText(line).replaceAll(/[*_~`]/g, (sign) => LOOKALIKES[sign] ?? sign);
}

/** A date that Slack shows in the reader's zone and words, with a fallback in UTC. */
export function dateToken(date: Date): string {
  const seconds = Math.floor(date.getTime() / 1000);
  const fallback = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${seconds}^{date_short_pretty} at {time}|${fallback}>`;
}

/** The day alone. */
export function dayToken(date: Date): string {
  const seconds = Math.floor(date.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty}|${date.toISOString().slice(0, 10)}>`;
}

export const mention = (userId: string) => `<@${userId}>`;

/** Cuts to what Slack takes, counting as Slack does and never through a surrogate pair. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
