import { z } from 'zod';
import { OwnWords } from '../errors.ts';

/** What Slack's error codes look like. Anything else is not Slack's, and is neither stored, logged nor shown. */
const CODE = /^[a-z0-9_]{1,64}$/;

export const isSlackCode = (text: unknown): text is string => typeof text === 'string' && CODE.test(text);

/** Slack's largest answer, a page of 200 people with their profiles, has less than 1 MB. */
const LARGEST_BYTES = 4 * 1024 * 1024;
/** Slack never asks for a longer pause than some minutes. */
const LONGEST_RETRY_AFTER_SECONDS = 3_600;
const USUAL_RETRY_AFTER_SECONDS = 30;

const envelope = z.union([
  z.looseObject({ ok: z.literal(true) }),
  z.looseObject({ ok: z.literal(false), error: z.string().regex(CODE) }),
]);

export type SlackAnswer = z.output<typeof envelope>;

/** An HTTP answer that is not one of Slack's Web API. `message` says why, and never quotes from it. */
export class NotSlacksAnswer extends OwnWords {
  constructor(why: string) {
    super(`the answer isn’t Slack’s: ${why}`);
    this.name = 'NotSlacksAnswer';
  }
}

/**
 * Reads an answer with status 200: at most 4 MB, and only JSON that has the form of all of Slack's answers. A proxy's
 * login page, a captive portal and an empty body are no answers.
 * @throws NotSlacksAnswer
 */
export async function readSlackAnswer(response: Response): Promise<SlackAnswer> {
  const type = response.headers.get('content-type');
  if (type !== null && mediaType(type) !== 'application/json') {
    await response.body?.cancel();
    throw new NotSlacksAnswer('its content type is not JSON');
  }
  const text = await readAtMost(response, LARGEST_BYTES);
  if (text === undefined) throw new NotSlacksAnswer('it is larger than any answer of Slack');
  if (text.trim() === '') throw new NotSlacksAnswer('it is empty');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NotSlacksAnswer('it is not JSON');
  }
  const answer = envelope.safeParse(json);
  if (!answer.success) throw new NotSlacksAnswer('it has neither `ok: true` nor an error code');
  return answer.data;
}

/** @returns undefined when there is more than `limitBytes`; the rest is not read */
export async function readAtMost(response: Response, limitBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop early cancels the body.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * `fetch` for Slack's clients. They take any body for an answer, put it into error messages and log parts of it; so what
 * they get from here has been read and judged, and holds nothing that they would log.
 * @throws NotSlacksAnswer
 */
export const slackFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel();
    const isError = status > 200 && status < 600;
    return new Response(null, { status: isError ? status : 502, headers: retryAfter(response) });
  }
  const { response_metadata: metadata, warning: _, ...answer } = await readSlackAnswer(response);
  const cursor = z.object({ next_cursor: z.string() }).safeParse(metadata);
  const date = response.headers.get('date');
  return Response.json(
    { ...answer, ...(cursor.success && { response_metadata: cursor.data }) },
    { headers: date === null ? {} : { date } },
  );
};

/** The client calls a 429 without a usable time a failure of its own. */
function retryAfter({ headers, status }: Response): Record<string, string> {
  const given = headers.get('retry-after') ?? '';
  const seconds = /^\d{1,15}$/.test(given) ? Number(given) : USUAL_RETRY_AFTER_SECONDS;
  return status === 429 ? { 'retry-after': String(Math.min(seconds, LONGEST_RETRY_AFTER_SECONDS)) } : {};
}

const mediaType = (header: string) => header.split(';', 1)[0]?.trim().toLowerCase();
