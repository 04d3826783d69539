/** What a JSON value must look like: plain data, so that Slack's limits can be read as a table. */
export type Rule =
  | StringRule
  | NumberRule
  | { kind: 'boolean' }
  | EnumRule
  | ListRule
  | ObjectRule
  | UnionRule;

type StringRule = { kind: 'string'; min: number; max: number; format?: Format };
type NumberRule = { kind: 'number'; min: number; max: number; integer: boolean };
type EnumRule = { kind: 'enum'; values: readonly (string | number)[] };
type ListRule = { kind: 'list'; of: Rule; min: number; max: number };

/** Lengths are UTF-16 units, the strictest way to count. */
export type Format = 'url' | 'https' | 'date' | 'time' | 'number' | 'digits';

export type Fields = Readonly<Record<string, Rule>>;

export type ObjectRule = {
  kind: 'object';
  required: Fields;
  optional: Fields;
  /** Of each group, at least one field must be there. */
  anyOf: readonly (readonly string[])[];
  /** Of each group, exactly one field must be there. */
  oneOf: readonly (readonly string[])[];
  /** The field that holds what is chosen at first, which must be one of the options. */
  initial?: string;
};

/** Objects told apart by their `type`. `wrapped`: Slack reports the alternatives as a whole before the details. */
export type UnionRule = { kind: 'union'; variants: Readonly<Record<string, ObjectRule>>; wrapped: boolean };

type ObjectParts = {
  required?: Fields;
  optional?: Fields;
  anyOf?: string[][];
  oneOf?: string[][];
  initial?: string;
};

export const flag: Rule = { kind: 'boolean' };
export const string = (max: number, min = 1): Rule => ({ kind: 'string', min, max });
export const formatted = (format: Format, max = 3000): Rule => ({ kind: 'string', min: 1, max, format });
export const integer = (min: number, max = Number.MAX_SAFE_INTEGER): Rule => ({
  kind: 'number',
  min,
  max,
  integer: true,
});
export const number: Rule = {
  kind: 'number',
  min: -Number.MAX_VALUE,
  max: Number.MAX_VALUE,
  integer: false,
};
export const oneOf = (...values: (string | number)[]): Rule => ({ kind: 'enum', values });
export const list = (of: Rule, max: number, min = 1): Rule => ({ kind: 'list', of, min, max });
export const object = (parts: ObjectParts): ObjectRule => ({
  kind: 'object',
  required: parts.required ?? {},
  optional: parts.optional ?? {},
  anyOf: parts.anyOf ?? [],
  oneOf: parts.oneOf ?? [],
  ...(parts.initial === undefined ? {} : { initial: parts.initial }),
});
export const union = (variants: Record<string, ObjectRule>, { wrapped = false } = {}): Rule => ({
  kind: 'union',
  variants,
  wrapped,
});

/** Only these of the variants. */
export const pick = (
  variants: Record<string, ObjectRule>,
  types: readonly string[],
): Record<string, ObjectRule> =>
  Object.fromEntries(Object.entries(variants).filter(([type]) => types.includes(type)));
