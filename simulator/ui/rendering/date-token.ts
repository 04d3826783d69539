const DAY_MS = 86_400_000;

type Style = Intl.DateTimeFormatOptions;
const DATES: Record<string, Style> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

const show = (date: Date, style: Style | undefined): string =>
  new Intl.DateTimeFormat('en-US', style).format(date);

/**
 * Fills in a date format of mrkdwn in this machine's time zone: the browser of a local Slack sits in the same one.
 * Returns undefined for a format Slack does not know; then the fallback is shown.
 * @see https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function formatDate(unixSeconds: number, format: string, now: Date): string | undefined {
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  let known = true;
  const words = format.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const [plain] = name.split('_pretty');
    if (name === 'ago') return ago(date, now);
    if (name === 'date_num') return show(date, DATES.date_num).replace(/(\d+)\/(\d+)\/(\d+)/, '$3-$1-$2');
    if (!plain || !Object.hasOwn(DATES, plain)) {
      known = false;
      return '';
    }
    return (name.endsWith('_pretty') && closeDay(date, now)) || show(date, DATES[plain]);
  });
  return known ? words : undefined;
}

function closeDay(date: Date, now: Date): string | undefined {
  const midnight = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
  const days = Math.round((midnight(date) - midnight(now)) / DAY_MS);
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
}

function ago(date: Date, now: Date): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}
