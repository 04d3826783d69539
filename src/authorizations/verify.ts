import { AppError } from '../errors.ts';
import { isAlive } from '../installations/find.ts';
import type { SlackPlace } from '../installations/installation-key.ts';
import type { Installations } from '../installations/installations.ts';
import type { SlackCaller } from '../slack-api/slack-client.ts';
import type { Authorization } from './list.ts';
import { UNREADABLE } from './status.ts';

/** What came of asking Slack whether a token works. Only the first three are news about the token itself. */
export type Verification = { at: Date } & (
  | { outcome: 'works' }
  | { outcome: 'revoked' }
  | { outcome: 'refused'; slackError: string }
  | { outcome: 'rate_limited' }
  | { outcome: 'unreachable' }
  | { outcome: 'unreadable' }
  | { outcome: 'nothing_to_verify' }
);

type Dependencies = {
  installations: Pick<
    Installations,
    | 'asBot'
    | 'asUser'
    | 'endBot'
    | 'endUser'
    | 'findInstallation'
    | 'findUserAuthorization'
    | 'recordBotVerification'
    | 'recordUserVerification'
  >;
  clock: () => Date;
};

/**
 * Asks Slack by a live `auth.test` and keeps the answer. A token that Slack calls dead is ended at once and erased;
 * an answer that says nothing about the token (rate limit, no connection) changes nothing.
 * @see https://docs.slack.dev/reference/methods/auth.test
 */
export function createVerify({ installations, clock }: Dependencies) {
  return async function verify(
    place: SlackPlace,
    userId: string,
    kind: Authorization['kind'],
  ): Promise<Verification> {
    const bot = kind === 'bot' ? await installations.findInstallation(place) : undefined;
    const own = kind === 'user' ? await installations.findUserAuthorization(place, userId) : undefined;
    const row = bot ?? own;
    if (!row || !isAlive(row)) return { at: clock(), outcome: 'nothing_to_verify' };

    const answer = await askSlack(() =>
      kind === 'bot' ? installations.asBot(place) : installations.asUser(place, userId),
    );
    const at = clock();
    const dead = { at, how: 'revoked', actor: { kind: 'slack' }, details: { foundBy: 'verify' } } as const;
    if (answer.outcome === 'revoked') {
      if (bot) await installations.endBot(bot, dead);
      if (own) await installations.endUser(own, dead);
    } else {
      const noted = noteOf(answer);
      if (bot && noted !== undefined) await installations.recordBotVerification(bot, at, noted);
      if (own && noted !== undefined) await installations.recordUserVerification(own, at, noted);
    }
    return { at, ...answer };
  };
}

type Answer =
  | { outcome: 'works' | 'revoked' | 'rate_limited' | 'unreachable' | 'unreadable' | 'nothing_to_verify' }
  | { outcome: 'refused'; slackError: string };

/** What is kept of an answer: an error code, null for "works"; undefined when it says nothing about the token. */
function noteOf(answer: Answer): string | null | undefined {
  if (answer.outcome === 'works') return null;
  if (answer.outcome === 'refused') return answer.slackError;
  return answer.outcome === 'unreadable' ? UNREADABLE : undefined;
}

async function askSlack(caller: () => Promise<SlackCaller>): Promise<Answer> {
  try {
    await (await caller()).call('auth.test');
    return { outcome: 'works' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    switch (error.code) {
      case 'slack_token_dead':
        return { outcome: 'revoked' };
      case 'slack_refused':
        return { outcome: 'refused', slackError: String(error.details.slackError) };
      case 'slack_rate_limited':
        return { outcome: 'rate_limited' };
      case 'slack_timeout':
      case 'slack_unreachable':
        return { outcome: 'unreachable' };
      case 'token_unreadable':
      case 'vault_key_missing':
        return { outcome: 'unreadable' };
      // Ended between the look and the call.
      case 'not_installed':
      case 'not_authorized_yet':
        return { outcome: 'nothing_to_verify' };
      default:
        throw error;
    }
  }
}
