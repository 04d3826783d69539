import { AppError } from '../errors.ts';
import { isAlive } from '../installations/find.ts';
import type { SlackPlace } from '../installations/installation-key.ts';
import type { Installations } from '../installations/installations.ts';

export type Revocation = { outcome: 'revoked' | 'already_ended' };

type Dependencies = {
  installations: Pick<Installations, 'asUser' | 'endUser' | 'findUserAuthorization'>;
  clock: () => Date;
};

/**
 * Takes a person's own permission back: first at Slack, then here, so that nothing is called revoked while it still
 * works. When Slack does not answer, nothing has changed and the error says so. The workspace's bot is never touched.
 * @throws AppError `slack_timeout`, `slack_unreachable`, `slack_rate_limited`, `slack_refused`
 * @see https://docs.slack.dev/reference/methods/auth.revoke
 */
export function createRevokeOwn({ installations, clock }: Dependencies) {
  return async function revokeOwn(place: SlackPlace, userId: string): Promise<Revocation> {
    const row = await installations.findUserAuthorization(place, userId);
    if (!row || !isAlive(row)) return { outcome: 'already_ended' };
    try {
      await (await installations.asUser(place, userId)).call('auth.revoke');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'not_authorized_yet') return { outcome: 'already_ended' };
      if (!GONE_ANYWAY.has(error.code) && error.details.slackError !== 'invalid_auth') throw error;
    }
    await installations.endUser(row, { at: clock(), how: 'revoked', actor: { kind: 'user', userId } });
    return { outcome: 'revoked' };
  };
}

/** Dead at Slack already, or sealed beyond reading: in either case what is kept here is to be erased. */
const GONE_ANYWAY: ReadonlySet<string> = new Set(['slack_token_dead', 'token_unreadable']);
