import { type Mark, marksOf } from './mark.ts';
import type { Mutant, MutantKind } from './mutant.ts';
import { sqlMutants } from './sql-mutants.ts';
import { isFunction, type Node, nameOf, parseTypeScript, walk } from './syntax.ts';

type Change = { kind: MutantKind; start: number; end: number; replacement: string };

const COMPARISONS = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
]);
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
]);
/** The edges of a condition in Prisma's words. */
const PRISMA_EDGES = new Map([
  ['lt', 'lte'],
  ['lte', 'lt'],
  ['gt', 'gte'],
  ['gte', 'gt'],
  ['in', 'notIn'],
]);
/** A minute is no decision, ten of them are. */
const UNITS = new Set([1000, 1024, 60_000, 3_600_000, 86_400_000]);
/** Words for operators; and what only makes an error easier to read. */
const WORDS = new Set(['message', 'hint', 'details', 'cause']);
const IS_LOG = /(^|\.)(log|logger)(\.\w+)?$/;

/** Every small mistake that could be made in this file, except in words: texts of errors, logs and comments. */
export function findMutants(file: string, source: string): Mutant[] {
  const program = parseTypeScript(source);
  const marks = marksOf(file, source);
  const readers = readersOf(program, marks);
  const found: Mutant[] = [];
  walk(program, (node, ancestors) => {
    if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return false;
    if (node.type === 'CallExpression' && IS_LOG.test(nameOf(node.callee))) return false;
    if (node.type === 'ObjectProperty' && WORDS.has(nameOf(node.key))) return false;
    for (const change of changesOf(node, ancestors, source)) {
      const original = source.slice(change.start, change.end);
      if (original === change.replacement) continue;
      const at = source.slice(0, change.start + (original.length - original.trimStart().length));
      const line = at.split('\n').length;
      found.push({ ...change, file, line, original, marks: marksAround(node, ancestors, marks, readers) });
    }
    return undefined;
  });
  return found;
}

function changesOf(node: Node, ancestors: readonly Node[], source: string): Change[] {
  const parent = ancestors.at(-1);
  const text = (part: unknown) => source.slice((part as Node).start, (part as Node).end);
  const whole = (kind: MutantKind, replacement: string): Change => ({ kind, ...spanOf(node), replacement });
  switch (node.type) {
    case 'BinaryExpression': {
      const other = COMPARISONS.get(String(node.operator));
      return other ? [{ kind: 'compare', ...operatorOf(node, source), replacement: other }] : [];
    }
    case 'LogicalExpression': {
      if (node.operator === '??') return [whole('logic', text(node.left)), whole('logic', text(node.right))];
      const other = node.operator === '&&' ? '||' : '&&';
      return [{ kind: 'logic', ...operatorOf(node, source), replacement: other }];
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [whole('logic', text(node.argument))] : [];
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement': {
      const test = spanOf(node.test as Node);
      const forced = ['true', 'false'].map((replacement) => ({
        kind: 'condition' as const,
        ...test,
        replacement,
      }));
      if (node.type === 'WhileStatement') return forced.slice(1);
      return node.type === 'IfStatement' && !node.alternate && leaves(node.consequent as Node)
        ? [...forced, whole('early exit', '')]
        : forced;
    }
    case 'ExpressionStatement':
      return IS_LOG.test(nameOf((node.expression as Node).callee)) ? [] : [whole('statement', ';')];
    case 'NumericLiteral':
      return numbersNear(Number(node.value)).map((near) => whole('number', String(near)));
    case 'BooleanLiteral':
      return [whole('boolean', String(!node.value))];
    case 'ObjectExpression':
    case 'ArrayExpression':
      return membersOf(node, source);
    case 'StringLiteral':
      return node.value === 'asc' || node.value === 'desc'
        ? [whole('order', node.value === 'asc' ? "'desc'" : "'asc'")]
        : [];
    case 'ObjectProperty': {
      const other = node.shorthand ? undefined : PRISMA_EDGES.get(nameOf(node.key));
      return other ? [{ kind: 'compare', ...spanOf(node.key as Node), replacement: other }] : [];
    }
    case 'CallExpression':
      return callChanges(node, source);
    case 'TaggedTemplateExpression':
      return /(^|\.)(sql|\$queryRaw|\$executeRaw)$/.test(nameOf(node.tag))
        ? sqlOf(node.quasi as Node, source)
        : [];
    case 'TemplateLiteral':
      return parent?.type === 'CallExpression' && /^Prisma\.raw$/.test(nameOf(parent.callee))
        ? sqlOf(node, source)
        : [];
    default:
      return [];
  }
}

