/** Slack has sent events since 2015: anything earlier isn't the time of an event. */
const FIRST_SECONDS = Date.UTC(2015, 0) / 1000;
const LAST_SECONDS = Date.UTC(2200, 0) / 1000;

/** The time of an event, in whole seconds since 1970 as Slack writes it; undefined for anything else. */
export function readEventTime(seconds: unknown): Date | undefined {
  if (typeof seconds !== 'number' || !(seconds >= FIRST_SECONDS && seconds < LAST_SECONDS)) return undefined;
  return new Date(seconds * 1000);
}

/** Whether it can be compared with our own times. One from ahead of our clock says only that the clocks differ. */
export const isComparable = (told: Date | undefined, now: Date): told is Date =>
  told !== undefined && told <= now;

/** What is kept of a time that Slack told: never one to come, whatever clock it was read from. */
export const pastTime = (told: Date | undefined, now: Date): Date => (isComparable(told, now) ? told : now);
