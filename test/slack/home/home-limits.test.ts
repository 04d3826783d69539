import { describe, expect, test } from '@jest/globals';
import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { validateView } from '../../../simulator/block-kit/validate.ts';
import type { AuditLine } from '../../../src/audit/read-audit.ts';
import { AUDIT_ACTIONS } from '../../../src/audit/record-audit.ts';
import { type Alert, FIXED_CAUSES } from '../../../src/authorizations/alerts.ts';
import { MOST_DISPUTES } from '../../../src/authorizations/disputes.ts';
import type { Authorization } from '../../../src/authorizations/listing/list.ts';
import { pageOf } from '../../../src/authorizations/listing/page.ts';
import { MOST_WORKSPACES_NAMED } from '../../../src/authorizations/organization-workspaces.ts';
import { ROLES } from '../../../src/authorizations/roles/role.ts';
import { STATUSES, statusOf } from '../../../src/authorizations/statuses/status.ts';
import { ERROR_CODES } from '../../../src/errors.ts';
import { english } from '../../../src/locales/words.ts';
import { auditHome } from '../../../src/slack/audit/audit-home.ts';
import { entryModal, receiptModal } from '../../../src/slack/audit/receipt-modal.ts';
import type { Reading } from '../../../src/slack/authorizations/describe-authorization.ts';
import { detailsModal } from '../../../src/slack/authorizations/modals/details-modal.ts';
import { reauthorizeModal } from '../../../src/slack/authorizations/modals/reauthorize-modal.ts';
import { removeAppModal } from '../../../src/slack/authorizations/modals/remove-app-modal.ts';
import { revokeForModal } from '../../../src/slack/authorizations/modals/revoke-for-modal.ts';
import { revokeModal } from '../../../src/slack/authorizations/modals/revoke-modal.ts';
import { agreedModal, agreeModal } from '../../../src/slack/coverage/agreement-modal.ts';
import type { CoverageCard } from '../../../src/slack/coverage/coverage-card.ts';
import { exemptionsModal, exemptModal } from '../../../src/slack/coverage/exemptions-modal.ts';
import { exportModal } from '../../../src/slack/coverage/export-modal.ts';
import { peopleModal } from '../../../src/slack/coverage/people-modal.ts';
import { settingsModal } from '../../../src/slack/coverage/settings-modal.ts';
import { FIRST_LOOK, readHomeState, writeHomeState } from '../../../src/slack/home/home-state.ts';
import { outageView } from '../../../src/slack/home/home-view.ts';
import { type HomeNotice, type MemberHome, memberHome } from '../../../src/slack/home/member-home.ts';
import type { OwnFactor } from '../../../src/slack/home/own-two-factor.ts';
import { workspaceHome } from '../../../src/slack/home/workspace-home.ts';
import { DOCUMENTED_SCOPES } from '../../../src/slack-api/scope-catalogue.ts';
import { SLACK_ERROR_CODES } from '../../../src/slack-api/slack-error-codes.ts';
import {
  type CountedPerson,
  type CoverageCounts,
  PERSON_STATES,
  type PersonState,
} from '../../../src/two-factor/coverage.ts';
import { controlsOf } from '../../support/home.ts';

/** The most that a page of Home may have; Slack takes 100. */
const MOST_BLOCKS = 45;

const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const moment = fc.option(date);
const HOSTILE = [
  '<!channel>',
  '<@U0VICTIM>',
  '<https://evil.example|click>',
  'https://evil.example',
  '@everyone #general',
  '*bold* _it_ ~no~ `code`',
  '&lt;!here&gt;',
  '> quoted\n• listed',
  '```',
];
/** Names of people and places, scopes and codes: anything that somebody outside may choose. */
const name = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength }),
    fc.constantFrom(...HOSTILE),
    fc
      .tuple(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength }))
      .map((two) => two.join('')),
    fc.constant('ÄÖÜẞ'.repeat(60)),
    fc.constant('الصلاحيات '.repeat(30)),
  );
const userId = fc.stringMatching(/^U[A-Z0-9]{8}$/);
const scope = fc.oneof(fc.constantFrom(...Object.keys(DOCUMENTED_SCOPES)), name(80));

