import { AppError, toAppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import { contextOf } from '../installations/rows/installation-key.ts';
import type { SlackCaller } from '../slack-api/slack-client.ts';
import { retryAfterSecondsOf, slackCodeOf } from '../slack-api/slack-error.ts';
import type { Authorization } from './listing/listed-authorization.ts';
import { type Ended, UNREADABLE } from './statuses/status.ts';

/** What came of asking Slack whether a token works. Only the first four are news about the token itself. */
export type Verification = { at: Date } & (
  | { outcome: 'works' }
  | { outcome: 'revoked' }
  /** The workspace's bot is gone, and the app with it. */
  | { outcome: 'app_removed' }
  | { outcome: 'refused'; slackError: string }
  | { outcome: 'rate_limited'; waitSeconds: number | undefined }
  | { outcome: 'unreachable' }
  | { outcome: 'unreadable' }
  | { outcome: 'ours_down' }
  /** Slack moves the workspace, or has not renewed the token yet: it cannot be asked now. */
  | { outcome: 'later'; because: 'workspace_migrating' | 'rotation_pending' }
  | { outcome: 'already_ended'; ended: Ended | undefined }
  /** Someone revoked it, and Slack has not confirmed that: it is used for nothing else anymore. */
  | { outcome: 'being_revoked' }
);

type Dependencies = {
  installations: Pick<
    Installations,
    'asBot' | 'asUser' | 'endBot' | 'endUser' | 'recordBotVerification' | 'recordUserVerification'
  >;
  clock: () => Date;
};

export type Verify = (authorization: Authorization) => Promise<Verification>;

/** @see Authorizations.verify */
export function createVerify({ installations, clock }: Dependencies): Verify {
  const underWay = new Map<string, Promise<Verification>>();

  async function ask(authorization: Authorization): Promise<Verification> {
    const { kind, cause, key, grantedByUserId: userId } = authorization;
    if (cause.kind === 'ended') return { at: clock(), outcome: 'already_ended', ended: cause };
    if (cause.kind === 'revoking') return { at: clock(), outcome: 'being_revoked' };
    const context = contextOf(key);
    const answer = await askSlack(kind, () =>
      kind === 'bot' ? installations.asBot(context) : installations.asUser(context, userId),
    );
    const at = clock();
    try {
      await keep(authorization, answer, at);
    } catch (error) {
      if (toAppError(error).code === 'database_unavailable') return { at, outcome: 'ours_down' };
      throw error;
    }
    return { at, ...answer };
  }

  async function keep(authorization: Authorization, answer: Answer, at: Date): Promise<void> {
    const { id, kind, key, grantedByUserId: userId, grantedAt: authorizedAt } = authorization;
    const row = { id, authorizedAt, ...key };
    if (answer.outcome === 'revoked' || answer.outcome === 'app_removed') {
      const dead = { at, how: 'revoked', actor: { kind: 'slack' }, details: { foundBy: 'verify' } } as const;
      if (kind === 'bot') await installations.endBot(row, dead);
      else await installations.endUser({ ...row, userId }, dead);
      return;
    }
    const note = noteOf(answer);
    if (note === undefined) return;
    if (kind === 'bot') await installations.recordBotVerification(row, at, note);
    else await installations.recordUserVerification(row, at, note);
  }

  return async function verify(authorization) {
    const running = underWay.get(authorization.id);
    if (running) return running;
    const mine = ask(authorization).finally(() => underWay.delete(authorization.id));
    underWay.set(authorization.id, mine);
    return mine;
  };
}

type Answer =
  | { outcome: 'works' | 'revoked' | 'app_removed' | 'unreachable' | 'unreadable' | 'ours_down' }
  | { outcome: 'rate_limited'; waitSeconds: number | undefined }
  | { outcome: 'later'; because: 'workspace_migrating' | 'rotation_pending' }
  | { outcome: 'already_ended'; ended: undefined }
  | { outcome: 'refused'; slackError: string };

/** What is kept of an answer: an error code, null for "works"; undefined when it says nothing about the token. */
function noteOf(answer: Answer): string | null | undefined {
  if (answer.outcome === 'works') return null;
  if (answer.outcome === 'refused') return answer.slackError;
  return answer.outcome === 'unreadable' ? UNREADABLE : undefined;
}

async function askSlack(kind: Authorization['kind'], caller: () => Promise<SlackCaller>): Promise<Answer> {
  try {
    await (await caller()).call('auth.test');
    return { outcome: 'works' };
  } catch (thrown) {
    const error = toAppError(thrown);
    switch (error.code) {
      case 'slack_token_dead':
        return { outcome: kind === 'bot' ? 'app_removed' : 'revoked' };
      case 'slack_refused':
        return { outcome: 'refused', slackError: slackCodeOf(error) ?? error.code };
      case 'token_expired':
        return { outcome: 'refused', slackError: 'token_expired' };
      case 'workspace_migrating':
      case 'rotation_pending':
        return { outcome: 'later', because: error.code };
      case 'slack_rate_limited':
        return { outcome: 'rate_limited', waitSeconds: retryAfterSecondsOf(error) };
      case 'slack_timeout':
      case 'slack_unreachable':
        return { outcome: 'unreachable' };
      case 'token_unreadable':
      case 'vault_key_missing':
        return { outcome: 'unreadable' };
      case 'database_unavailable':
        return { outcome: 'ours_down' };
      // Ended between the look and the call.
      case 'not_installed':
      case 'not_authorized_yet':
        return { outcome: 'already_ended', ended: undefined };
      default:
        throw thrown instanceof AppError ? thrown : error;
    }
  }
}
