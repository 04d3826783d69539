import { signedHeaders } from '../../simulator/delivery/signing.ts';
import type { Lanyard } from './lanyard.ts';

export type Answered = { status: number; text: string; json: Record<string, unknown> };

type Payload = Record<string, unknown>;

/** Sends an interaction that Slack would sign, whatever is in it. @param seconds of the signature; default: now */
export async function sendsInteraction(
  lanyard: Lanyard,
  payload: Payload,
  seconds?: number,
): Promise<Answered> {
  return send(lanyard, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), seconds);
}

/** Sends the form fields of a slash command. */
export const sendsCommand = (lanyard: Lanyard, fields: Record<string, string>): Promise<Answered> =>
  send(lanyard, new URLSearchParams(fields).toString());

/** Sends the very bytes that were sent before, with their signature: a replay. */
export const replays = (
  lanyard: Lanyard,
  { body, headers }: { body: string; headers: Record<string, string> },
) => post(lanyard, body, headers);

/** The newest interaction of this kind that Slack sent for a person. */
export function lastInteraction(lanyard: Lanyard, userId: string, type: string) {
  const found = lanyard.slack.deliveries.findLast(
    ({ payload }) => payload.type === type && (payload.user as { id?: string }).id === userId,
  );
  if (!found) throw new Error(`Slack sent no ${type} for ${userId}.`);
  return found;
}

async function send(lanyard: Lanyard, body: string, seconds?: number): Promise<Answered> {
  const at = seconds ?? Math.floor(lanyard.clock.now().getTime() / 1000);
  return post(lanyard, body, {
    'content-type': 'application/x-www-form-urlencoded',
    ...signedHeaders(lanyard.credentials.signingSecret, body, at),
  });
}

async function post(lanyard: Lanyard, body: string, headers: Record<string, string>): Promise<Answered> {
  const response = await fetch(`${lanyard.url}/slack/events`, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
}

/** Sends an event in its envelope. */
export function sendsEvent(lanyard: Lanyard, envelope: Payload): Promise<Answered> {
  const seconds = Math.floor(lanyard.clock.now().getTime() / 1000);
  events += 1;
  const body = JSON.stringify({
    type: 'event_callback',
    api_app_id: lanyard.credentials.appId,
    event_id: `Ev0SIGNED${process.pid}${events}`,
    event_time: seconds,
    ...envelope,
  });
  return post(lanyard, body, {
    'content-type': 'application/json',
    ...signedHeaders(lanyard.credentials.signingSecret, body, seconds),
  });
}

let events = 0;
