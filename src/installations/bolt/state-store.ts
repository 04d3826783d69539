import { type InstallURLOptions, InvalidStateError, type StateStore } from '@slack/oauth';
import type { OAuthStates } from '../grants/oauth-state.ts';

/** Of Bolt's own provider: it has room for one value, in the address and in its cookie. Neither part holds this. */
const BETWEEN = '~';

/**
 * The one-time states of this room for a stock `InstallProvider`, which compares them with its own cookie. What was asked
 * for lies in the database, and travels through no browser.
 * @see https://docs.slack.dev/tools/node-slack-sdk/oauth
 */
export function createStateStore(states: OAuthStates): StateStore {
  return {
    async generateStateParam(asked) {
      const { state, cookie } = await states.begin(intentOf(asked), asked.redirectUri);
      return `${state}${BETWEEN}${cookie.value}`;
    },
    /** @throws InvalidStateError for one that is unknown, over or used */
    async verifyStateParam(_now, given) {
      const [state = '', secret] = given.split(BETWEEN);
      const verdict = await states.consume(state, () => secret);
      if (verdict.kind === 'accepted') return askedIn(verdict.intent);
      throw new InvalidStateError(`The state is no longer, or never was, valid (${verdict.kind}).`);
    },
  };
}

/** Without a bot's scopes it is a person's own permission, and nothing else is kept of Slack's answer. */
export const intentOf = (asked: InstallURLOptions) =>
  ({
    purpose: asked.scopes.length === 0 ? 'me' : 'workspace',
    asked,
  }) as const;

export const askedIn = ({ asked }: { asked?: object | undefined }): InstallURLOptions =>
  (asked as InstallURLOptions | undefined) ?? { scopes: [] };
