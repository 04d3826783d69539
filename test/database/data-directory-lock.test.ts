import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lockDataDirectory } from '../../src/database/data-directory-lock.ts';
import { identifyProcess } from '../../src/database/process-identity.ts';
import { startLockProcess } from '../support/holding-processes.ts';

let dataDir: string;
const processes: ReturnType<typeof startLockProcess>[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lanyard-lock-'));
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((child) => child.kill()));
  await rm(dataDir, { recursive: true, force: true });
});

function start() {
  const child = startLockProcess(dataDir);
  processes.push(child);
  return child;
}

async function leaveClaim(number: number, claim: object | string): Promise<void> {
  await mkdir(path.join(dataDir, 'lock'), { recursive: true });
  const text = typeof claim === 'string' ? claim : JSON.stringify(claim);
  await writeFile(path.join(dataDir, 'lock', String(number)), text);
}

test('a second process is refused; the error names the holder, the folder and the ways on', async () => {
  const holder = start();
  expect(await holder.outcome).toEqual({ opened: true });
  const refusal = await lockDataDirectory(dataDir).catch((error) => error);
  expect(refusal).toMatchObject({ code: 'data_dir_locked', details: { pid: holder.pid } });
  expect(refusal.message).toContain(dataDir);
  expect(refusal.message).toContain(`process ${holder.pid}`);
  expect(refusal.hint).toContain(`Stop process ${holder.pid}`);
  expect(refusal.hint).toContain('DATABASE_URL');
});

test('a process is refused its own data directory a second time', async () => {
  const lock = await lockDataDirectory(dataDir);
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({ code: 'data_dir_locked' });
  await lock.release();
});

test('after kill -9 the next process takes over at once', async () => {
  const holder = start();
  expect(await holder.outcome).toEqual({ opened: true });
  await holder.kill();
  const lock = await lockDataDirectory(dataDir);
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({ code: 'data_dir_locked' });
  await lock.release();
});

test('a released data directory is free again, and only one claim is kept', async () => {
  for (let round = 0; round < 3; round += 1) await (await lockDataDirectory(dataDir)).release();
  expect(await readdir(path.join(dataDir, 'lock'))).toEqual(['3']);
});

test('of many that start at once on a dead holder exactly one wins', async () => {
  await leaveClaim(7, { pid: 2 ** 22 + 1, host: hostname(), claimedAt: 'long ago' });
  const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map(() => start().outcome));
  expect(outcomes.filter(({ opened }) => opened)).toHaveLength(1);
  expect(outcomes.filter(({ code }) => code === 'data_dir_locked')).toHaveLength(5);
});

test('of a burst within one process exactly one wins, round after round', async () => {
  for (let round = 0; round < 20; round += 1) {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDirectory(dataDir)));
    const won = tries.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    expect(won).toHaveLength(1);
    await won[0]?.release();
  }
});

test('a later process with the number of the dead holder does not keep the directory', async () => {
  const identity = await identifyProcess();
  if (identity.processStart) {
    await leaveClaim(1, { ...identity, processStart: 'another boot/1', host: hostname(), claimedAt: 'then' });
    await (await lockDataDirectory(dataDir)).release();
  }
  expect(identity.pid).toBe(process.pid);
});

test('a holder on another machine is refused, and the hint names the folder to delete', async () => {
  await leaveClaim(1, { pid: 1, host: 'elsewhere', claimedAt: 'then' });
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({
    code: 'data_dir_locked',
    message: expect.stringContaining('another machine, elsewhere'),
    hint: expect.stringContaining(`delete the folder ${path.join(dataDir, 'lock')}`),
  });
});

test('a claim that is still being written is respected', async () => {
  await leaveClaim(1, '{"pid":');
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({ code: 'data_dir_locked' });
});

test('a claim that moved on while it was judged is not taken by its old number', async () => {
  // As after a process that was slow between looking and claiming: number 1 is free, number 2 holds.
  await leaveClaim(2, { ...(await identifyProcess()), host: hostname(), claimedAt: 'now' });
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({ code: 'data_dir_locked' });
  expect(await readdir(path.join(dataDir, 'lock'))).toEqual(['2']);
});

test('a data directory that cannot be made is refused in words', async () => {
  const file = path.join(dataDir, 'file');
  await writeFile(file, '');
  await expect(lockDataDirectory(path.join(file, 'data'))).rejects.toMatchObject({
    code: 'data_dir_unusable',
    hint: expect.stringContaining('DATA_DIR'),
  });
});

test('releasing after somebody deleted the folder is no failure', async () => {
  const lock = await lockDataDirectory(dataDir);
  await rm(path.join(dataDir, 'lock'), { recursive: true });
  await lock.release();
  await expect(readFile(path.join(dataDir, 'lock'))).rejects.toMatchObject({ code: 'ENOENT' });
});
