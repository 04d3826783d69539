import { documentOf, environment, GROUPS, VARIABLE_NAMES, type VariableName } from './variables.ts';

const WIDTH = 118;

/** The text of `.env.example`. */
export function envExample(): string {
  const head = [
    '# Copy this file to .env and fill it in. `npm start` reports every problem at once, each with where to find the value.',
    '# To try Lanyard without any of it: npm run demo. Written by `npm run settings` from src/config/variables.ts.',
  ];
  const groups = GROUPS.map((group) => {
    const names = VARIABLE_NAMES.filter((name) => documentOf(name).group === group);
    const optional = group === 'Required' ? '' : ' (optional)';
    const rule = `# --- ${group}${optional} `;
    return [rule.padEnd(WIDTH, '-'), '', ...names.map(entry)].join('\n').trimEnd();
  });
  return `${[head.join('\n'), ...groups].join('\n\n').trimEnd()}\n`;
}

function entry(name: VariableName): string {
  const { is, where, otherwise, empty } = documentOf(name);
  const value = documentOf(name).example ?? defaultOf(name) ?? '';
  const sentences = [
    `${capitalized(is)}.`,
    ...(otherwise ? [`Left out: ${otherwise}.`] : []),
    ...(empty ? [`Empty: ${empty}.`] : []),
  ];
  const about = [sentences.join(' '), ...(where === value ? [] : [where])];
  return `${about.map((text) => wrapped(text.replaceAll('`', ''))).join('\n')}\n${name}=${value}\n`;
}

/** The table in docs/settings.md. */
export function settingsTable(): string {
  const rows = VARIABLE_NAMES.map((name) => {
    const { group, is, otherwise, empty } = documentOf(name);
    const value = `\`${defaultOf(name)}\`${empty ? `; empty: ${empty}` : ''}`;
    const without = group === 'Required' ? 'required' : (otherwise ?? value);
    return `| \`${name}\` | ${is} | ${without} |`;
  });
  return ['| variable | what it is | without it |', '|---|---|---|', ...rows].join('\n');
}

function defaultOf(name: VariableName): string | undefined {
  const schema = environment.shape[name] as { def?: { defaultValue?: unknown } };
  const value = schema.def?.defaultValue;
  return value === undefined ? undefined : String(value);
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
