export type MutantKind =
  | 'compare'
  | 'logic'
  | 'condition'
  | 'statement'
  | 'early exit'
  | 'number'
  | 'boolean'
  | 'member'
  | 'call'
  | 'order'
  | 'sql condition'
  | 'sql lock'
  | 'sql word'
  | 'sql column';

/** One small mistake: the text between `start` and `end` of the file is replaced. */
export type Mutant = {
  file: string;
  line: number;
  kind: MutantKind;
  start: number;
  end: number;
  original: string;
  replacement: string;
  /** Which marks show that a test comes past here; see `mark.ts`. Without any: whatever loads the file. */
  marks: string[];
};

/** A change as one line of a report: short, and the same wherever the line has moved to. */
export function describeChange({ original, replacement }: Pick<Mutant, 'original' | 'replacement'>): string {
  return `${oneLine(original)} → ${replacement === '' ? '(removed)' : oneLine(replacement)}`;
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 90 ? `${flat.slice(0, 60)} … ${flat.slice(-27)}` : flat;
}

export function applyMutant(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}
