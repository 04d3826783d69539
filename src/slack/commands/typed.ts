/** Someone who was named: by Slack's own mention, or by a name that Slack did not turn into one. */
export type Named = { userId: string } | { name: string };

export type Typed = {
  /** The first word in small letters; empty for the bare command. A person instead of a word is in `person`. */
  word: string;
  person: Named | undefined;
  /** What follows, without the spaces around it. */
  rest: string;
};

/** Slack sends `<@U123>`, and for long sent `<@U123|name>`; either only when the command is set to escape. */
const MENTION = /^<@([UW][A-Z0-9]{1,30})(?:\|[^>]*)?>/;

/**
 * What was typed after a command. Says nothing of whether anyone of that id or name exists.
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function readTyped(text: string): Typed {
  const typed = text.trim();
  const mention = MENTION.exec(typed);
  if (mention?.[1]) {
    return { word: '', person: { userId: mention[1] }, rest: typed.slice(mention[0].length).trim() };
  }
  const [first = ''] = typed.split(/\s/, 1);
  const rest = typed.slice(first.length).trim();
  if (first.startsWith('@')) return { word: '', person: { name: first.slice(1) }, rest };
  return { word: first.toLowerCase(), person: undefined, rest };
}
