import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Field = {
  name: string;
  column: string;
  /** `String`, `DateTime` … or the name of an enum. */
  type: string;
  list: boolean;
  optional: boolean;
  uuid: boolean;
  /** Takes error codes alone: a migration checks it. */
  code: boolean;
};

export type Model = {
  name: string;
  /** As Prisma's client names it. */
  delegate: string;
  table: string;
  fields: Field[];
};

const schema = readFileSync('prisma/schema.prisma', 'utf8');
const migrations = readdirSync('prisma/migrations')
  .filter((name) => !name.endsWith('.toml'))
  .map((name) => readFileSync(path.join('prisma/migrations', name, 'migration.sql'), 'utf8'))
  .join('');

/** As Prisma's client names them; none: there is no such enum. */
export function valuesOfEnum(name: string): string[] {
  const body = new RegExp(`^enum ${name} \\{([\\s\\S]*?)^\\}`, 'm').exec(schema)?.[1] ?? '';
  return [...body.matchAll(/^\s+(\w+)$/gm)].map(([, value]) => String(value));
}

/** Every table that prisma/schema.prisma describes, so that a test notices a new one. */
export const MODELS: readonly Model[] = [...schema.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].map(
  ([, name = '', body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name;
    const delegate = name.charAt(0).toLowerCase() + name.slice(1);
    return { name, delegate, table, fields: body.split('\n').flatMap((line) => readField(table, line)) };
  },
);

function readField(table: string, line: string): Field[] {
  const [, name, type, mark] = /^\s+(\w+)\s+(\w+)(\[\]|\?)?/.exec(line) ?? [];
  if (!name || !type) return [];
  const column = /@map\("(\w+)"\)/.exec(line)?.[1] ?? name;
  return [
    {
      name,
      column,
      code: migrations.includes(`"${table}_${column}_is_a_code"`),
      type,
      list: mark === '[]',
      optional: mark === '?',
      uuid: line.includes('@db.Uuid'),
    },
  ];
}
