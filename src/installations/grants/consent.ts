import { setTimeout as pause } from 'node:timers/promises';
import { AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import { readCookie } from './attempt-cookie.ts';
import { ConsentStopped, exchangeFailed, refusedBySlack } from './consent-stopped.ts';
import type { Grant } from './grant.ts';
import type { Attempt, Intent, OAuthStates } from './oauth-state.ts';
import type { SavedGrant } from './save-grant.ts';

/** After the database has failed, a person in front of the page waits this long; the saving continues without them. */
const PAGE_PATIENCE_MS = 20_000;

/** How a browser comes back from Slack: what is in the address, and the `Cookie` header. */
export type WayBack = {
  code?: string | undefined;
  state?: string | undefined;
  error?: string | undefined;
  cookies: string | undefined;
};

/**
 * The way through Slack's consent page, step by step, for Lanyard's own pages and for an `InstallProvider` alike. What
 * a door adds is what people see.
 */
export type Consent = {
  /**
   * Begins an attempt, which is good for ten minutes and once.
   * @param redirectUri where Slack sends the browser back to; its protocol decides about the cookie. Absent: https
   * @throws ConsentStopped `install_unavailable`
   */
  begin(intent: Intent, redirectUri?: string): Promise<Attempt>;
  /**
   * Accepts one way back per attempt, in the browser that began it.
   * @throws ConsentStopped for what Slack refused, for a state that does not fit, and `install_unavailable`
   */
  accept(back: WayBack): Promise<{ code: string; intent: Intent }>;
  /**
   * Turns the code into a grant, which nothing has kept yet.
   * @param redirectUri as it was sent to Slack; undefined: none was
   * @throws ConsentStopped `misconfigured`, `code_used`, `slack_refused`, `slack_unreachable`
   */
  exchange(code: string, intent: Intent, redirectUri: string | undefined): Promise<Grant>;
  /** Asks Slack for the bot's id, and an organization's address. Where Slack does not answer, the grant as it was. */
  complete(grant: Grant): Promise<Grant>;
  /**
   * Saves the grant; an outage of the database is waited for, and after 20 seconds without the person.
   * @param track is handed the whole saving, which a stop of the process waits for
   * @throws ConsentStopped `not_saved`
   */
  keep(grant: Grant, intent: Intent, track: (saving: Promise<unknown>) => unknown): Promise<SavedGrant>;
};

type Dependencies = {
  states: OAuthStates;
  exchangeCode: (code: string, redirectUri: string | undefined, asked: Intent['purpose']) => Promise<Grant>;
  completeGrant: (grant: Grant) => Promise<Grant>;
  keepGrant: (grant: Grant, onTrouble: () => void) => Promise<SavedGrant>;
  logger: Logger;
};

export function createConsent(dependencies: Dependencies): Consent {
  const { states, exchangeCode, completeGrant, keepGrant, logger } = dependencies;
  async function step<T>(run: () => Promise<T>, stopped: (error: AppError) => ConsentStopped): Promise<T> {
    try {
      return await run();
    } catch (thrown) {
      const error = toAppError(thrown);
      logger.error({ err: thrown, code: error.code, details: error.details }, 'An installation failed');
      throw stopped(error);
    }
  }
  const unavailable = (cause: AppError) => new ConsentStopped('install_unavailable', { cause });

  return {
    begin: (intent, redirectUri) => step(() => states.begin(intent, redirectUri), unavailable),

    async accept({ code, state, error, cookies }) {
      if (error) throw refusedBySlack(error);
      if (!code || !state) throw new ConsentStopped('state_missing');
      const cookieOf = (name: string) => readCookie(cookies, name);
      const verdict = await step(() => states.consume(state, cookieOf), unavailable);
      if (verdict.kind !== 'accepted') throw new ConsentStopped(REFUSED_STATE[verdict.kind]);
      return { code, intent: verdict.intent };
    },

    exchange: (code, intent, redirectUri) =>
      step(
        () => exchangeCode(code, redirectUri, intent.purpose),
        (error) => exchangeFailed(error, intent),
      ),

    complete: completeGrant,

    keep: (grant, intent, track) =>
      step(
        () => withPatience((onTrouble) => keepGrant(grant, onTrouble), track),
        (cause) => new ConsentStopped('not_saved', { intent, cause }),
      ),
  };
}

/** The code is spent: what becomes of the page is nothing to the saving. A slow database is waited for, however slow. */
async function withPatience(
  save: (onTrouble: () => void) => Promise<SavedGrant>,
  track: (saving: Promise<unknown>) => unknown,
): Promise<SavedGrant> {
  const page = new AbortController();
  const { signal } = page;
  try {
    return await new Promise<SavedGrant>((resolve, reject) => {
      const giveUp = () => {
        pause(PAGE_PATIENCE_MS, undefined, { signal }).then(
          () => reject(notYet()),
          () => {},
        );
      };
      const saving = save(giveUp);
      track(saving);
      saving.then(resolve, reject);
    });
  } finally {
    page.abort();
  }
}

const notYet = () =>
  new AppError({
    code: 'database_unavailable',
    message: 'The database could not save a granted permission. Lanyard keeps trying for ten minutes.',
    retryable: true,
  });

const REFUSED_STATE = {
  unknown: 'state_missing',
  expired: 'state_expired',
  used: 'state_used',
  other_browser: 'other_browser',
} as const;