const facts = fc.record({
  renews: fc.boolean(),
  expiresAt: moment,
  rotatedAt: moment,
  rotationError: fc.option(name(60)),
  rotationFailures: fc.integer({ min: 0, max: 9 }),
  rotationRetryAt: moment,
  verifiedAt: moment,
  verifyError: fc.option(fc.oneof(fc.constantFrom(...Object.keys(SLACK_ERROR_CODES)), name(60))),
  revokeAskedAt: moment,
  revokeAskedByUserId: fc.option(userId),
  revokeTries: fc.integer({ min: 0, max: 60 }),
  revokeRetryAt: moment,
  revokedAt: moment,
  uninstalledAt: moment,
  endedBy: fc.option(fc.constantFrom('member', 'admin', 'slack', 'uninstall', 'app')),
  endedByUserId: fc.option(userId),
});
const now = new Date('2026-11-24T10:00:00Z');

const authorization: fc.Arbitrary<Authorization> = fc
  .tuple(
    facts,
    fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom('bot' as const, 'user' as const),
      key: fc.constantFrom(
        { installedIn: 'T1', isEnterpriseInstall: false },
        { installedIn: 'T2', isEnterpriseInstall: false },
        { installedIn: 'E1', isEnterpriseInstall: true },
      ),
      placeName: fc.option(name(300), { nil: undefined }),
      scopes: fc.array(scope, { maxLength: 60 }),
      grantedByUserId: userId,
      grantedAt: date,
      lastUsedAt: moment,
      renewal: fc.oneof(
        fc.constant({ kind: 'lasts' as const }),
        moment.map((lastAt) => ({ kind: 'renews' as const, lastAt })),
        date.map((at) => ({ kind: 'ends' as const, at })),
      ),
      ids: fc.record({ app: fc.option(name(30)), bot: fc.option(name(30)), botUser: fc.option(name(30)) }),
    }),
  )
  .map(([known, rest]) => ({ ...rest, verifiedAt: known.verifiedAt, ...statusOf(known, now) }));

/** Ten rows at most, of ever so many. */
const rows = fc.uniqueArray(authorization, { selector: ({ id }) => id, maxLength: 10, size: 'max' });
const counts = fc.record(
  Object.fromEntries(STATUSES.map((status) => [status, fc.integer({ min: 0, max: 1_000 })])),
);
const page = fc
  .tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: -5, max: 200 }))
  .map(([total, wanted]) => pageOf(total, wanted));
const notice = (
  over: fc.Arbitrary<Authorization[]>,
): fc.Arbitrary<{ rows: Authorization[]; notice: HomeNotice }> =>
  over.chain((some) =>
    fc.record({
      rows: fc.constant(some),
      notice: fc.constantFrom<HomeNotice>(
        {},
        { over: 'Something happened.' },
        { over: 'Something happened.', rows: Object.fromEntries(some.map(({ id }) => [id, 'It works.'])) },
        { checking: 'all' },
        { checking: new Set(some.slice(0, 2).map(({ id }) => id)) },
      ),
    }),
  );
const giveUrl = () => 'https://lanyard.example.com/slack/install?for=me&team=T1';
const someone = fc.option(userId, { nil: undefined });
const state = fc.record({
  tab: fc.constantFrom('mine' as const, 'workspace' as const, 'audit' as const),
  mine: fc.integer({ min: 1, max: 1_000 }),
  workspace: fc.integer({ min: 1, max: 1_000 }),
  audit: fc.integer({ min: 1, max: 1_000 }),
  mineStatus: fc.option(fc.constantFrom(...STATUSES), { nil: undefined }),
  status: fc.option(fc.constantFrom(...STATUSES), { nil: undefined }),
  person: someone,
  auditAction: fc.option(fc.constantFrom(...AUDIT_ACTIONS), { nil: undefined }),
  auditPerson: someone,
});
const line: fc.Arbitrary<AuditLine> = fc.record({
  receipt: fc.constant('A-7F3K9-Q2MXB'),
  at: date,
  action: fc.constantFrom(...AUDIT_ACTIONS),
  actor: fc.constantFrom('user' as const, 'admin' as const, 'slack' as const, 'system' as const),
  actorUserId: fc.option(userId),
  subjectUserId: fc.option(userId),
  reason: fc.option(name(300), { nil: undefined }),
  times: fc.integer({ min: 1, max: 1_000_000 }),
  firstAt: date,
});

