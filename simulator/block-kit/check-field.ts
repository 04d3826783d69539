import { isDeepStrictEqual } from 'node:util';
import type { Format, ObjectRule, Rule, UnionRule } from './schema.ts';

type JsonObject = Record<string, unknown>;

export const problem = (text: string, pointer: string): string => `${text} [json-pointer:${pointer}]`;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ESCAPES: Record<string, string> = { '~': '~0', '/': '~1' };

/** One step down. @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
export const into = (pointer: string, step: string | number): string =>
  `${pointer}/${String(step).replace(/[~/]/g, (character) => ESCAPES[character] ?? character)}`;

const FORMATS: Record<Format, { holds: (text: string) => boolean; words: string }> = {
  url: {
    holds: (text) => URL.canParse(text) && !/^\s*(javascript|data|vbscript):/i.test(text),
    words: 'url',
  },
  https: { holds: (text) => URL.canParse(text) && /^https?:\/\//i.test(text), words: 'url' },
  date: { holds: (text) => /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text), words: 'date' },
  time: { holds: (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text), words: 'time' },
  number: { holds: (text) => /^-?\d+(\.\d+)?$/.test(text), words: 'number' },
  digits: { holds: (text) => /^[0-9a-f-]+$/i.test(text), words: 'code' },
};

/** Everything that is wrong with a value, in Slack's words; empty when nothing is. */
export function check(rule: Rule, value: unknown, pointer: string): string[] {
  switch (rule.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? [] : [problem('must provide a boolean', pointer)];
    case 'enum':
      if (rule.values.includes(value as string)) return [];
      if (typeof value !== typeof rule.values[0]) {
        return [problem(`must provide a ${typeof rule.values[0]}`, pointer)];
      }
      return [problem('must be a valid enum value', pointer)];
    case 'string':
      if (typeof value !== 'string') return [problem('must provide a string', pointer)];
      if (value.length > rule.max) return [problem(`must be less than ${rule.max + 1} characters`, pointer)];
      // Slack shows nothing for blanks; it has refused them where a text must be.
      if (rule.min > 0 && (value.length < rule.min || value.trim() === '')) {
        return [problem(`must be more than ${rule.min - 1} characters`, pointer)];
      }
      if (!rule.format || FORMATS[rule.format].holds(value)) return [];
      return [problem(`must be a valid ${FORMATS[rule.format].words}`, pointer)];
    case 'number':
      if (
        typeof value !== 'number' ||
        !Number.isFinite(value) ||
        (rule.integer && !Number.isInteger(value))
      ) {
        return [problem(`must provide ${rule.integer ? 'an integer' : 'a number'}`, pointer)];
      }
      if (value < rule.min) return [problem(`must be greater than ${rule.min - 1}`, pointer)];
      return value > rule.max ? [problem(`must be less than ${rule.max + 1}`, pointer)] : [];
    case 'list':
      if (!Array.isArray(value)) return [problem('must provide an array', pointer)];
      if (value.length > rule.max) return [problem(`no more than ${rule.max} items allowed`, pointer)];
      if (value.length < rule.min) return [problem(`no less than ${rule.min} items allowed`, pointer)];
      return value.flatMap((item, index) => check(rule.of, item, into(pointer, index)));
    case 'object':
      return isObject(value)
        ? checkFields(rule, value, pointer)
        : [problem('must provide an object', pointer)];
    case 'union': {
      const found = checkVariant(rule, value, pointer);
      if (found.length === 0 || !rule.wrapped) return found;
      return [problem('failed to match all allowed schemas', pointer), ...found];
    }
  }
}

function checkVariant(rule: UnionRule, value: unknown, pointer: string): string[] {
  if (!isObject(value)) return [problem('must provide an object', pointer)];
  const { type, ...fields } = value;
  if (type === undefined) return [problem('missing required field: type', pointer)];
  if (typeof type !== 'string') return [problem('must provide a string', into(pointer, 'type'))];
  const variant = Object.hasOwn(rule.variants, type) ? rule.variants[type] : undefined;
  if (!variant) return [problem(`unsupported type: ${type}`, into(pointer, 'type'))];
  return checkFields(variant, fields, pointer);
}

function checkFields(rule: ObjectRule, value: JsonObject, pointer: string): string[] {
  const has = (field: string) => Object.hasOwn(value, field) && value[field] !== undefined;
  const problems = Object.keys(rule.required)
    .filter((field) => !has(field))
    .map((field) => problem(`missing required field: ${field}`, pointer));
  for (const group of rule.anyOf) {
    if (!group.some(has)) problems.push(problem(`missing required field: ${group.join(' or ')}`, pointer));
  }
  for (const group of rule.oneOf) {
    if (group.filter(has).length !== 1) {
      problems.push(problem(`must provide exactly one of: ${group.join(', ')}`, pointer));
    }
  }
  const rules = { ...rule.required, ...rule.optional };
  for (const [field, content] of Object.entries(value)) {
    if (content === undefined) continue;
    const own = Object.hasOwn(rules, field) ? rules[field] : undefined;
    if (own) problems.push(...check(own, content, into(pointer, field)));
    else problems.push(problem(`invalid additional property: ${field}`, pointer));
  }
  if (rule.initial && problems.length === 0) problems.push(...checkInitial(rule.initial, value, pointer));
  return problems;
}

/** What is chosen at first must be one of the choices, letter by letter. */
function checkInitial(field: string, value: JsonObject, pointer: string): string[] {
  const initial = value[field];
  if (initial === undefined) return [];
  const groups = (value.option_groups ?? []) as { options: unknown[] }[];
  const options = (value.options as unknown[] | undefined) ?? groups.flatMap((group) => group.options);
  const known = (choice: unknown) => options.some((option) => isDeepStrictEqual(option, choice));
  return (Array.isArray(initial) ? initial : [initial]).every(known)
    ? []
    : [problem('must be one of the provided options', into(pointer, field))];
}
