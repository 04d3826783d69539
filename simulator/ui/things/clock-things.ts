import type { Group, Thing } from './thing.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STEPS: [id: string, words: string, ms: number][] = [
  ['minute', '1 minute', MINUTE_MS],
  ['five-minutes', '5 minutes', 5 * MINUTE_MS],
  ['hour', '1 hour', HOUR_MS],
  ['half-day', '12 hours', 12 * HOUR_MS],
  ['day', '1 day', 24 * HOUR_MS],
  ['month', '30 days', 30 * 24 * HOUR_MS],
];

export const showClock = (now: Date): string =>
  new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(now);

export const CLOCK: Group = {
  title: 'Clock',
  note: ({ world, doWhatIsDue }) =>
    `It is ${showClock(world.clock())} for Slack and the app${world.time.movedMs === 0 ? '' : ', ahead of real time'}. When it moves, what is due happens at once: retries, expiry, the end of response URLs${doWhatIsDue ? ', and the app’s own jobs' : ''}.`,
  things: STEPS.map(
    ([id, words, ms]): Thing => ({
      id: `clock-${id}`,
      words: () => `+ ${words}`,
      async act({ world, app, doWhatIsDue }) {
        world.time.forward(ms);
        const now = `It is now ${showClock(world.clock())}.`;
        if (!doWhatIsDue) return now;
        doWhatIsDue();
        return `${now} ${app?.name ?? 'The app'} is doing what is due.`;
      },
    }),
  ),
};
