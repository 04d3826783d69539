import type { Button, KnownBlock, Overflow } from '@slack/types';
import { ERROR_CODES } from '../../errors.ts';
import type { Words } from '../../locales/words.ts';
import {
  COUNTED_STATES,
  type CountedPerson,
  type Coverage,
  type CoverageFigures,
  type TrendPoint,
} from '../../two-factor/coverage.ts';
import { HOME_ACTIONS, rowAction } from '../blocks/action-ids.ts';
import { actions, button, context, type Labels, menu, section } from '../blocks/blocks.ts';
import { dateToken, dayToken, mention } from '../blocks/slack-text.ts';

export type CoverageCard = {
  coverage: Coverage;
  /** A point a day, oldest first. */
  trend: readonly TrendPoint[];
  /** The first of those without, owners and admins before others. */
  without: readonly CountedPerson[];
  viewerUserId: string;
  /** Where the reader of this card grants their own permission. */
  giveUrl: string;
};

type SetUp = Extract<Coverage, { kind: 'set_up' }>;

const EXCLUDED = [
  'bot',
  'deactivated',
  'guest',
  'exempt',
  'single_sign_on',
  'invited',
  'not_visible',
] as const;
/** What is seldom wanted. */
export const COVERAGE_MENU = ['exemptions', 'export', 'settings'] as const;
export type CoverageChoice = (typeof COVERAGE_MENU)[number];
/** Fewer points are no trend. */
const TREND_POINTS = 3;
const WEEK_MS = 7 * 24 * 60 * 60_000;
const BARS = '▁▂▃▄▅▆▇█';
/** How many owners and admins without a second factor are named. */
export const MOST_NAMED = 3;

/** How many sign in with two factors: three blocks at most. Pure. */
export function coverageCard(words: Words, card: CoverageCard, labels: Labels): KnownBlock[] {
  const say = words.coverage;
  const { coverage } = card;
  const title = `*${say.title}*`;
  if (coverage.kind === 'not_set_up') {
    return [
      section(`${title}\n${say.notSetUp}`),
      ...actions('coverage', [agreeButton(words, 'setUp', labels)]),
    ];
  }
  const { figures } = coverage;
  return [
    section([title, ...coverageLines(words, coverage, card.without)].join('\n')),
    ...(figures ? [context(...figuresNotes(words, figures), trendLine(words, card.trend))] : []),
    ...actions('coverage', buttonsOf(words, coverage, card, labels)),
  ];
}

/** What is known, and what keeps it from being known better: the same on Home and in the command. */
export const coverageLines = (words: Words, coverage: SetUp, without: readonly CountedPerson[]): string[] => [
  ...lossLines(words, coverage),
  ...(coverage.figures ? figureLines(words, coverage.figures, without) : []),
  ...progressLines(words, coverage),
];

/** How old the figures are, and who is not in them. */
export const figuresNotes = (words: Words, figures: CoverageFigures): string[] => [
  ageLine(words, figures),
  excludedLine(words, figures),
];

function lossLines({ coverage: say, status }: Words, { reader }: SetUp): string[] {
  if (reader.works) return [];
  const who = reader.userIds.map(mention).join(', ');
  return [`${status.marks.needs_attention} ${say.lost[reader.because](who)}`];
}

/** The share with its denominator. Where many sign in another way, a share of the few others alone would mislead. */
export function shareLines(
  { coverage: say }: Words,
  { on, counted, counts, sharePercent }: CoverageFigures,
): string[] {
  const handled = counts.single_sign_on;
  if (sharePercent === undefined) {
    return handled > 0 ? [say.singleSignOn(handled, handled)] : [say.nobodyCounted];
  }
  if (handled === 0) return [say.share(on, counted, sharePercent)];
  return [say.singleSignOn(handled, handled + counted), say.shareOfOthers(on, counted, sharePercent)];
}

