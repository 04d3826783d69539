import type { Button, KnownBlock } from '@slack/types';
import type { Authorization } from '../../authorizations/listing/list.ts';
import type { Role } from '../../authorizations/roles/role.ts';
import type { Words } from '../../locales/words.ts';
import { REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import type { RememberedStatus, TwoFactorStatus } from '../../two-factor/own-status.ts';
import { rowAction } from '../blocks/action-ids.ts';
import { button, context, type Labels, section } from '../blocks/blocks.ts';
import { dateToken } from '../blocks/slack-text.ts';

/** What is known of the reader's own second factor when Home is made. */
export type OwnFactor =
  | (TwoFactorStatus & {
      at?: Date | undefined;
      /** Slack said so long ago, or could not be asked now: nothing is called well because of it. */
      stale?: boolean;
    })
  /** Slack is being asked; or this process has not asked yet; or Slack did not answer. */
  | { kind: 'asking' | 'not_asked' | 'failed' };

/** What Slack said is as good as new for so long. */
export const FRESH_MS = 10 * 60_000;

/**
 * What is known of a second factor now: what Slack was just asked, or said last. Without a living permission it can't be
 * seen anymore, whatever Slack said before; only single sign-on holds without one.
 */
export function knownFactor(
  asked: OwnFactor | undefined,
  remembered: RememberedStatus | undefined,
  own: Authorization | undefined,
  now: Date,
): OwnFactor {
  const last = remembered && {
    ...remembered.status,
    at: remembered.at,
    stale: Math.abs(now.getTime() - remembered.at.getTime()) >= FRESH_MS,
  };
  const known = asked ?? last;
  if (known?.kind === 'single_sign_on' || known?.kind === 'asking') return known;
  if (!own) return { kind: 'not_visible', because: 'no_own_permission' };
  if (own.cause.kind === 'ended') return { kind: 'not_visible', because: 'own_permission_ended' };
  return known ?? { kind: 'not_asked' };
}

export type OwnTwoFactor = {
  factor: OwnFactor;
  role: Role | undefined;
  /** One line about everyone, for owners and admins. */
  workspaceLine: string | undefined;
  settingsUrl: string;
  giveHereUrl: string;
  /** Where the button above already leads: it isn't shown twice. */
  shownUrl: string | undefined;
};

/** A person's own security: their second factor, how it works, and what to do. Two or three blocks. Pure. */
export function ownTwoFactor(words: Words, card: OwnTwoFactor, labels: Labels): KnownBlock[] {
  const { factor, role, workspaceLine } = card;
  const say = words.home.twoFactor;
  const { state, next } = describe(words, card);
  const step = stepOf(words, card, labels);
  const beside = step?.url === card.shownUrl ? undefined : step;
  const offersPermission =
    factor.kind === 'not_visible' && factor.because === 'no_own_permission' && role !== undefined;
  const scopes = REQUESTED_USER_SCOPES.map((scope) => words.scopes.of('user', scope));
  const asOf = 'at' in factor && factor.at ? say.asOf(dateToken(factor.at)) : undefined;
  const notes = [
    ...(asOf ? [asOf] : []),
    ...(offersPermission ? scopes.map(({ lets, never }) => words.home.ownOfferScope(lets, never)) : []),
    ...(workspaceLine ? [workspaceLine] : []),
  ];
  return [
    section([`*${say.title}*   ${state}`, ...(next ? [next] : [])].join('\n'), beside),
    ...(notes.length > 0 ? [context(notes.join('  ·  '))] : []),
  ];
}

function describe(
  { home, status }: Words,
  { factor, settingsUrl }: OwnTwoFactor,
): { state: string; next?: string } {
  const { twoFactor: say } = home;
  const { marks, notCheckedMark } = status;
  switch (factor.kind) {
    case 'on':
      return { state: `${marks.working} ${say.on[factor.by]}` };
    case 'off': {
      const unless = factor.singleSignOn === 'unknown' ? ` ${say.offUnlessSingleSignOn}` : '';
      return { state: `${marks.expired} ${say.off}`, next: `${say.offNext(settingsUrl)}${unless}` };
    }
    case 'single_sign_on':
      return { state: `${marks.working} ${say.singleSignOn}`, next: say.singleSignOnNext };
    case 'not_visible': {
      const why = say.notVisible[factor.because];
      return {
        state: `${notCheckedMark} ${say.cannotSee}`,
        next: typeof why === 'string' ? why : why(settingsUrl),
      };
    }
    case 'asking':
      return { state: `${notCheckedMark} ${say.asking}` };
    case 'not_asked':
      return { state: `${notCheckedMark} ${say.notAsked}` };
    case 'failed':
      return { state: `${notCheckedMark} ${say.notAsked}`, next: say.failed };
  }
}

function stepOf(
  { home }: Words,
  { factor, role, settingsUrl, giveHereUrl }: OwnTwoFactor,
  labels: Labels,
): Button | undefined {
  const { twoFactor: say, buttons, labels: named } = home;
  const settings = (text: string, label: string) =>
    button({ actionId: rowAction('give', 'settings'), text, label: labels(label), url: settingsUrl });
  if (factor.kind === 'off') return settings(say.openSettings, say.openSettingsLabel);
  if (factor.kind === 'on') {
    return factor.by === 'sms' ? settings(say.switchToApp, say.switchToAppLabel) : undefined;
  }
  if (factor.kind !== 'not_visible') return undefined;
  if (factor.because === 'slack_does_not_say') return settings(say.openSettings, say.openSettingsLabel);
  // Before Slack has said that they belong here, nothing of it is offered.
  if (role === undefined) return undefined;
  const first = factor.because === 'no_own_permission';
  return button({
    actionId: rowAction('give', 'here'),
    text: first ? buttons.give : buttons.giveAgain,
    label: labels(first ? named.give : named.giveAgain(named.own)),
    url: giveHereUrl,
  });
}
