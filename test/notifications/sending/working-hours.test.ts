import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dayIn,
  knownTimeZone,
  nextWorkingDay,
  nextWorkingTime,
  weekOf,
} from '../../../src/notifications/sending/working-hours.ts';

const next = (at: string, zone: string) => nextWorkingTime(new Date(at), zone).toISOString();

describe('working hours', () => {
  test.each([
    ['at work already', '2026-11-25T10:00:00.000Z', 'Europe/London', '2026-11-25T10:00:00.000Z'],
    ['before nine', '2026-11-25T06:00:00.000Z', 'Europe/London', '2026-11-25T09:00:00.000Z'],
    ['at six', '2026-11-25T18:00:00.000Z', 'Europe/London', '2026-11-26T09:00:00.000Z'],
    ['Friday evening', '2026-11-27T19:00:00.000Z', 'Europe/London', '2026-11-30T09:00:00.000Z'],
    ['Saturday', '2026-11-28T11:00:00.000Z', 'Europe/London', '2026-11-30T09:00:00.000Z'],
    [
      'Sunday in London is Monday in Tokyo',
      '2026-11-29T23:00:00.000Z',
      'Asia/Tokyo',
      '2026-11-30T00:00:00.000Z',
    ],
    [
      'Friday in London is Saturday in Auckland',
      '2026-11-27T12:00:00.000Z',
      'Pacific/Auckland',
      '2026-11-29T20:00:00.000Z',
    ],
    [
      'half an hour beside the others',
      '2026-11-25T14:00:00.000Z',
      'Asia/Kolkata',
      '2026-11-26T03:30:00.000Z',
    ],
    [
      'the clocks went forward in the night',
      '2026-03-28T12:00:00.000Z',
      'Europe/Berlin',
      '2026-03-30T07:00:00.000Z',
    ],
    [
      'the clocks went back in the night',
      '2026-10-24T12:00:00.000Z',
      'America/New_York',
      '2026-10-26T13:00:00.000Z',
    ],
  ])('%s', (_, at, zone, expected) => {
    expect(next(at, zone)).toBe(expected);
  });

  test('the next day begins after the one that it is for somebody there', () => {
    const day = (at: string, zone: string) => nextWorkingDay(new Date(at), zone).toISOString();
    expect(day('2026-11-25T10:00:00Z', 'Europe/London')).toBe('2026-11-26T09:00:00.000Z');
    expect(day('2026-11-27T02:00:00Z', 'America/Los_Angeles')).toBe('2026-11-27T17:00:00.000Z');
    expect(dayIn('America/Los_Angeles', new Date('2026-11-27T02:00:00Z'))).toBe('2026-11-26');
  });

  test.each([
    ['2026-11-25T10:00:00Z', '2026-W48'],
    ['2026-11-29T23:59:59Z', '2026-W48'],
    ['2026-11-30T00:00:00Z', '2026-W49'],
    ['2027-01-01T12:00:00Z', '2026-W53'],
    ['2025-12-29T00:00:00Z', '2026-W01'],
  ])('the week of %s is %s', (at, week) => {
    expect(weekOf(new Date(at))).toBe(week);
  });

  test('a zone that nobody knows, and none at all, are UTC', () => {
    expect([knownTimeZone('Mars/Olympus'), knownTimeZone(undefined)]).toEqual(['UTC', 'UTC']);
    expect(knownTimeZone('Asia/Tokyo')).toBe('Asia/Tokyo');
  });

  test('are never before, never at night, and never further away than a weekend', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (at, timeZone) => {
          const found = nextWorkingTime(at, timeZone);
          const clock = new Intl.DateTimeFormat('en-GB', {
            timeZone,
            weekday: 'short',
            hour: '2-digit',
          }).format(found);
          expect(clock).toMatch(/^(Mon|Tue|Wed|Thu|Fri),? (09|1[0-7])$/);
          const hours = (found.getTime() - at.getTime()) / 3_600_000;
          expect(hours).toBeGreaterThanOrEqual(0);
          expect(hours).toBeLessThanOrEqual(64 + 1);
          expect(nextWorkingTime(found, timeZone)).toEqual(found);
        },
      ),
      { numRuns: 500 },
    );
  });
});
