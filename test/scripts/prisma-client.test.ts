import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findClientProblem } from '../../scripts/check-prisma-client.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const CLASS = 'src/database/generated/internal/class.ts';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lanyard-client-'));
  for (const file of ['prisma/schema.prisma', CLASS])
    await cp(path.join(root, file), path.join(folder, file));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a client of this very schema is taken', async () => {
  expect(await findClientProblem(folder)).toBeUndefined();
});

test('one of another schema is refused, with the command that generates it', async () => {
  await writeFile(path.join(folder, 'prisma/schema.prisma'), 'model Other {}\n');
  expect(await findClientProblem(folder)).toMatch(/another prisma\/schema.prisma.*generate-prisma-client/);
});

test('a missing one is refused, with the command that generates it', async () => {
  await rm(path.join(folder, CLASS));
  expect(await findClientProblem(folder)).toMatch(/no Prisma client yet.*generate-prisma-client/);
});