const factor: fc.Arbitrary<OwnFactor> = fc.oneof(
  fc.record({
    kind: fc.constant('on' as const),
    by: fc.constantFrom('app' as const, 'sms' as const, 'unknown' as const),
    at: fc.option(date, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('off' as const),
    singleSignOn: fc.constantFrom('no' as const, 'unknown' as const),
  }),
  fc.record({
    kind: fc.constant('not_visible' as const),
    because: fc.constantFrom(
      'no_own_permission' as const,
      'own_permission_ended' as const,
      'own_permission_lacks_scope' as const,
      'slack_does_not_say' as const,
    ),
  }),
  fc.record({ kind: fc.constantFrom('single_sign_on', 'asking', 'not_asked', 'failed') }),
);
const few = fc.integer({ min: 0, max: 12 });
const workspaceOfReader: fc.Arbitrary<MemberHome['workspace']> = fc.option(
  fc.record({
    facts: fc.oneof(
      fc.constant('unknown' as const),
      fc.record({ alerts: few, adminsOff: few, coverageLost: fc.boolean(), countFailed: fc.boolean() }),
    ),
    twoFactorLine: fc.option(fc.constant('In the workspace: *3 of 4*'), { nil: undefined }),
  }),
  { nil: undefined },
);
const checks = fc.record({
  unchecked: fc.integer({ min: 0, max: 1_000 }),
  oldestAt: fc.option(date, { nil: undefined }),
});

const member = fc
  .tuple(
    notice(rows),
    counts,
    page,
    fc.option(fc.constantFrom(...ROLES), { nil: undefined }),
    fc.option(fc.constantFrom(...STATUSES), { nil: undefined }),
    fc.option(authorization, { nil: undefined }),
    fc.option(name(400), { nil: undefined }),
    fc.boolean(),
    fc.record({ factor, workspace: workspaceOfReader, checks, open: fc.boolean() }),
  )
  .map(([some, counted, at, role, status, own, placeName, orgWide, { factor, workspace, checks, open }]) =>
    memberHome(english, {
      mine: {
        placeName,
        orgWide,
        serving: { installedIn: 'T1', isEnterpriseInstall: false },
        bot: undefined,
        own,
        counts: counted,
        checks,
        page: at,
        rows: some.rows,
      },
      viewerUserId: 'U0VIEWER',
      role,
      status,
      notice: some.notice,
      now,
      open,
      factor,
      workspace,
      settingsUrl: 'https://lanyard.example.com/settings',
      giveUrl,
      giveHereUrl: giveUrl(),
      aboutUrl: 'https://lanyard.example.com',
    }),
  );

const cause = fc.oneof(
  fc.constantFrom(...FIXED_CAUSES),
  name(300).map((code) => `slack:${code}`),
  name(3_000),
);
const alert = fc.record({
  cause,
  count: fc.integer({ min: 1, max: 1_000 }),
  firstAt: date,
  lastAt: date,
  acknowledged: fc.option(fc.record({ at: date, byUserId: userId }), { nil: undefined }),
  disputes: fc.constant(undefined),
});
/** Only one alert on a page tells of disputes. */
const disputed = fc
  .tuple(
    fc.array(alert, { maxLength: 12 }),
    fc.array(
      fc.record({
        whoseUserId: userId,
        byUserId: fc.option(userId, { nil: undefined }),
        revokedAt: date,
        reason: fc.option(name(300), { nil: undefined }),
        receipt: fc.constant('A-7F3K9-Q2MXB'),
      }),
      { maxLength: MOST_DISPUTES, size: 'max' },
    ),
  )
  .map(([[first, ...rest], disputes]): Alert[] =>
    first ? [{ ...first, cause: 'revocation_contested', disputes }, ...rest] : [],
  );
const many = fc.integer({ min: 0, max: 250_000 });
const coverageCounts: fc.Arbitrary<CoverageCounts> = fc.record({
  ...(Object.fromEntries(PERSON_STATES.map((each) => [each, many])) as Record<PersonState, typeof many>),
  adminsOff: many,
});
const percent = fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined });
const loss = fc.constantFrom(
  'no_permission_yet' as const,
  'permission_ended' as const,
  'no_admin_any_more' as const,
);
const person: fc.Arbitrary<CountedPerson> = fc.record({
  userId,
  name: fc.option(name(300), { nil: undefined }),
  admin: fc.boolean(),
  state: fc.constant('off' as const),
  timeZone: fc.constant(undefined),
});
const setUp = fc.record({
  kind: fc.constant('set_up' as const),
  reader: fc.oneof(
    fc.record({ works: fc.constant(true as const), userId }),
    fc.record({
      works: fc.constant(false as const),
      userIds: fc.array(userId, { minLength: 1, maxLength: 30 }),
      because: loss,
    }),
  ),
  readers: fc.array(
    fc.record({
      userId: fc.oneof(userId, fc.constant('U0VIEWER')),
      agreedAt: date,
      state: fc.oneof(loss, fc.constant('works' as const)),
    }),
    { maxLength: 5 },
  ),
  figures: fc.option(
    fc.record({
      at: date,
      counts: coverageCounts,
      on: many,
      counted: many,
      sharePercent: percent,
      readBy: userId,
    }),
    { nil: undefined },
  ),
  reading: fc.option(fc.record({ startedAt: date, people: many }), { nil: undefined }),
  failed: fc.option(fc.record({ at: date, code: fc.oneof(fc.constantFrom(...ERROR_CODES), name(40)) }), {
    nil: undefined,
  }),
  countsGuests: fc.boolean(),
});
const coverageCard: fc.Arbitrary<CoverageCard> = fc.record({
  coverage: fc.oneof(
    { weight: 1, arbitrary: fc.constant({ kind: 'not_set_up' as const }) },
    { weight: 9, arbitrary: setUp },
  ),
  trend: fc.array(fc.record({ at: date, sharePercent: percent, counted: many }), {
    maxLength: 91,
    size: 'max',
  }),
  without: fc.array(person, { maxLength: 3 }),
  viewerUserId: fc.constant('U0VIEWER'),
  giveUrl: fc.constant(giveUrl()),
});
const exemption = fc.record({ userId, reason: name(200), until: date, byUserId: userId, at: date });