const spanOf = ({ start, end }: Node) => ({ start, end });

const sqlOf = (template: Node, source: string) =>
  sqlMutants(source.slice(template.start + 1, template.end - 1), template.start + 1);

function operatorOf(node: Node, source: string) {
  const [left, right, operator] = [node.left as Node, node.right as Node, String(node.operator)];
  const start = left.end + source.slice(left.end, right.start).indexOf(operator);
  return { start, end: start + operator.length };
}

function leaves(node: Node): boolean {
  if (node.type === 'BlockStatement') {
    const last = (node.body as Node[]).at(-1);
    return last !== undefined && leaves(last);
  }
  return /^(Return|Throw|Continue|Break)Statement$/.test(node.type);
}

function numbersNear(value: number): number[] {
  if (UNITS.has(value)) return [];
  // One more millisecond is nothing that anybody could notice.
  if (value >= 1000) return [Math.floor(value * 0.9), Math.ceil(value * 1.1)];
  return value > 0 ? [value - 1, value + 1] : [value + 1];
}

/** Each member of an object or a list, away. */
function membersOf(node: Node, source: string): Change[] {
  const members = ((node.properties ?? node.elements) as (Node | null)[]).filter((each) => each !== null);
  return members.flatMap((member, index): Change[] => {
    if (WORDS.has(nameOf(member.key))) return [];
    const next = members[index + 1];
    const comma = source.slice(member.end, node.end).match(/^\s*,/)?.[0].length ?? 0;
    const end = next ? next.start : member.end + comma;
    return [{ kind: 'member', start: member.start, end, replacement: '' }];
  });
}

function callChanges(node: Node, source: string): Change[] {
  const callee = node.callee as Node;
  if (callee.type !== 'MemberExpression') return [];
  const [object, property] = [callee.object as Node, callee.property as Node];
  const other = METHODS.get(nameOf(property));
  if (other) return [{ kind: 'call', ...spanOf(property), replacement: other }];
  return ['filter', 'sort', 'slice', 'trim', 'reverse'].includes(nameOf(property))
    ? [{ kind: 'call', ...spanOf(node), replacement: source.slice(object.start, object.end) }]
    : [];
}

/** Which marks show that the value of something at the top of a file was used. */
function readersOf(program: Node, marks: readonly Mark[]) {
  const readers = new Map<string, Set<string>>();
  walk(program, (node, ancestors) => {
    if (node.type !== 'Identifier') return undefined;
    const mark = markAround(node, marks);
    const top = ancestors.find(({ type }) => type === 'VariableDeclarator');
    const reader = mark ? [mark.id] : top && top !== ancestors.at(-1) ? [`top:${nameOf(top.id)}`] : [];
    const name = nameOf(node);
    const known = readers.get(name) ?? new Set();
    for (const id of reader) known.add(id);
    readers.set(name, known);
    return undefined;
  });
  return function read(name: string, seen: readonly string[] = []): string[] {
    if (seen.includes(name)) return [];
    return [...(readers.get(name) ?? [])].flatMap((id) =>
      id.startsWith('top:') ? read(id.slice(4), [...seen, name]) : [id],
    );
  };
}

const markAround = (node: Node, marks: readonly Mark[]): Mark | undefined =>
  marks
    .filter(({ start, end }) => start <= node.start && node.end <= end)
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0];

function marksAround(
  node: Node,
  ancestors: readonly Node[],
  marks: readonly Mark[],
  readers: (name: string) => string[],
): string[] {
  const nearest = markAround(node, marks);
  if (nearest) return [nearest.id];
  const around = ancestors.findLast(isFunction);
  if (around)
    return marks
      .filter(({ start, end }) => around.start <= start && end <= around.end)
      .map(({ id }) => id)
      .slice(0, 1);
  const top = ancestors.find(({ type }) => type === 'VariableDeclarator');
  return top ? readers(nameOf(top.id)) : [];
}
