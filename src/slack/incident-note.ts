import type { Incidents } from '../incidents/incidents.ts';
import type { Words } from '../locales/words.ts';
import { nameText } from './blocks/slack-text.ts';

/** What is said under something that fails or waits on Slack. */
export type IncidentNote = {
  /** What Slack reports, each with its link. Undefined: nothing. */
  line(): string | undefined;
  /** The text, and that line under it where there is one: once, however often it is asked for. */
  under(text: string): string;
  /** The same where there may be no text at all. */
  underAny(text: string | undefined): string | undefined;
};

/** The rest is on Slack’s page. */
const MOST_NAMED = 2;

export function createIncidentNote({
  incidents,
  words,
}: {
  incidents: Pick<Incidents, 'open'>;
  words: Words;
}): IncidentNote {
  function line(): string | undefined {
    const open = incidents.open();
    const [first] = open;
    if (!first) return undefined;
    const named = open.slice(0, MOST_NAMED).map(({ title, url }) => `<${url}|${nameText(title, 150)}>`);
    return `${words.incidents.lead(open.length, first.outage)} ${named.join(', ')}`;
  }
  function under(text: string): string {
    const told = line();
    return told === undefined || text.includes(told) ? text : `${text}\n${told}`;
  }
  return { line, under, underAny: (text) => (text === undefined ? line() : under(text)) };
}
