import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../../src/authorizations/alerts.ts';
import { english } from '../../../src/locales/words.ts';
import { type WorkspaceHome, workspaceHome } from '../../../src/slack/home/workspace-home.ts';
import { type Coverage, type CoverageFigures, PERSON_STATES } from '../../../src/two-factor/coverage.ts';

const CHECKED = new Date('2027-01-13T08:00:00Z');
const none = Object.fromEntries(PERSON_STATES.map((state) => [state, 0]));

type SetUp = Extract<Coverage, { kind: 'set_up' }>;
type Facts = {
  counts?: WorkspaceHome['everyone']['counts'];
  checks?: WorkspaceHome['everyone']['checks'];
  alerts?: Alert[];
  figures?: Partial<CoverageFigures['counts']> | 'none yet';
  setUp?: Partial<SetUp>;
  notSetUp?: true;
  orgWide?: boolean;
};

const alert: Alert = {
  cause: 'expired',
  count: 1,
  firstAt: CHECKED,
  lastAt: CHECKED,
  acknowledged: undefined,
  disputes: undefined,
};

/** The first line of the page; where nothing is said, all is well: checked, counted, and everyone has two factors. */
function firstLine(facts: Facts): string {
  const { counts = { working: 3 }, checks = { unchecked: 0, oldestAt: CHECKED }, alerts = [] } = facts;
  const off = facts.figures === 'none yet' ? {} : (facts.figures ?? {});
  const figures = {
    at: CHECKED,
    counts: { ...none, adminsOff: 0, app: 4, ...off } as CoverageFigures['counts'],
    on: 4,
    counted: 4,
    sharePercent: 100,
    readBy: 'U1',
  };
  const coverage: Coverage = facts.notSetUp
    ? { kind: 'not_set_up' }
    : {
        kind: 'set_up',
        reader: { works: true, userId: 'U1' },
        readers: [],
        figures: facts.figures === 'none yet' ? undefined : figures,
        reading: undefined,
        failed: undefined,
        countsGuests: false,
        ...facts.setUp,
      };
  const page = { number: 1, pages: 1, total: 0, offset: 0, limit: 10 };
  const blocks = workspaceHome(english, {
    everyone: { counts, checks, page, rows: [] },
    workspaces: undefined,
    alerts,
    coverage: { coverage, trend: [], without: [], viewerUserId: 'U1', giveUrl: 'https://example.com' },
    state: { tab: 'workspace', mine: 1, workspace: 1, audit: 1 },
    placeName: 'Acme',
    orgWide: facts.orgWide ?? false,
    viewerUserId: 'U1',
    notice: {},
    giveUrl: () => 'https://example.com',
  });
  const first = blocks.find((block) => block.type === 'section');
  return (first?.type === 'section' && first.text?.text.split('\n')[0]) || '';
}

const GREEN = ':large_green_circle:';
const lost = (because: 'permission_ended' | 'no_admin_any_more' | 'no_permission_yet') => ({
  setUp: { reader: { works: false as const, userIds: ['U1'], because } },
});

describe('the first line of an admin’s page', () => {
  test('is green with the date of the oldest check, where everything is known and well', () => {
    expect(firstLine({})).toContain(`${GREEN} *Nothing is wrong.*`);
    expect(firstLine({})).toContain(`<!date^${CHECKED.getTime() / 1000}^`);
  });

  test.each<[string, Facts, string]>([
    [
      'admins without two factors, before alerts',
      { figures: { adminsOff: 1, off: 1 }, alerts: [alert] },
      '1 owner or admin signs in without two factors.',
    ],
    ['an open alert', { alerts: [alert] }, '1 alert is open.'],
    [
      'a problem whose alert is resolved',
      { counts: { working: 2, expired: 1 } },
      '1 of 3 permissions needs attention.',
    ],
    ['a count whose permission ended', lost('permission_ended'), 'Two-factor sign-in isn’t being counted.'],
    [
      'a count whose reader is no admin any more',
      lost('no_admin_any_more'),
      'Two-factor sign-in isn’t being counted.',
    ],
    [
      'a count that waits for a permission',
      lost('no_permission_yet'),
      'Two-factor sign-in isn’t being counted.',
    ],
    [
      'a count that did not finish',
      { setUp: { failed: { at: CHECKED, code: 'slack_timeout' } } },
      'The last count of two-factor sign-in didn’t finish.',
    ],
    ['people without two factors', { figures: { off: 50 } }, '50 people sign in without two factors.'],
    ['no permission', { counts: { revoked: 2 } }, 'No one has granted a permission yet.'],
    ['a renewal under way', { counts: { working: 2, renewing: 1 } }, '1 of 3 permissions is being renewed.'],
    [
      'renewals alone',
      { counts: { renewing: 3 }, checks: { unchecked: 0, oldestAt: undefined } },
      '3 of 3 permissions are being renewed.',
    ],
    [
      'what was never checked',
      { checks: { unchecked: 1, oldestAt: CHECKED } },
      '1 of 3 permissions isn’t checked yet.',
    ],
    [
      'a count that was never made',
      { figures: 'none yet' },
      'Nothing is known to be wrong with 3 permissions.',
    ],
    ['a count that nobody set up', { notSetUp: true }, 'Nothing is known to be wrong with 3 permissions.'],
  ])('is about %s, and not green', (_, facts, text) => {
    expect(firstLine(facts)).toContain(text);
    expect(firstLine(facts)).not.toContain(GREEN);
  });

  test('says organization where it is one', () => {
    expect(firstLine({ figures: { adminsOff: 1, off: 1 }, orgWide: true })).toContain(
      'change the whole organization',
    );
  });
});
