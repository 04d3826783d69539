import { z } from 'zod';
import { safeLine } from './outside-text.ts';
import { NotSlacksAnswer, readAtMost } from './slack-answer.ts';

/** Something that is wrong at Slack right now, as Slack’s Status API reports it. */
export type Incident = {
  /** What Slack calls it, in one line of at most 150 characters. */
  title: string;
  /** Slack’s page about it. */
  url: string;
  /** Slack is down, not only troubled. */
  outage: boolean;
};

/** The longest answer so far had 30 kB. */
const LARGEST_BYTES = 256 * 1024;
const TIMEOUT_MS = 5_000;
const LONGEST_TITLE = 150;
const LONGEST_URL = 300;
/** Of more than these, people learn on Slack’s own page. */
const MOST = 5;

const SLACKS_OWN = new Set(['https://slack-status.com', 'https://status.slack.com']);

/** An entry that is not understood is left out: one odd entry doesn’t hide the others. */
const entry = z
  .looseObject({
    title: z.string(),
    type: z.enum(['incident', 'outage']),
    status: z.literal('active'),
    url: z.string().catch(''),
  })
  .optional()
  .catch(undefined);

/** `status` says `ok` next to open incidents at times, so the list alone counts. */
const answer = z.looseObject({ status: z.string(), active_incidents: z.array(entry) });

/**
 * Asks Slack’s Status API what is wrong right now: incidents and outages, not announced maintenance. Outages come first; at
 * most five, empty when nothing is wrong.
 * @throws NotSlacksAnswer, or what `fetch` fails with; an answer takes 5 seconds and 256 kB at most
 * @see https://docs.slack.dev/reference/slack-status-api
 */
export async function readIncidents(statusUrl: string, signal: AbortSignal): Promise<Incident[]> {
  const response = await fetch(statusUrl, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new NotSlacksAnswer(`it has HTTP status ${response.status}`);
  }
  const text = await readAtMost(response, LARGEST_BYTES);
  if (text === undefined) throw new NotSlacksAnswer('it is larger than any answer of Slack');
  const read = answer.safeParse(parse(text));
  if (!read.success) throw new NotSlacksAnswer('it isn’t in the form of Slack’s Status API');
  const open = read.data.active_incidents.flatMap((each) => {
    const title = each ? safeLine(each.title, LONGEST_TITLE) : '';
    return each && title !== ''
      ? [{ title, url: trusted(each.url, statusUrl), outage: each.type === 'outage' }]
      : [];
  });
  return open.sort((one, other) => Number(other.outage) - Number(one.outage)).slice(0, MOST);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** People are led to Slack’s status pages, or to where the answer came from, and nowhere else. */
function trusted(url: string, statusUrl: string): string {
  const { origin } = new URL(statusUrl);
  const found = url !== '' && URL.canParse(url, origin) ? new URL(url, origin) : undefined;
  const safe = found && (found.origin === origin || SLACKS_OWN.has(found.origin)) && !found.username;
  return safe && found.href.length <= LONGEST_URL ? found.href.replaceAll('|', '%7C') : `${origin}/`;
}
