import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateMessageBlocks, validateView } from '../../../simulator/block-kit/validate.ts';
import { english } from '../../../src/locales/words.ts';
import type { DetailsOf, MessageItem } from '../../../src/notifications/message-item.ts';
import { TOPICS, type Topic } from '../../../src/notifications/topics.ts';
import { notificationMessage } from '../../../src/slack/notifications/message.ts';
import { preferencesModal } from '../../../src/slack/notifications/preferences-modal.ts';
import { reminderPreview } from '../../../src/slack/notifications/reminder-preview.ts';
import { createSlackLinks } from '../../../src/slack/slack-links.ts';
import { PERSON_STATES } from '../../../src/two-factor/coverage.ts';
import { controlsOf } from '../../support/home.ts';

const links = createSlackLinks({
  publicUrl: 'https://lanyard.example.com',
  authorizeUrl: 'https://slack.com/oauth/v2/authorize',
});
const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    '<!channel>',
    '<@U0VICTIM>',
    '<https://evil.example|click>',
    '*bold* `code`',
    'ÄÖÜẞ'.repeat(80),
  ),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** What a message may have to say of each topic. */
const DETAILS = {
  access_ended: fc.record({
    authorizationId: fc.uuid(),
    placeName: maybe(name),
    by: fc.constantFrom('admin' as const, 'slack' as const),
    byUserId: maybe(fc.stringMatching(/^U[A-Z0-9]{8}$/)),
    at: date,
    reason: maybe(name),
    receipt: maybe(fc.constant('A-7F3K9-Q2MXB')),
  }),
  renewal_failing: fc.record({
    authorizationId: fc.uuid(),
    kind: fc.constantFrom('bot' as const, 'user' as const),
    placeName: maybe(name),
    failures: fc.integer({ min: 3, max: 900 }),
    dead: fc.boolean(),
    over: maybe(fc.constantFrom('renewed' as const, 'given_again' as const, 'ended' as const)),
  }),
  revocation_settled: fc.record({
    authorizationId: fc.uuid(),
    placeName: maybe(name),
    whoseUserId: fc.constantFrom('U0READER', 'U0OTHER'),
    outcome: fc.constantFrom('revoked' as const, 'given_up' as const),
    askedAt: date,
    receipt: maybe(fc.constant('A-7F3K9-Q2MXB')),
  }),
  revocation_contested: fc.record({
    placeName: maybe(name),
    whoseUserId: fc.stringMatching(/^U[A-Z0-9]{8}$/),
    byUserId: maybe(fc.constantFrom('U0READER', 'U0OTHER')),
    revokedAt: date,
    reason: maybe(name),
    receipt: fc.constant('A-7F3K9-Q2MXB'),
  }),
  coverage_lost: fc.record({
    placeName: maybe(name),
    because: fc.constantFrom('permission_ended' as const, 'no_admin_any_more' as const),
    since: date,
    over: maybe(fc.constantFrom('restored' as const, 'stopped' as const)),
  }),
  two_factor_reminder: fc.record({
    placeName: maybe(name),
    byUserId: fc.stringMatching(/^U[A-Z0-9]{8}$/),
    number: fc.integer({ min: 1, max: 3 }),
  }),
  coverage_digest: fc.record({
    placeName: maybe(name),
    at: date,
    on: fc.integer({ min: 0, max: 20_000 }),
    counted: fc.integer({ min: 0, max: 20_000 }),
    sharePercent: maybe(fc.integer({ min: 0, max: 100 })),
    off: fc.integer({ min: 0, max: 20_000 }),
    adminsOff: fc.integer({ min: 0, max: 50 }),
    readable: fc.boolean(),
    before: maybe(fc.record({ at: date, sharePercent: fc.integer({ min: 0, max: 100 }) })),
  }),
} satisfies { [T in Topic]: fc.Arbitrary<DetailsOf<T>> };
const itemOf = (topic: Topic) =>
  fc
    .record({ id: fc.uuid(), resolvedAt: fc.option(date), details: DETAILS[topic] as fc.Arbitrary<object> })
    .map(({ details, ...item }) => ({ ...item, topic, ...details }) as MessageItem);
