/** Nobody is written to before nine, from six on, or on a weekend, by their own clock. */
const FROM_HOUR = 9;
const TO_HOUR = 18;
const DAY_MS = 24 * 60 * 60_000;

type Local = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(timeZone, made);
  return made;
}

/** The time zone itself where this machine knows it, else UTC: Slack may know one that we do not. */
export function knownTimeZone(timeZone: string | undefined): string {
  if (timeZone === undefined) return 'UTC';
  try {
    formatOf(timeZone);
    return timeZone;
  } catch {
    return 'UTC';
  }
}

function localOf(at: Date, timeZone: string): Local {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return parts as Local;
}

/** `2026-11-25`: the day that it is for somebody there. */
export function dayIn(timeZone: string, at: Date): string {
  const { year, month, day } = localOf(at, timeZone);
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

/** The moment itself when people there are at work, else the next at which they are. */
export function nextWorkingTime(at: Date, timeZone: string): Date {
  const local = localOf(at, timeZone);
  const today = Date.UTC(local.year, local.month - 1, local.day);
  if (isWorkday(today) && local.hour >= FROM_HOUR && local.hour < TO_HOUR) return at;
  const first = local.hour < FROM_HOUR ? today : today + DAY_MS;
  let day = first;
  while (!isWorkday(day)) day += DAY_MS;
  return instantOf(day + FROM_HOUR * 60 * 60_000, timeZone);
}

/** The first working time of a later day than this one. */
export function nextWorkingDay(at: Date, timeZone: string): Date {
  const { year, month, day } = localOf(at, timeZone);
  return nextWorkingTime(instantOf(Date.UTC(year, month - 1, day) + DAY_MS, timeZone), timeZone);
}

/** @param dayMs midnight of the day, as if its zone were UTC */
function isWorkday(dayMs: number): boolean {
  const weekday = new Date(dayMs).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** @param wallMs what the clock there shows, as if it were UTC. Twice: the offset may differ between guess and answer. */
function instantOf(wallMs: number, timeZone: string): Date {
  let guess = wallMs;
  for (let round = 0; round < 2; round += 1) {
    const { year, month, day, hour, minute, second } = localOf(new Date(guess), timeZone);
    guess += wallMs - Date.UTC(year, month - 1, day, hour, minute, second);
  }
  return new Date(guess);
}
