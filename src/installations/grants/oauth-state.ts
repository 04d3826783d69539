import { createHash, randomBytes } from 'node:crypto';
import type { OAuthPurpose, Prisma } from '../../database/generated/client.ts';
import { storableJson } from '../../slack-api/outside-text.ts';
import { begunBy } from '../rows/attempts.ts';
import type { Room } from '../rows/room.ts';
import { type AttemptCookie, attemptCookieName } from './attempt-cookie.ts';

const STATE_LIFETIME_SECONDS = 600;

/** What an attempt is for, and for whom, where that is known. Kept here: nothing of it travels through the browser. */
export type Intent = {
  purpose: OAuthPurpose;
  /** The workspace or organization that is meant. */
  teamId?: string | undefined;
  /** The person in Slack whose button or link began it. */
  userId?: string | undefined;
  /** The channel in which they pressed it: where they go back to. Absent: the app's Home. */
  channelId?: string | undefined;
  /** What another Bolt app asked for and finds again here; JSON. */
  asked?: object | undefined;
};

type StateVerdict =
  | { kind: 'accepted'; intent: Intent }
  | { kind: 'unknown' | 'expired' | 'used' | 'other_browser' };

export type Attempt = { state: string; cookie: AttemptCookie };

const random = () => randomBytes(32).toString('base64url');
const hash = (value: string) => createHash('sha256').update(value).digest('hex');

/** How a state begins whose browser is on http: the cookie is another one then, and only the state comes back. */
const OVER_HTTP = 'http.';

/**
 * One-time states of the consent flow, shared by all processes. The state travels through Slack, the cookie stays in
 * the browser that began; both are random and lie in the database as hashes. To another app of the same
 * database a state is unknown.
 * @see RFC 6749 section 10.12
 */
export type OAuthStates = {
  /**
   * Begins an attempt, which is good for ten minutes and once.
   * @param redirectUri where the browser comes back to; absent: over https
   */
  begin(intent: Intent, redirectUri?: string): Promise<Attempt>;
  /** Accepts a state once, by one statement: of two callbacks at the same moment one wins. */
  consume(state: string, cookie: (name: string) => string | undefined): Promise<StateVerdict>;
};

export function createOAuthStates({
  prisma,
  clientId,
  clock,
}: Pick<Room, 'prisma' | 'clientId' | 'clock'>): OAuthStates {
  return {
    async begin({ purpose, teamId, userId, channelId, asked }, redirectUri) {
      const https = !redirectUri?.startsWith('http:');
      const [state, secret, now] = [`${https ? '' : OVER_HTTP}${random()}`, random(), clock()];
      const stateHash = hash(state);
      await prisma.oAuthState.create({
        data: {
          stateHash,
          clientId,
          cookieHash: hash(secret),
          purpose,
          teamId: teamId ?? null,
          userId: userId ?? null,
          channelId: channelId ?? null,
          ...(asked && { asked: storableJson(asked) as Prisma.InputJsonObject }),
          createdAt: now,
          expiresAt: new Date(now.getTime() + STATE_LIFETIME_SECONDS * 1000),
        } satisfies Prisma.OAuthStateUncheckedCreateInput,
      });
      return {
        state,
        cookie: {
          name: attemptCookieName(stateHash, https),
          value: secret,
          maxAgeSeconds: STATE_LIFETIME_SECONDS,
          path: https ? '/' : new URL(redirectUri ?? '').pathname,
        },
      };
    },

    async consume(state, cookie) {
      const now = clock();
      const stateHash = hash(state);
      const cookieHash = hash(cookie(attemptCookieName(stateHash, !state.startsWith(OVER_HTTP))) ?? '');
      const [accepted] = await prisma.oAuthState.updateManyAndReturn({
        where: { stateHash, cookieHash, consumedAt: null, expiresAt: { gt: now }, ...begunBy(clientId) },
        data: { consumedAt: now } satisfies Prisma.OAuthStateUncheckedUpdateManyInput,
      });
      if (accepted) {
        const { purpose, teamId, userId, channelId, asked } = accepted;
        return {
          kind: 'accepted',
          intent: {
            purpose,
            teamId: teamId ?? undefined,
            userId: userId ?? undefined,
            channelId: channelId ?? undefined,
            asked: (asked as object | null) ?? undefined,
          },
        };
      }
      const row = await prisma.oAuthState.findFirst({ where: { stateHash, ...begunBy(clientId) } });
      if (!row) return { kind: 'unknown' };
      if (row.consumedAt) return { kind: 'used' };
      return { kind: row.expiresAt <= now ? 'expired' : 'other_browser' };
    },
  };
}
