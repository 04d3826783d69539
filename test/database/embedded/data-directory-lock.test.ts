import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lockDataDirectory } from '../../../src/database/embedded/data-directory-lock.ts';
import { startLockProcess } from '../../support/holding-processes.ts';

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

async function leave(name: string, claim: object | string): Promise<void> {
  await mkdir(path.join(dataDir, 'lock'), { recursive: true });
  const text = typeof claim === 'string' ? claim : JSON.stringify(claim);
  await writeFile(path.join(dataDir, 'lock', name), text);
}

test('a second process is refused; the error names the holder, the folder and the ways on', async () => {
  const holder = start();
  expect(await holder.outcome).toEqual({ opened: true });
  const refusal = await lockDataDirectory(dataDir).catch((error) => error);
  expect(refusal).toMatchObject({
    code: 'data_dir_locked',
    details: { pid: holder.pid, host: hostname() },
  });
  expect(refusal.message).toContain(dataDir);
  expect(refusal.message).toContain(`process ${holder.pid} since`);
  expect(refusal.hint).toContain(`Stop process ${holder.pid},`);
  expect(refusal.hint).toContain('DATABASE_URL');
});

test('a process is refused its own data directory a second time', async () => {
  const lock = await lockDataDirectory(dataDir);
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({ code: 'data_dir_locked' });
  await lock.release();
});

test('after kill -9 the next process takes over at once, whatever host name was left behind', async () => {
  const holder = start();
  expect(await holder.outcome).toEqual({ opened: true });
  await holder.kill();
  // Every container has a name of its own.
  await leave('holder', { pid: 1, host: 'a-container-that-is-gone', since: 'then' });
  const lock = await lockDataDirectory(dataDir);
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({
    code: 'data_dir_locked',
    details: { host: hostname() },
  });
  await lock.release();
});

test('a holder with another host name is refused while it runs, and named', async () => {
  const holder = start();
  expect(await holder.outcome).toEqual({ opened: true });
  await leave('holder', { pid: 1, host: 'another-container', since: 'then' });
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({
    code: 'data_dir_locked',
    message: expect.stringContaining('process 1 on another-container'),
  });
});

test('a frozen process keeps the directory, and still has it when it goes on', async () => {
  const holder = start();
  expect(await holder.outcome).toEqual({ opened: true });
  process.kill(holder.pid as number, 'SIGSTOP');
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({ code: 'data_dir_locked' });
  process.kill(holder.pid as number, 'SIGCONT');
  await expect(lockDataDirectory(dataDir)).rejects.toMatchObject({ code: 'data_dir_locked' });
  await holder.stop();
  await (await lockDataDirectory(dataDir)).release();
});

test('what older versions left in the folder neither refuses a start nor stays', async () => {
  await leave('7', { pid: 1, host: 'a-container-that-is-gone', claimedAt: 'then' });
  await leave('8', '{"pid":');
  const lock = await lockDataDirectory(dataDir);
  expect(await readdir(path.join(dataDir, 'lock'))).toEqual(['holder']);
  await lock.release();
});

test('of many that start at once exactly one wins', async () => {
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

test('a data directory that cannot be made is refused in words', async () => {
  const file = path.join(dataDir, 'file');
  await writeFile(file, '');
  await expect(lockDataDirectory(path.join(file, 'data'))).rejects.toMatchObject({
    code: 'data_dir_unusable',
    hint: expect.stringContaining('DATA_DIR'),
  });
});

test('releasing twice, and after somebody deleted the folder, is no failure', async () => {
  const lock = await lockDataDirectory(dataDir);
  await rm(path.join(dataDir, 'lock'), { recursive: true });
  await Promise.all([lock.release(), lock.release()]);
  await (await lockDataDirectory(dataDir)).release();
});
