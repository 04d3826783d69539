import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../../../src/database/open-database.ts';
import { copyOfPGliteTemplate } from '../../support/databases.ts';
import { startDatabaseProcess, startWritingProcess } from '../../support/holding-processes.ts';

const log = () => {};
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lanyard-data-'));
  await (await copyOfPGliteTemplate(path.join(dataDir, 'database'))).close();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('what one process wrote the next one reads; while one runs another is refused', async () => {
  const first = await openDatabase({ dataDir, log });
  const data = { eventId: 'Ev1', processedAt: new Date('2026-01-02T03:04:05.678Z') };
  await first.prisma.processedEvent.create({ data });
  const second = startDatabaseProcess({ dataDir });
  expect(await second.outcome).toMatchObject({ opened: false, code: 'data_dir_locked' });
  await second.stop();
  await Promise.all([first.close(), first.close()]);
  const next = await openDatabase({ dataDir, log });
  expect(await next.prisma.processedEvent.findMany()).toEqual([data]);
  await next.close();
});

test('after kill -9 the next process starts at once with every acknowledged row', async () => {
  const writer = startWritingProcess(dataDir);
  const acknowledged = await writer.killAfter(50);
  const database = await openDatabase({ dataDir, log });
  const kept = await database.prisma.processedEvent.findMany();
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);
  expect(kept.map((row) => row.eventId)).toEqual(expect.arrayContaining(acknowledged));
  await database.close();
});

test('a copy of the folder, made while it is stopped, opens elsewhere with every row', async () => {
  const data = { eventId: 'Ev2', processedAt: new Date('2026-01-02T03:04:05.678Z') };
  const first = await openDatabase({ dataDir, log });
  await first.prisma.processedEvent.create({ data });
  await first.close();
  const elsewhere = path.join(dataDir, 'elsewhere');
  await cp(path.join(dataDir, 'database'), path.join(elsewhere, 'database'), { recursive: true });
  const copy = await openDatabase({ dataDir: elsewhere, log });
  expect(await copy.prisma.processedEvent.findMany()).toEqual([data]);
  await copy.close();
});

test('files that are not a database are refused in words, and the data directory is not left locked', async () => {
  await rm(path.join(dataDir, 'database'), { recursive: true });
  await writeFile(path.join(dataDir, 'database'), 'something else');
  const refused = { code: 'data_dir_unusable', hint: expect.stringContaining('backup') };
  await expect(openDatabase({ dataDir, log })).rejects.toMatchObject(refused);
  await expect(openDatabase({ dataDir, log })).rejects.toMatchObject(refused);
});
