import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateView } from '../../simulator/block-kit/validate.ts';
import type { Authorization } from '../../src/authorizations/list.ts';
import { english } from '../../src/locales/words.ts';
import { type HomeContent, renderHome } from '../../src/slack/home/render-home.ts';

const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const text = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength });

const cause: fc.Arbitrary<Pick<Authorization, 'status' | 'cause'>> = fc.oneof(
  fc.constant({ status: 'working', cause: { kind: 'not_checked_yet' } } as const),
  fc.constant({ status: 'working', cause: { kind: 'works' } } as const),
  fc.constant({ status: 'expired', cause: { kind: 'time_ran_out' } } as const),
  fc.constant({ status: 'unknown', cause: { kind: 'unreadable' } } as const),
  text(80).map(
    (slackError) => ({ status: 'needs_attention', cause: { kind: 'slack_refuses', slackError } }) as const,
  ),
  fc
    .record({
      how: fc.constantFrom('revoked', 'uninstalled'),
      by: fc.constantFrom('member', 'slack', 'uninstall'),
      byUserId: fc.constant(null),
      at: date,
    })
    .map((ended) => ({ status: 'revoked', cause: { kind: 'ended', ...ended } }) as const),
);

const authorization = (kind: Authorization['kind']): fc.Arbitrary<Authorization> =>
  fc
    .tuple(
      cause,
      fc.record({
        scopes: fc.array(fc.oneof(fc.constantFrom('commands', 'users:read', 'chat:write'), text(60)), {
          maxLength: 120,
        }),
        grantedByUserId: fc.constant('U0GRACE'),
        grantedAt: date,
        verifiedAt: fc.option(date),
      }),
    )
    .map(([judged, facts]) => ({ kind, ...judged, ...facts }));

const content: fc.Arbitrary<HomeContent> = fc.record({
  placeName: fc.option(text(400), { nil: undefined }),
  orgWide: fc.boolean(),
  bot: fc.option(authorization('bot'), { nil: undefined }),
  own: fc.option(authorization('user'), { nil: undefined }),
  giveUrl: fc.constant('https://lanyard.example.com/slack/install?for=me'),
  addUrl: fc.constant('https://lanyard.example.com/slack/install'),
  notice: fc.constantFrom(
    {},
    { over: 'Something happened.' },
    { bot: 'Checked: it works.', user: 'Checked: it works.' },
  ),
});

type Button = { action_id: string; accessibility_label?: string };
const buttonsOf = (view: ReturnType<typeof renderHome>): Button[] =>
  view.blocks.flatMap((block) =>
    block.type === 'actions' && 'elements' in block ? (block.elements as Button[]) : [],
  );

describe('Home', () => {
  test("stays within Slack's limits for any names, scopes and statuses", () => {
    fc.assert(fc.property(content, (any) => expect(validateView(renderHome(english, any))).toEqual([])));
  });

  test('gives every button a label of its own', () => {
    fc.assert(
      fc.property(content, (any) => {
        const labels = buttonsOf(renderHome(english, any)).map((button) => button.accessibility_label);
        expect(new Set(labels).size).toBe(labels.length);
        expect(labels).not.toContain(undefined);
      }),
    );
  });

  test('lets no scope or error code become a mention or a link', () => {
    const hostile: Authorization = {
      kind: 'bot',
      status: 'needs_attention',
      cause: { kind: 'slack_refuses', slackError: '<!channel>' },
      scopes: ['<https://evil.example|click>'],
      grantedByUserId: 'U1',
      grantedAt: new Date(),
      verifiedAt: null,
    };
    const shown = JSON.stringify(
      renderHome(english, {
        placeName: '<!everyone>',
        orgWide: false,
        bot: hostile,
        own: undefined,
        giveUrl: 'https://lanyard.example.com',
        addUrl: 'https://lanyard.example.com',
        notice: {},
      }).blocks.filter((block) => block.type === 'section'),
    );
    expect(shown).not.toMatch(/<!channel>|<https:\/\/evil/);
  });
});