function figureLines(words: Words, figures: CoverageFigures, without: readonly CountedPerson[]): string[] {
  const { coverage: say, status } = words;
  const { counted, counts } = figures;
  const kinds = COUNTED_STATES.filter((kind) => kind === 'off' || counts[kind] > 0);
  const admins = without.filter(({ admin }) => admin).slice(0, MOST_NAMED);
  const named = admins.map(({ userId }) => mention(userId)).join(', ');
  return [
    ...shareLines(words, figures),
    ...(counted > 0 ? [kinds.map((kind) => say.kinds[kind](counts[kind])).join('  ·  ')] : []),
    ...(admins.length > 0
      ? [
          `${status.marks.needs_attention} ${say.admins(counts.adminsOff, named, counts.adminsOff - admins.length)}`,
        ]
      : []),
  ];
}

function progressLines({ coverage: say, errors }: Words, { reading, failed }: SetUp): string[] {
  if (reading) return [`_${say.reading(reading.people)}_`];
  if (!failed) return [];
  const known = ERROR_CODES.find((code) => code === failed.code) ?? 'unexpected';
  return [say.failed(dateToken(failed.at), errors[known])];
}

const ageLine = ({ coverage: say }: Words, { at, readBy }: CoverageFigures): string =>
  say.counted(dateToken(at), mention(readBy));

/** Every reason for which people are left out, so that the denominator can be checked. */
function excludedLine({ coverage: say }: Words, { counts }: CoverageFigures): string {
  const lines = EXCLUDED.filter((state) => counts[state] > 0).map((state) =>
    say.excluded[state](counts[state]),
  );
  return lines.length > 0 ? say.notCounted(lines) : say.everybodyCounted;
}

/** In words, and one bar for each week: the last count of it. */
function trendLine({ coverage: { trend: say } }: Words, trend: readonly TrendPoint[]): string {
  const points = trend.flatMap(({ at, sharePercent }) =>
    sharePercent === undefined ? [] : [{ at, sharePercent }],
  );
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < TREND_POINTS) return say.none;
  const weeks = new Map(
    points.map((point) => [Math.floor(point.at.getTime() / WEEK_MS), point.sharePercent]),
  );
  const chart = [...weeks.values()].map(barOf).join('');
  return say.line(first.sharePercent, dayToken(first.at), last.sharePercent, chart);
}

const barOf = (percent: number): string =>
  BARS.charAt(Math.min(BARS.length - 1, Math.floor((percent * BARS.length) / 100)));

const agreeButton = ({ coverage: say }: Words, as: 'setUp' | 'countThroughMe', labels: Labels): Button =>
  button({
    actionId: HOME_ACTIONS.coverageAgree,
    text: say.buttons[as],
    label: labels(say.labels[as]),
  });

function buttonsOf(words: Words, coverage: SetUp, card: CoverageCard, labels: Labels): (Button | Overflow)[] {
  const { coverage: say } = words;
  const { reader, readers, figures, reading } = coverage;
  const own = readers.find(({ userId }) => userId === card.viewerUserId);
  const canGive = own && own.state !== 'works' && own.state !== 'no_admin_any_more';
  const plainButton = (
    action: 'coverageCount' | 'coveragePeople' | 'coverageRemind',
    name: 'countNow' | 'people' | 'remind',
  ) => button({ actionId: HOME_ACTIONS[action], text: say.buttons[name], label: labels(say.labels[name]) });
  return [
    ...(canGive
      ? [
          button({
            actionId: rowAction('give', 'coverage'),
            text: say.buttons.give,
            label: labels(say.labels.give),
            url: card.giveUrl,
          }),
        ]
      : []),
    ...(!reader.works && !canGive ? [agreeButton(words, 'countThroughMe', labels)] : []),
    ...(figures && figures.counts.off > 0
      ? [plainButton('coveragePeople', 'people'), plainButton('coverageRemind', 'remind')]
      : []),
    ...(reader.works && !reading ? [plainButton('coverageCount', 'countNow')] : []),
    menu(
      HOME_ACTIONS.coverageMenu,
      COVERAGE_MENU.filter((each) => figures || each === 'settings').map((each) => ({
        text: say.buttons[each],
        value: each,
      })),
    ),
  ];
}