const organization = fc.option(
  fc
    .tuple(fc.array(name(300), { maxLength: MOST_WORKSPACES_NAMED, size: 'max' }), few)
    .map(([names, unnamed]) => ({ names, total: names.length + unnamed })),
  { nil: undefined },
);

const workspace = fc
  .tuple(
    coverageCard,
    notice(rows),
    counts,
    page,
    disputed,
    state,
    name(400),
    fc.boolean(),
    checks,
    organization,
  )
  .map(([coverage, some, counted, at, alerts, looking, placeName, orgWide, checks, workspaces]) =>
    workspaceHome(english, {
      everyone: { counts: counted, checks, page: at, rows: some.rows },
      workspaces,
      alerts,
      coverage,
      state: looking,
      placeName,
      orgWide,
      viewerUserId: 'U0VIEWER',
      notice: some.notice,
      giveUrl,
    }),
  );
const audit = fc
  .tuple(fc.array(line, { maxLength: 10 }), page, state, name(400))
  .map(([lines, at, looking, placeName]) =>
    auditHome(english, { trail: { page: at, lines }, state: looking, placeName, orgWide: false, notice: {} }),
  );

const modals: fc.Arbitrary<ModalView> = fc.oneof(
  fc
    .record({
      row: authorization,
      history: fc.array(line, { maxLength: 8 }),
      hint: fc.option(fc.constant({ prefix: 'xoxp', lastFour: '3f9a' }), { nil: undefined }),
      reading: fc.constantFrom<Reading>(
        { list: 'mine', here: undefined, orgWide: false },
        { list: 'mine', here: { installedIn: 'T1', isEnterpriseInstall: false }, orgWide: true },
        { list: 'workspace', orgWide: false },
      ),
      asker: fc.record({ userId }),
    })
    .map((details) => detailsModal(english, details)),
  authorization.map((row) => reauthorizeModal(english, row, giveUrl())),
  authorization.map((row) => revokeForModal(english, row)),
  authorization.map((row) => revokeModal(english, row)),
  fc
    .tuple(name(400), authorization)
    .map(([placeName, { key }]) => removeAppModal(english, { key, placeName })),
  line.map((found) => receiptModal(english, found)),
  line.map((found) => entryModal(english, found)),
  fc
    .tuple(name(400), fc.boolean(), fc.boolean())
    .map(([place, orgWide, hasPermission]) => agreeModal(english, { place, orgWide, hasPermission })),
  fc
    .option(fc.constant(giveUrl()), { nil: undefined })
    .map((url) => agreedModal(english, 'A-7F3K9-Q2MXB', url)),
  fc
    .tuple(
      fc.uniqueArray(person, { selector: (each) => each.userId, maxLength: 15, size: 'max' }),
      many,
      date,
    )
    .map(([people, more, at]) => peopleModal(english, { people, total: people.length + more, page: 1, at })),
  fc
    .uniqueArray(exemption, { selector: (each) => each.userId, maxLength: 80, size: 'max' })
    .map((exemptions) => exemptionsModal(english, exemptions, 'Something happened.')),
  fc
    .option(userId, { nil: undefined })
    .map((who) => exemptModal(english, { userId: who, until: '2026-11-25', list: 'people' })),
  date.map((until) => exportModal(english, { url: 'https://lanyard.example.com/export?link=x', until })),
  fc
    .tuple(setUp, fc.boolean())
    .map(([coverage, wantsDigest]) =>
      settingsModal(english, coverage, { viewerUserId: 'U0VIEWER', wantsDigest }),
    ),
);

