import { describe, expect, test } from '@jest/globals';
import type { Authorization } from '../../../src/authorizations/listing/list.ts';
import { type KnownFacts, statusOf } from '../../../src/authorizations/statuses/status.ts';
import { english } from '../../../src/locales/words.ts';
import { button, createLabels } from '../../../src/slack/blocks/blocks.ts';
import { type HeadlineFacts, headlineOf } from '../../../src/slack/home/headline.ts';
import { JUST_GRANTED } from '../../support/known-facts.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const CHECKED = new Date('2027-01-13T08:00:00Z');

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 60 * 60_000);

const HEALTHY: KnownFacts = { ...JUST_GRANTED, verifiedAt: CHECKED };

function permission(kind: 'bot' | 'user', facts: Partial<KnownFacts> = {}): Authorization {
  const known = { ...HEALTHY, ...facts };
  return {
    id: `00000000-0000-4000-8000-00000000000${kind === 'bot' ? 1 : 2}`,
    kind,
    key: { installedIn: 'T1', isEnterpriseInstall: false },
    placeName: 'Acme',
    scopes: ['users:read'],
    grantedByUserId: 'U1',
    grantedAt: CHECKED,
    lastUsedAt: null,
    renewal: { kind: 'lasts' },
    verifiedAt: known.verifiedAt,
    ids: { app: 'A1', bot: null, botUser: null },
    ...statusOf(known, NOW),
  };
}

/** Both permissions work and were checked, two-factor is on, and nothing is wrong in the workspace. */
const WELL: HeadlineFacts = {
  counts: { working: 2 },
  checks: { unchecked: 0, oldestAt: CHECKED },
  rows: [permission('bot'), permission('user')],
  own: permission('user'),
  factor: { kind: 'on', by: 'app' },
  workspace: undefined,
  checkFailed: false,
  now: NOW,
};

function headline(facts: Partial<HeadlineFacts>) {
  const labels = createLabels(english.home.labels.numbered);
  const step = (text: string) => () => button({ actionId: text, text, label: labels(text) });
  const row = {
    words: english,
    reading: { list: 'mine', here: { installedIn: 'T1', isEnterpriseInstall: false }, orgWide: false },
    labels,
    viewerUserId: 'U1',
    checking: false,
    notice: undefined,
    giveUrl: () => 'https://lanyard.example.com/slack/install',
  } as const;
  const steps = {
    turnOn: step('Turn on'),
    showWorkspace: step('Show workspace'),
    verify: step('Verify now'),
  };
  const made = headlineOf({ ...WELL, ...facts }, row, steps);
  return { text: made.text, step: made.step?.text.text };
}

const withOwn = (facts: Partial<KnownFacts>): Partial<HeadlineFacts> => {
  const own = permission('user', facts);
  const counts = own.status === 'working' ? { working: 2 } : { working: 1, [own.status]: 1 };
  return { own, counts, rows: [own, permission('bot')] };
};

const GREEN = ':large_green_circle:';

