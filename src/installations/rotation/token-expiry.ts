import type { TokenAnswer } from '../../slack-api/answers.ts';

/** Slack's time for a token that rotates. @see https://docs.slack.dev/authentication/using-token-rotation */
const USUAL_LIFE_SECONDS = 43_200;

/** When a token ends that Slack has just given. Without a usable time one that can be renewed is taken for a usual one. */
export function expiryOf(
  { refresh_token: refreshToken, expires_in: seconds }: Pick<TokenAnswer, 'refresh_token' | 'expires_in'>,
  now: Date,
): Date | undefined {
  const lifeSeconds = seconds ?? (refreshToken === undefined ? undefined : USUAL_LIFE_SECONDS);
  return lifeSeconds === undefined ? undefined : new Date(now.getTime() + lifeSeconds * 1000);
}
