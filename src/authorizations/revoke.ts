import type { Actor } from '../audit/record-audit.ts';
import { AppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import { type Authorization, placeOfKey } from './authorization.ts';
import type { Ended } from './status.ts';

export type Revocation =
  | { outcome: 'revoked'; receipt: string; at: Date }
  | { outcome: 'already_ended'; ended: Ended | undefined };

type Dependencies = {
  installations: Pick<Installations, 'asUser' | 'endUser'>;
  clock: () => Date;
};

/**
 * Takes a person's own permission back: first at Slack, then here, so that nothing is called revoked while it still
 * works. When Slack does not answer, nothing has changed and the error says so. The workspace's bot is never touched.
 * The caller has made sure that the actor may: it is theirs, or they are an admin of the place.
 * @param reason what an admin gives as the reason; kept in the audit entry
 * @throws AppError `slack_timeout`, `slack_unreachable`, `slack_rate_limited`, `slack_refused`
 * @see https://docs.slack.dev/reference/methods/auth.revoke
 */
export function createRevoke({ installations, clock }: Dependencies) {
  return async function revoke(
    { id, key, kind, cause, grantedAt, grantedByUserId: userId }: Authorization,
    actor: Extract<Actor, { userId: string }>,
    reason?: string,
  ): Promise<Revocation> {
    if (kind === 'bot')
      throw new AppError({ code: 'bad_request', message: 'A bot is removed, not revoked.' });
    if (cause.kind === 'ended') return { outcome: 'already_ended', ended: cause };
    try {
      await (await installations.asUser(placeOfKey(key), userId)).call('auth.revoke');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'not_authorized_yet') return { outcome: 'already_ended', ended: undefined };
      if (!GONE_ANYWAY.has(error.code) && error.details.slackError !== 'invalid_auth') throw error;
    }
    const at = clock();
    const {
      receipts: [receipt],
    } = await installations.endUser(
      { id, authorizedAt: grantedAt, userId, ...key },
      { at, how: 'revoked', actor, ...(reason ? { details: { reason } } : {}) },
    );
    return receipt ? { outcome: 'revoked', receipt, at } : { outcome: 'already_ended', ended: undefined };
  };
}

/** Dead at Slack already, or sealed beyond reading: in either case what is kept here is to be erased. */
const GONE_ANYWAY: ReadonlySet<string> = new Set(['slack_token_dead', 'token_unreadable']);
