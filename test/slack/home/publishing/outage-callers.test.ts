import { describe, expect, jest, test } from '@jest/globals';
import { createOutageCallers } from '../../../../src/slack/home/publishing/outage-callers.ts';
import { until } from '../../../support/until.ts';

const HOUR_MS = 60 * 60_000;
const bot = (name: string) => ({ name, call: async () => ({}) as never });

/** Installations that end when a test says so. */
function rememberer() {
  let nowMs = 0;
  const ended = new Set<string>();
  const heard: ((installedIn: string) => void)[] = [];
  const gaps: (() => void)[] = [];
  const callers = createOutageCallers({
    clock: () => new Date(nowMs),
    installations: {
      async findInstallation({ teamId = '' }) {
        return { revokedAt: null, uninstalledAt: ended.has(teamId) ? new Date() : null } as never;
      },
      onChange(onChange, onGap) {
        heard.push(onChange);
        gaps.push(onGap);
      },
    },
  });
  return {
    callers,
    ends: (teamId: string) => ended.add(teamId),
    tells: (installedIn: string) => heard.forEach((hear) => void hear(installedIn)),
    misses: () => gaps.forEach((gap) => void gap()),
    forward(ms: number) {
      nowMs += ms;
    },
  };
}

describe('the callers for an outage', () => {
  test('go when their installation ends, and stay when something else changes there', async () => {
    const { callers, ends, tells } = rememberer();
    callers.remember({ teamId: 'T1' }, bot('one'));
    callers.remember({ teamId: 'T2' }, bot('two'));
    ends('T1');
    tells('T1');
    tells('T2');
    await until(
      () => callers.of({ teamId: 'T1' }),
      (found) => found === undefined,
      'the end of a caller',
    );
    expect(callers.of({ teamId: 'T2' })).toMatchObject({ name: 'two' });
  });

  test('go after an hour, also when nothing happens any more', () => {
    jest.useFakeTimers();
    try {
      const { callers, forward } = rememberer();
      callers.remember({ teamId: 'T1' }, bot('one'));
      forward(HOUR_MS - 1);
      expect(callers.of({ teamId: 'T1' })).toBeDefined();
      forward(1);
      expect(callers.of({ teamId: 'T1' })).toBeUndefined();
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(HOUR_MS);
      expect(jest.getTimerCount()).toBe(0);
      // Out of memory, not only out of reach.
      forward(-HOUR_MS);
      expect(callers.of({ teamId: 'T1' })).toBeUndefined();
    } finally {
      jest.useRealTimers();
    }
  });

  test('stay through the outage itself, and go with the first that is remembered after it', () => {
    const { callers, misses } = rememberer();
    callers.remember({ teamId: 'T1' }, bot('one'));
    misses();
    expect(callers.of({ teamId: 'T1' })).toBeDefined();
    callers.remember({ teamId: 'T2' }, bot('two'));
    expect(callers.of({ teamId: 'T1' })).toBeUndefined();
    expect(callers.of({ teamId: 'T2' })).toBeDefined();
  });

  test('are a thousand at most', () => {
    const { callers } = rememberer();
    for (let index = 0; index <= 1_000; index += 1) callers.remember({ teamId: `T${index}` }, bot('x'));
    expect(callers.of({ teamId: 'T0' })).toBeUndefined();
    expect(callers.of({ teamId: 'T1' })).toBeDefined();
    expect(callers.of({ teamId: 'T1000' })).toBeDefined();
  });
});
