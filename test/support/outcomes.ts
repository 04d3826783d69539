import { nameCommands } from '../../src/slack-api/app-surface.ts';
import type { Outcome } from '../../src/web/installing/oauth-outcome.ts';
import type { Operator } from '../../src/web/pages/contact.ts';

const waysIntoSlack = {
  leadsTo: 'home',
  openInSlackUrl: 'slack://app?team=T1&id=A1&tab=home',
  openInBrowserUrl: 'https://slack.com/app_redirect?app=A1',
} as const;
export const installed = {
  kind: 'installed',
  place: 'Acme',
  orgWide: false,
  before: 'nothing',
  lets: [`offer the commands ${nameCommands()}`],
  never: ['sees email addresses'],
  personal: true,
  ...waysIntoSlack,
} as const satisfies Outcome;
export const given = {
  kind: 'permission_given',
  place: 'Acme',
  lets: ['see your own two-factor status'],
  again: false,
  ...waysIntoSlack,
} as const satisfies Outcome;
export const stop = { reference: '7F3K9M2A', retryPath: '/slack/install' };

/** One of each, with the status that it must have. */
export const OUTCOMES: [Outcome, number][] = [
  [installed, 200],
  [given, 200],
  [{ kind: 'approval_pending', ...stop }, 403],
  [{ kind: 'not_distributed', ...stop }, 403],
  [{ kind: 'other_workspace', chosen: 'Beta', ...stop }, 409],
  [{ kind: 'other_person', ...stop }, 409],
  [{ kind: 'cancelled', ...stop }, 403],
  [{ kind: 'state_missing', ...stop }, 400],
  [{ kind: 'other_browser', ...stop }, 403],
  [{ kind: 'state_expired', ...stop }, 400],
  [{ kind: 'state_used', ...stop }, 409],
  [{ kind: 'code_used', ...stop }, 400],
  [{ kind: 'too_many', ...stop, retryPath: '' }, 429],
  [{ kind: 'slack_refused', slackError: 'invalid_scope', ...stop }, 502],
  [{ kind: 'misconfigured', ...stop }, 500],
  [{ kind: 'slack_unreachable', ...stop }, 502],
  [{ kind: 'app_not_added', ...stop }, 502],
  [{ kind: 'busy', ...stop }, 503],
  [{ kind: 'not_saved', ...stop }, 503],
  [{ kind: 'install_unavailable', ...stop }, 503],
  [{ kind: 'not_found', reference: stop.reference }, 404],
  [{ kind: 'unexpected', ...stop }, 500],
];

export const operator: Operator = {
  name: 'Acme IT',
  contact: { text: 'help@acme.example', href: 'mailto:help@acme.example' },
};
export const nobody: Operator = { name: undefined, contact: undefined };
