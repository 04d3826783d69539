import {
  AuthorizationError,
  InvalidStateError,
  MissingCodeError,
  MissingStateError,
  type SlackOAuthError,
  UnknownError,
} from '@slack/oauth';
import { type ConsentStop, ConsentStopped } from '../../installations/grants/consent-stopped.ts';

/** What `callbackOptions.failure` is given: one of @slack/oauth's own errors, with its code, and what happened exactly. */
export type InstallFailure = SlackOAuthError & {
  /** `unexpected`: a callback of the app threw. */
  reason: ConsentStop | 'unexpected';
  /** Slack's own code, where it is Slack that refused. */
  slackError?: string | undefined;
};

const SAYS: Record<ConsentStop, string> = {
  approval_pending: 'An admin has to approve the app first.',
  cancelled: 'The person pressed Cancel on Slack’s consent page.',
  code_used: 'Slack says that the code was used before, or is too old.',
  install_unavailable: 'The database cannot be asked.',
  misconfigured: 'Slack refuses the app’s credentials or its redirect URL.',
  not_distributed: 'The app is not distributed: only its own workspace can install it.',
  not_saved: 'The database does not take the permission that Slack gave. It is tried again for ten minutes.',
  other_browser: 'The way back came in a browser that did not begin it.',
  slack_refused: 'Slack refused the installation.',
  slack_unreachable: 'Slack did not answer as documented.',
  state_expired: 'More than ten minutes have passed since it began.',
  state_missing: 'The way back has no code, or no state that was ever given out.',
  state_used: 'This way back was used before.',
};

/** @param query what came back in the address: without a code or a state @slack/oauth has an error of its own */
export function toInstallFailure(thrown: unknown, query: URLSearchParams): InstallFailure {
  if (!(thrown instanceof ConsentStopped)) {
    return Object.assign(new UnknownError('The installation failed.', { cause: thrown }), {
      reason: 'unexpected' as const,
    });
  }
  const { stop: reason, slackError } = thrown;
  return Object.assign(errorFor(thrown, query), { reason, slackError });
}

function errorFor(stopped: ConsentStopped, query: URLSearchParams): SlackOAuthError {
  const { stop, slackError } = stopped;
  const message = slackError === undefined ? SAYS[stop] : `${SAYS[stop]} (${slackError})`;
  if (stop === 'state_missing' && !query.get('code')) return new MissingCodeError(message);
  if (stop === 'state_missing' && !query.get('state')) return new MissingStateError(message);
  if (stop.startsWith('state_') || stop === 'other_browser') return new InvalidStateError(message);
  if (stop === 'install_unavailable' || stop === 'not_saved')
    return new UnknownError(message, { cause: stopped });
  return new AuthorizationError(message, stopped);
}
