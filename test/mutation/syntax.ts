import { parse } from '@babel/parser';

/** A node of the syntax tree, as far as it is read here: Babel's own types name every kind of node. */
export type Node = {
  type: string;
  start: number;
  end: number;
  loc: { start: { line: number } };
  [key: string]: unknown;
};

export function parseTypeScript(source: string): Node {
  return parse(source, { sourceType: 'module', plugins: ['typescript'] }).program as unknown as Node;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'loc' in value;

/** Types are left out: they are not there when the code runs. */
const RUNS = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSInstantiationExpression',
]);
const NOT_READ = new Set([
  'leadingComments',
  'trailingComments',
  'innerComments',
  'loc',
  'extra',
  'typeAnnotation',
]);

function childrenOf(node: Node): Node[] {
  return Object.entries(node)
    .filter(([key]) => !NOT_READ.has(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .filter(({ type }) => !type.startsWith('TS') || RUNS.has(type));
}

/** Calls `visit` for every node with its ancestors, nearest last. `visit` answers `false` to leave out what is inside. */
export function walk(
  node: Node,
  visit: (node: Node, ancestors: readonly Node[]) => boolean | undefined,
  ancestors: readonly Node[] = [],
): void {
  if (visit(node, ancestors) === false) return;
  for (const child of childrenOf(node)) walk(child, visit, [...ancestors, node]);
}

export const isFunction = ({ type }: Node) =>
  type === 'FunctionDeclaration' ||
  type === 'FunctionExpression' ||
  type === 'ArrowFunctionExpression' ||
  type === 'ObjectMethod' ||
  type === 'ClassMethod';

/** `logger.info`, `log` and `Prisma.sql` as they are written. */
export function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return String(node.name);
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression')
    return `${nameOf(node.object)}.${nameOf(node.property)}`;
  if (node.type === 'CallExpression') return nameOf(node.callee);
  if (node.type === 'ThisExpression') return 'this';
  if (node.type.startsWith('TS')) return nameOf(node.expression);
  return '';
}
