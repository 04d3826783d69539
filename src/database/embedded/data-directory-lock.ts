import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import locks from 'fs-native-extensions';
import { AppError } from '../../errors.ts';

/** Only for the message to a process that is refused: it decides nothing. */
type Holder = { pid: number; host: string; since: string };

/** Far behind the text: on Windows no one else can read what is locked. */
const LOCKED_BYTE = 65_536;

/**
 * Takes the data directory for this process alone: two processes on one embedded database lose rows silently.
 *
 * The lock belongs to the operating system. It ends with the process that holds it, however that dies, and not
 * before: a process that was frozen still has it when it continues. It holds between containers that share a folder of
 * one machine, whatever they are called. Network file systems are another matter: their servers may let go of a lock.
 *
 * @throws AppError `data_dir_locked`, `data_dir_unusable`
 */
export async function lockDataDirectory(dataDir: string): Promise<{ release(): Promise<void> }> {
  const folder = path.resolve(dataDir, 'lock');
  let file: FileHandle | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Never deleted: two processes could then hold a lock each, on two files of the same name.
    const held = path.join(folder, 'holder');
    file = await open(held, 'a+', 0o600);
    if (!locks.tryLock(file.fd, LOCKED_BYTE, 1)) throw await refusal(dataDir, held);
    await writeHolder(file);
    await removeOlderClaims(folder);
  } catch (cause) {
    await file?.close();
    if (cause instanceof AppError) throw cause;
    throw new AppError({
      code: 'data_dir_unusable',
      message: `The data directory ${path.resolve(dataDir)} cannot be used: ${(cause as Error).message}`,
      hint: 'Set DATA_DIR to a folder on a local disk that this user can write to.',
      cause,
    });
  }
  const lock = file;
  let releasing: Promise<void> | undefined;
  return {
    release() {
      releasing ??= lock.truncate(0).finally(() => lock.close());
      return releasing;
    },
  };
}

async function writeHolder(file: FileHandle): Promise<void> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  await file.truncate(0);
  await file.write(JSON.stringify(holder));
}

async function refusal(dataDir: string, held: string): Promise<AppError> {
  const holder = await readHolder(held);
  const here = holder?.host === hostname();
  const who = holder ? `process ${holder.pid}${here ? '' : ` on ${holder.host}`}` : 'another process';
  return new AppError({
    code: 'data_dir_locked',
    message: `The data directory ${path.resolve(dataDir)} is in use by ${who}${holder ? ` since ${holder.since}` : ''}.`,
    hint: `Stop ${holder ? who : 'that process'}, then run this again. For several processes at once, use PostgreSQL (set DATABASE_URL), or give each a DATA_DIR of its own.`,
    details: holder ? { pid: holder.pid, host: holder.host } : {},
  });
}

/** Undefined in the moment between taking the lock and writing the name. */
async function readHolder(held: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(held, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** Versions up to 0.1 left numbered files here, and went by the host names in them. */
async function removeOlderClaims(folder: string): Promise<void> {
  const older = (await readdir(folder)).filter((name) => /^(\d+|\.draft-.*)$/.test(name));
  await Promise.all(older.map((name) => rm(path.join(folder, name), { force: true })));
}
