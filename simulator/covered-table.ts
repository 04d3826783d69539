import { type Coverage, coverage } from './covered.ts';

const TITLES: Record<keyof typeof coverage, string> = {
  methods: 'Web API method',
  routes: 'route',
  events: 'event',
  deliveries: 'delivery',
};

/** The coverage as docs/simulator.md has it, written by `npm run settings`. */
export const coverageTable = (): string =>
  Object.entries(TITLES)
    .map(([kind, title]) => tableOf(title, coverage[kind as keyof typeof coverage]))
    .join('\n\n');

function tableOf(title: string, things: Record<string, Coverage>): string {
  const rows = Object.entries(things).map(([name, { level, notes }]) => {
    const words = [level === 'partial' ? 'In part.' : '', notes].filter((part) => part !== '').join(' ');
    return `| \`${name}\` | ${words} |`;
  });
  return [`| ${title} | |`, '|---|---|', ...rows].join('\n');
}
