import { DateTime, IANAZone } from 'luxon';

/** No one is written to before nine, from six on, or on a weekend, by their own clock. */
const FROM_HOUR = 9;
const TO_HOUR = 18;

const localOf = (at: Date, timeZone: string) => DateTime.fromJSDate(at, { zone: timeZone });

/** The time zone itself where this machine knows it, else UTC: Slack may know one that we do not. */
export const knownTimeZone = (timeZone: string | undefined): string =>
  timeZone !== undefined && IANAZone.isValidZone(timeZone) ? timeZone : 'UTC';

/** `2026-11-25`: the day that it is for someone there. */
export const dayIn = (timeZone: string, at: Date): string => localOf(at, timeZone).toFormat('yyyy-MM-dd');

/** `2026-W48`: the week by ISO 8601, in UTC. */
export const weekOf = (at: Date): string => localOf(at, 'UTC').toFormat("kkkk-'W'WW");

/** The moment itself when people there are at work, else the next at which they are. */
export function nextWorkingTime(at: Date, timeZone: string): Date {
  const local = localOf(at, timeZone);
  if (!local.isWeekend && local.hour >= FROM_HOUR && local.hour < TO_HOUR) return at;
  return nextMorning(local.hour < FROM_HOUR ? local : local.plus({ days: 1 }));
}

/** The first working time of a later day than this one. */
export const nextWorkingDay = (at: Date, timeZone: string): Date =>
  nextMorning(localOf(at, timeZone).plus({ days: 1 }));

/** Of this day, or of the first after it that isn't on a weekend. */
function nextMorning(local: DateTime): Date {
  let morning = local.startOf('day').set({ hour: FROM_HOUR });
  while (morning.isWeekend) morning = morning.plus({ days: 1 });
  return morning.toJSDate();
}
