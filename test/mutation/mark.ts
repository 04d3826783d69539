import { createHash } from 'node:crypto';
import { isFunction, type Node, nameOf, parseTypeScript, walk } from './syntax.ts';

/**
 * A place that a test may come past: a statement, or the value of an arrow function without braces. Its id holds the
 * functions around it and a fingerprint of its text, so that a map of what covers it outlives changes elsewhere.
 */
export type Mark = {
  id: string;
  /** The mark of the function around it begins so. */
  within: string;
  start: number;
  end: number;
  /** What to write before and after it, around the call that tells. */
  before: '' | '{' | '(';
};

const MODULE = 'module';

export function marksOf(file: string, source: string): Mark[] {
  const marks: Mark[] = [];
  const add = (
    node: Node,
    ancestors: readonly Node[],
    before: Mark['before'],
    start = node.start,
    end = node.end,
  ) => {
    const within = `${file}#${pathOf(ancestors)}`;
    const print = createHash('sha256').update(source.slice(start, end).replace(/\s+/g, ' ')).digest('hex');
    marks.push({ id: `${within}#${print.slice(0, 8)}`, within, start, end, before });
  };
  walk(parseTypeScript(source), (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (!parent || parent.type === 'File') return undefined;
    if (parent.type === 'ArrowFunctionExpression' && parent.body === node && node.type !== 'BlockStatement') {
      // The parentheses around `({ … })` are no part of the node.
      add(node, ancestors, '(', source.indexOf('=>', lastParameterEnd(parent)) + 2, parent.end);
    } else if (/Statement$|^VariableDeclaration$/.test(node.type) && node.type !== 'BlockStatement') {
      if (parent.type === 'Program' || parent.type === 'ExportNamedDeclaration') return undefined;
      if (/^For(Of|In)?Statement$/.test(parent.type) && parent.body !== node) return undefined;
      const listed =
        parent.type === 'BlockStatement' || (parent.type === 'SwitchCase' && parent.test !== node);
      add(node, ancestors, listed ? '' : '{');
    }
    return undefined;
  });
  return marks;
}

function lastParameterEnd(arrow: Node): number {
  const [returns, params] = [arrow.returnType as Node | undefined, arrow.params as Node[]];
  return returns?.end ?? params.at(-1)?.end ?? arrow.start;
}

function pathOf(ancestors: readonly Node[]): string {
  const names = ancestors.flatMap((node, index) =>
    isFunction(node) ? [functionName(node, ancestors[index - 1])] : [],
  );
  return names.join('/') || MODULE;
}

function functionName(node: Node, parent: Node | undefined): string {
  if (node.id) return nameOf(node.id);
  if (node.key) return nameOf(node.key);
  if (parent?.type === 'VariableDeclarator') return nameOf(parent.id);
  if (parent?.type === 'ObjectProperty') return nameOf(parent.key);
  if (parent?.type === 'CallExpression') return `in ${nameOf(parent.callee)}`;
  return 'anonymous';
}

/** The same source, which tells which marks it comes past. @param numberOf the number that stands for a mark's id */
export function withMarks(source: string, marks: readonly Mark[], numberOf: (id: string) => number): string {
  const edits = marks.flatMap(({ id, start, end, before }) => {
    const tells = `__mark(${numberOf(id)})`;
    if (before === '(') return [insert(start, 0, `(${tells},`), insert(end, end - start, ')')];
    if (before === '{') return [insert(start, 0, `{${tells};`), insert(end, end - start, '}')];
    return [insert(start, 0, `${tells};`)];
  });
  // At the same place what closes comes before what opens, and what is inside closes first.
  edits.sort((a, b) => a.at - b.at || Number(b.closes > 0) - Number(a.closes > 0) || a.closes - b.closes);
  let text = '';
  let from = 0;
  for (const { at, what } of edits) {
    text += source.slice(from, at) + what;
    from = at;
  }
  return `import { channel as __channel } from 'node:diagnostics_channel';const __marks = __channel('lanyard.mutation.mark');const __mark = (n: number) => __marks.publish(n);${text}${source.slice(from)}`;
}

const insert = (at: number, closes: number, what: string) => ({ at, closes, what });
