import { readFileSync } from 'node:fs';

export type Field = {
  name: string;
  column: string;
  /** `String`, `DateTime` … or the name of an enum. */
  type: string;
  list: boolean;
  optional: boolean;
  uuid: boolean;
};

export type Model = {
  name: string;
  /** As Prisma's client names it. */
  delegate: string;
  table: string;
  fields: Field[];
};

const schema = readFileSync('prisma/schema.prisma', 'utf8');

/** As Prisma's client names them; none: there is no such enum. */
export function valuesOfEnum(name: string): string[] {
  const body = new RegExp(`^enum ${name} \\{([\\s\\S]*?)^\\}`, 'm').exec(schema)?.[1] ?? '';
  return [...body.matchAll(/^\s+(\w+)$/gm)].map(([, value]) => String(value));
}

/** Every table that prisma/schema.prisma describes, so that a test notices a new one. */
export const MODELS: readonly Model[] = [...schema.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].map(
  ([, name = '', body = '']) => ({
    name,
    delegate: name.charAt(0).toLowerCase() + name.slice(1),
    table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
    fields: body.split('\n').flatMap(readField),
  }),
);

function readField(line: string): Field[] {
  const [, name, type, mark] = /^\s+(\w+)\s+(\w+)(\[\]|\?)?/.exec(line) ?? [];
  if (!name || !type) return [];
  return [
    {
      name,
      column: /@map\("(\w+)"\)/.exec(line)?.[1] ?? name,
      type,
      list: mark === '[]',
      optional: mark === '?',
      uuid: line.includes('@db.Uuid'),
    },
  ];
}
