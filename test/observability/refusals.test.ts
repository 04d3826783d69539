import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createRefusals } from '../../src/observability/refusals.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function start() {
  const lines: string[] = [];
  const metrics = createMetrics();
  const logger = pino({}, { write: (line) => void lines.push(line) });
  return {
    refusals: createRefusals({ metrics, logger }),
    told: () => lines.map((line) => JSON.parse(line).refused),
    counted: async () => (await metrics.refusals.get()).values.map(({ value }) => value),
  };
}

test('refused requests are all counted, and told at once, then once a minute with their numbers', async () => {
  const { refusals, told, counted } = start();
  for (let time = 0; time < 200; time += 1) refusals.note('bad_signature');
  refusals.note('stale');
  expect(told()).toEqual([{ bad_signature: 1 }]);
  jest.advanceTimersByTime(59_999);
  expect(told()).toHaveLength(1);
  jest.advanceTimersByTime(1);
  expect(told()[1]).toEqual({ bad_signature: 199, stale: 1 });
  refusals.note('stale');
  expect(told()).toHaveLength(2);
  jest.advanceTimersByTime(60_000);
  expect(told()[2]).toEqual({ stale: 1 });
  // After a quiet minute the next is told at once.
  jest.advanceTimersByTime(60_000);
  refusals.note('ahead');
  expect(told()[3]).toEqual({ ahead: 1 });
  expect(await counted()).toEqual([200, 2, 1]);
});

test('what is still to be told is told at a stop', () => {
  const { refusals, told } = start();
  refusals.note('too_large');
  refusals.note('too_large');
  refusals.stop();
  expect(told()).toEqual([{ too_large: 1 }, { too_large: 1 }]);
});
