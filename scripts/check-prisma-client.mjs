// Whether the generated Prisma client belongs to prisma/schema.prisma. Run by `npm run check` and before the tests:
// without it a stale client shows up as type errors, or as columns that the database does not know.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @returns what is wrong and the command that puts it right; undefined when nothing is */
export async function findClientProblem(root = ROOT) {
  const schema = await readFile(path.join(root, 'prisma/schema.prisma'), 'utf8');
  const generated = path.join(root, 'src/database/generated/internal/class.ts');
  const client = await readFile(generated, 'utf8').catch(() => undefined);
  if (client === undefined) return `There is no Prisma client yet. ${COMMAND}`;
  // Prisma keeps the text of the schema in the client, with its own alignment.
  const kept = /"inlineSchema": ("(?:[^"\\]|\\.)*")/.exec(client)?.[1];
  if (kept !== undefined && aligned(JSON.parse(kept)) === aligned(schema)) return undefined;
  return `The Prisma client was generated from another prisma/schema.prisma. ${COMMAND}`;
}

const aligned = (text) => text.replaceAll(/ +/g, ' ').trim();

const COMMAND = 'Run: node scripts/generate-prisma-client.mjs';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = await findClientProblem();
  if (problem) {
    console.error(problem);
    process.exitCode = 1;
  }
}