describe('the first line of Home', () => {
  test.each<[string, Partial<HeadlineFacts>, string, string | undefined]>([
    [
      'two-factor off, whatever else is wrong',
      { ...withOwn({ verifyError: 'accesslimited' }), factor: { kind: 'off', singleSignOn: 'no' } },
      'Your two-factor sign-in is off.',
      'Turn on',
    ],
    [
      'two-factor off, perhaps under single sign-on',
      { factor: { kind: 'off', singleSignOn: 'unknown' } },
      'Slack’s own two-factor sign-in is off for you.',
      'Turn on',
    ],
    [
      'a count that did not finish',
      { workspace: { alerts: 0, adminsOff: 0, coverageLost: false, countFailed: true } },
      'The last count of two-factor sign-in didn’t finish.',
      'Show workspace',
    ],
    [
      'a permission that Slack refuses',
      withOwn({ verifyError: 'token_expired', expiresAt: CHECKED }),
      'Your own permission has expired.',
      'Reauthorize',
    ],
    [
      'a renewal that Slack refuses',
      withOwn({ rotationError: 'invalid_refresh_token' }),
      'Slack won’t renew your own permission.',
      'Reauthorize',
    ],
    [
      'a token that cannot be opened',
      withOwn({ verifyError: 'token_unreadable' }),
      'Lanyard can’t open the token of your own permission.',
      'Reauthorize',
    ],
    [
      'a revocation that Slack has not confirmed',
      withOwn({ revokeAskedAt: CHECKED, revokeRetryAt: NOW }),
      'Slack hasn’t confirmed that your own permission was revoked.',
      'Revoke now',
    ],
    [
      'a revocation that Slack never confirmed',
      withOwn({ revokeAskedAt: CHECKED }),
      'Slack never confirmed that your own permission was revoked.',
      'Revoke now',
    ],
    [
      'problems that are on another page',
      { counts: { working: 12, expired: 3 } },
      '3 of 15 permissions need your attention.',
      undefined,
    ],
    [
      'a permission that somebody else ended',
      withOwn({ revokedAt: CHECKED, endedBy: 'admin', endedByUserId: 'U2' }),
      'Your own permission has ended.',
      'Grant it again',
    ],
    [
      'open alerts, before a permission that somebody else ended',
      {
        ...withOwn({ revokedAt: CHECKED, endedBy: 'admin', endedByUserId: 'U2' }),
        workspace: { alerts: 1, adminsOff: 0, coverageLost: false, countFailed: false },
      },
      '1 alert is open in the workspace.',
      'Show workspace',
    ],
    [
      'a permission that ended long ago, where none is active',
      { ...withOwn({ revokedAt: daysAgo(80), endedBy: 'slack' }), counts: { revoked: 1 } },
      'Your own permission has ended.',
      'Grant it again',
    ],
    [
      'admins without two factors',
      { workspace: { alerts: 1, adminsOff: 2, coverageLost: true, countFailed: true } },
      '2 owners or admins sign in without two factors.',
      'Show workspace',
    ],
    [
      'open alerts',
      { workspace: { alerts: 1, adminsOff: 0, coverageLost: true, countFailed: true } },
      '1 alert is open in the workspace.',
      'Show workspace',
    ],
    [
      'a count that stopped',
      { workspace: { alerts: 0, adminsOff: 0, coverageLost: true, countFailed: true } },
      'Two-factor sign-in isn’t being counted.',
      'Show workspace',
    ],
    ['no permission', { counts: { revoked: 1 }, own: undefined }, 'No permission is active here.', undefined],
    [
      'a check without an answer',
      { checkFailed: true },
      'Not everything could be checked just now.',
      undefined,
    ],
    [
      'a renewal under way',
      { counts: { working: 1, renewing: 1 } },
      '1 of 2 permissions is being renewed.',
      undefined,
    ],
    [
      'what was never checked',
      { checks: { unchecked: 1, oldestAt: CHECKED } },
      '1 of 2 permissions isn’t checked yet.',
      'Verify now',
    ],
    [
      'nothing that was checked',
      { checks: { unchecked: 2, oldestAt: undefined } },
      'Not checked yet.',
      'Verify now',
    ],
  ])('is about %s, with the next step, and never green', (_, facts, text, step) => {
    const made = headline(facts);
    expect(made.text).toContain(`*${text}*`);
    expect(made.step).toBe(step);
    expect(made.text).not.toContain(GREEN);
    expect(made.text).not.toContain('works.*');
  });

  test('says how many more problems there are', () => {
    const worst = permission('user', { expiresAt: CHECKED });
    const { text } = headline({ counts: { expired: 3, working: 1 }, rows: [worst] });
    expect(text).toContain('2 other permissions need attention, too.');
  });

  test('is green with the date of the oldest check, and says everything only where everything is known', () => {
    const green = (facts: Partial<HeadlineFacts>) => {
      const { text, step } = headline(facts);
      expect(text).toMatch(new RegExp(`^${GREEN} .*<!date\\^${CHECKED.getTime() / 1000}\\^`));
      expect(step).toBeUndefined();
      return text;
    };
    expect(green({})).toContain('*Everything works.*');
    expect(green({})).toContain('your two-factor sign-in is on');
    expect(
      green({ workspace: { alerts: 0, adminsOff: 0, coverageLost: false, countFailed: false } }),
    ).toContain('Everything works');
    // What nobody could see is not called well.
    expect(green({ workspace: 'unknown' })).toContain('*Your permissions work.*');
    for (const kind of ['asking', 'not_asked', 'failed'] as const) {
      expect(green({ factor: { kind } })).toContain('*Your permissions work.*');
    }
    expect(green({ factor: { kind: 'on', by: 'app', stale: true } })).toContain('*Your permissions work.*');
    // Single sign-on says nothing about a second factor.
    expect(green({ factor: { kind: 'single_sign_on' } })).toContain('*Your permissions work.*');
  });

  test('of someone without a permission of their own speaks of the workspace’s', () => {
    const { text } = headline({ own: undefined, counts: { working: 1 }, rows: [permission('bot')] });
    expect(text).toContain(`${GREEN} *The workspace’s permission works.*`);
  });

  test('is about a permission that somebody else ended for seven days, and then about what else is known', () => {
    const ended = (days: number) =>
      headline({
        ...withOwn({ revokedAt: daysAgo(days), endedBy: 'admin', endedByUserId: 'U2' }),
        counts: { working: 1, revoked: 1 },
      }).text;
    expect(ended(6.99)).toContain('*Your own permission has ended.*');
    expect(ended(7)).toContain(`${GREEN} *The workspace’s permission works.*`);
  });

  test('is silent about a permission that people ended themselves', () => {
    const { text } = headline({
      ...withOwn({ revokedAt: CHECKED, endedBy: 'member', endedByUserId: 'U1' }),
      counts: { working: 1, revoked: 1 },
    });
    expect(text).not.toContain('has ended');
  });
});