const item = fc.oneof(...TOPICS.map(itemOf));
const message = fc.uniqueArray(item, { selector: ({ id }) => id, minLength: 1, maxLength: 15 }).map((items) =>
  notificationMessage(
    english,
    links,
    {
      key: { installedIn: 'T1', isEnterpriseInstall: false },
      userId: 'U0READER',
      items,
    },
    'A0LANYARD',
  ),
);

describe('a private message', () => {
  test("stays within Slack's limits, however many matters a day has", () => {
    let most = 0;
    fc.assert(
      fc.property(message, ({ text, blocks }) => {
        expect(validateMessageBlocks(blocks)).toEqual([]);
        expect(text.length).toBeLessThanOrEqual(3_900);
        // Screen readers read it in place of the blocks.
        const [first] = mrkdwnOf(blocks);
        expect(text).toContain(first?.text.slice(0, 200));
        most = Math.max(most, blocks.length);
      }),
      { numRuns: 300 },
    );
    expect(most).toBeGreaterThan(25);
  });

  test('calls no two buttons the same, and each begins with the words that stand on it', () => {
    fc.assert(
      fc.property(message, (made) => {
        const controls = controlsOf(made);
        for (const key of ['action_id', 'accessibility_label'] as const) {
          const all = controls.map((control) => control[key]);
          expect(new Set(all).size).toBe(all.length);
        }
        for (const { accessibility_label: label, text } of controls) {
          expect(label).toMatch(new RegExp(`^${text?.text}`));
        }
      }),
    );
  });

  test('links, mentions and formats nothing that comes from outside', () => {
    const ours =
      /<(@[UW][A-Z0-9]+|!date\^\d+\^[^|>]*\|[^>]*|https:\/\/slack\.com\/app_redirect\?[^|>]*\|[^>]*)>/g;
    fc.assert(
      fc.property(message, (made) => {
        for (const { text } of mrkdwnOf(made.blocks)) {
          const rest = text.replaceAll(ours, '');
          expect(rest).not.toMatch(/[<>]/);
          expect(rest).not.toContain('*bold*');
          expect(rest).not.toContain('`code`');
        }
      }),
    );
  });
});

describe('the preview of reminders', () => {
  const person = fc.record({
    userId: fc.stringMatching(/^U[A-Z0-9]{8}$/),
    name: maybe(name),
    admin: fc.boolean(),
    state: fc.constant('off' as const),
    timeZone: fc.constant(undefined),
  });
  const preview = fc.record({
    remind: fc.array(person, { maxLength: 60 }),
    spare: fc.array(
      fc.record({
        person,
        because: fc.constantFrom(
          'opted_out' as const,
          'reminder_waits' as const,
          'reminded_lately' as const,
          'reminded_often' as const,
        ),
        at: maybe(date),
      }),
      { maxLength: 60 },
    ),
  });
  const figures = fc.record({
    at: date,
    counts: fc.constant(Object.fromEntries(PERSON_STATES.map((state) => [state, 2])) as never),
  });

  test("stays within Slack's limits, and counts everybody once", () => {
    fc.assert(
      fc.property(preview, figures, (content, counted) => {
        const { blocks } = reminderPreview(english, content, counted);
        expect(validateMessageBlocks(blocks)).toEqual([]);
        expect(controlsOf({ blocks })).toHaveLength(content.remind.length > 0 ? 1 : 0);
        const said = JSON.stringify(blocks);
        for (const because of new Set(content.spare.map((each) => each.because))) {
          const number = content.spare.filter((each) => each.because === because).length;
          expect(said).toContain(number === 1 ? '1 person' : `${number} people`);
        }
      }),
    );
  });
});

describe('the form of preferences', () => {
  test("stays within Slack's limits, whatever is chosen", () => {
    const choices = fc.record(Object.fromEntries(TOPICS.map((topic) => [topic, maybe(fc.boolean())])));
    fc.assert(
      fc.property(choices, (wanted) => {
        fc.pre(Object.values(wanted).some((value) => value !== undefined));
        expect(validateView(preferencesModal(english, wanted))).toEqual([]);
      }),
    );
  });
});

function mrkdwnOf(value: unknown): { text: string }[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn') return [value as never];
  return Object.values(value).flatMap(mrkdwnOf);
}