const homes = fc
  .oneof(member, workspace, audit)
  .chain((blocks) =>
    state.map((at) => ({ type: 'home', private_metadata: writeHomeState(at), blocks }) as const),
  );

describe('Home', () => {
  test("stays within Slack's limits and within 45 blocks, whatever the names, scopes and counts", () => {
    let most = 0;
    fc.assert(
      fc.property(homes, (view) => {
        expect(validateView(view)).toEqual([]);
        expect(view.blocks.length).toBeLessThanOrEqual(MOST_BLOCKS);
        most = Math.max(most, view.blocks.length);
      }),
      { numRuns: 300 },
    );
    // Full pages were among them.
    expect(most).toBeGreaterThan(35);
  });

  test('calls no two things that can be pressed the same, for the app and for screen readers', () => {
    fc.assert(
      fc.property(homes, (view) => {
        const controls = controlsOf(view);
        const ids = controls.map(({ action_id }) => action_id);
        expect(new Set(ids).size).toBe(ids.length);
        const labels = controls.flatMap(({ accessibility_label }) => accessibility_label ?? []);
        expect(new Set(labels).size).toBe(labels.length);
        // Who speaks to their computer says what they read.
        for (const { accessibility_label: label, text } of controls) {
          if (label) expect(label).toMatch(new RegExp(`^${text?.text.replace(/…$/, '')}`));
        }
        const blockIds = view.blocks.flatMap(({ block_id }) => block_id ?? []);
        expect(new Set(blockIds).size).toBe(blockIds.length);
      }),
    );
  });

  test('stays within the limits when it is shown again during an outage', () => {
    fc.assert(
      fc.property(homes, (view) => {
        const once = outageView(english, 'The database is down.', view);
        const twice = outageView(english, 'The database is down.', once);
        expect(validateView(twice)).toEqual([]);
        expect(twice.blocks).toHaveLength(view.blocks.length + 1);
      }),
    );
  });
});

describe('a modal', () => {
  test('labels its buttons by the words that stand on them', () => {
    fc.assert(
      fc.property(modals, (view) => {
        for (const { accessibility_label: label, text } of controlsOf(view)) {
          expect(label).toMatch(new RegExp(`^${text?.text}`));
        }
      }),
    );
  });

  test("stays within Slack's limits, whatever the names, scopes and history", () => {
    fc.assert(
      fc.property(modals, (view) => expect(validateView(view)).toEqual([])),
      { numRuns: 300 },
    );
  });
});

describe('what comes from outside', () => {
  test('links, mentions and formats nothing', () => {
    const ours = /<(@[UW][A-Z0-9]+|!date\^\d+\^[^|>]*\|[^>]*|https:\/\/lanyard\.example\.com[^|>]*\|[^>]*)>/g;
    fc.assert(
      fc.property(fc.oneof(homes, modals), (view) => {
        for (const text of mrkdwnOf(view)) {
          expect(text.verbatim).toBe(true);
          const rest = text.text.replaceAll(ours, '');
          expect(rest).not.toMatch(/[<>]/);
          expect(rest).not.toContain('*bold*');
          expect(rest).not.toContain('`code`');
          expect(rest).not.toContain('```');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what a person is looking at', () => {
  test('comes back as it was written, within what private_metadata takes', () => {
    fc.assert(
      fc.property(state, (looking) => {
        const text = writeHomeState(looking);
        expect(text.length).toBeLessThanOrEqual(3_000);
        expect(writeHomeState(readHomeState(text))).toBe(text);
      }),
    );
  });

  test.each(['', 'null', '[]', '7', '{', '{"tab":"root","mine":-1}', '{"person":"<!channel>"}'])(
    'starts from the beginning when it was written as %j',
    (text) => {
      const { person, status, ...looking } = readHomeState(text);
      expect([looking, person, status]).toEqual([expect.objectContaining(FIRST_LOOK), undefined, undefined]);
    },
  );
});

function mrkdwnOf(value: unknown): { text: string; verbatim?: boolean }[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn') return [value as never];
  return Object.values(value).flatMap(mrkdwnOf);
}
