import { AppError, OwnWords } from '../errors.ts';

const MOST_CAUSES = 5;
const MOST_FRAMES = 20;

/** A code as Node, PostgreSQL, Prisma and Slack write them. */
const CODE = /^[A-Za-z0-9_.:/-]{1,80}$/;
const codeIn = (value: unknown) => (typeof value === 'string' && CODE.test(value) ? value : undefined);

export type DescribedError = {
  name: string;
  /** Of our own errors alone: others put in it what they were working on: a body, a query, an address. */
  message?: string;
  hint?: string;
  /** Where in the code, without the message that comes before it. */
  stack?: string;
  cause?: DescribedError;
  [codeOrNumber: string]: unknown;
};

/**
 * What the log tells of an error: its name and codes, where it came from and what caused it. Messages only of our own
 * errors: those of others, and all that hangs on them (`data`, `headers`, `meta`), may hold what no log should.
 */
export function describeError(thrown: unknown, depth = 0): DescribedError {
  if (!(thrown instanceof Error)) return { name: `a thrown ${typeof thrown}` };
  const facts = thrown as Error & Record<string, unknown>;
  return compact({
    name: codeIn(thrown.name) ?? 'Error',
    ...(thrown instanceof AppError && { message: ownMessage(thrown), hint: thrown.hint }),
    ...(thrown instanceof OwnWords && { message: thrown.message }),
    code: codeIn(facts.code),
    syscall: codeIn(facts.syscall),
    status: typeof facts.statusCode === 'number' ? facts.statusCode : undefined,
    retryAfterSeconds: typeof facts.retryAfter === 'number' ? facts.retryAfter : undefined,
    ...slackAnswer(facts.data),
    ...databaseAnswer(facts),
    stack: framesOf(thrown),
    cause: depth < MOST_CAUSES ? causeOf(facts, depth) : undefined,
  });
}

/** Where a foreign message became part of ours, it is cut out again. */
function ownMessage({ message, cause, code }: AppError): string | undefined {
  if (code === 'unexpected') return undefined;
  const isOurs = cause instanceof AppError || cause instanceof OwnWords;
  const foreign = cause instanceof Error && !isOurs ? cause.message : '';
  return foreign === '' ? message : message.replace(foreign, '…');
}

/** Slack's code, and to which parts of a view it objects. */
function slackAnswer(data: unknown): Record<string, unknown> {
  if (typeof data !== 'object' || data === null) return {};
  const { error, response_metadata: metadata } = data as { error?: unknown; response_metadata?: unknown };
  const pointers = JSON.stringify(metadata ?? '').match(/(?<=json-pointer:)\/[\w/]{1,100}/g);
  return { slackError: codeIn(error), ...(pointers && { pointers: pointers.slice(0, 5) }) };
}

/** Names out of our own schema. */
function databaseAnswer({ severity, routine, constraint, meta }: Record<string, unknown>) {
  const modelName =
    typeof meta === 'object' && meta !== null && 'modelName' in meta ? meta.modelName : undefined;
  return {
    severity: codeIn(severity),
    routine: codeIn(routine),
    constraint: codeIn(constraint),
    model: codeIn(modelName),
  };
}

/** Several kinds of errors keep what they wrap under a name of their own. */
function causeOf(facts: Error & Record<string, unknown>, depth: number): DescribedError | undefined {
  const [first] = Array.isArray(facts.errors) ? facts.errors : [];
  const cause = facts.cause ?? facts.original ?? first;
  if (cause === undefined || cause === null) return undefined;
  // The driver's own: an object that isn't an Error.
  if (!(cause instanceof Error) && typeof cause === 'object') {
    const { kind, originalCode } = cause as Record<string, unknown>;
    return compact({ name: 'object', kind: codeIn(kind), code: codeIn(originalCode) });
  }
  return describeError(cause, depth + 1);
}

function framesOf({ stack, message }: Error): string | undefined {
  // The message comes before the frames, and could hold lines that look like them.
  const after = stack?.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack;
  const frames = after?.split('\n').filter((line) => /^\s+at \S/.test(line));
  return frames && frames.length > 0 ? frames.slice(0, MOST_FRAMES).join('\n') : undefined;
}

const compact = (facts: { name: string; [fact: string]: unknown }): DescribedError =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as DescribedError;
