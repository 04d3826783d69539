import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { AppError } from '../errors.ts';
import { identifyProcess, isSameProcessAlive, type ProcessIdentity } from './process-identity.ts';

type Claim = ProcessIdentity & { host: string; claimedAt: string; released?: true };

/** A claim that cannot be read is being written, unless it is older than this: then its writer died over it. */
const WRITING_MS = 10_000;

/**
 * Takes the data directory for this process alone: two processes on one embedded database lose rows silently.
 *
 * Claims are numbered files in `<dataDir>/lock`, and the highest number holds. Who finds the holder gone claims the
 * next number, which the file system gives to one process only; a number is never handed out below the highest. So
 * no process ever removes a claim that another may have just taken over, the usual hole of lock files.
 *
 * @throws AppError `data_dir_locked`, `data_dir_unusable`
 */
export async function lockDataDirectory(dataDir: string): Promise<{ release(): Promise<void> }> {
  const folder = path.resolve(dataDir, 'lock');
  const mine: Claim = { ...(await identifyProcess()), host: hostname(), claimedAt: new Date().toISOString() };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (;;) {
      const highest = await highestNumber(folder);
      if (highest > 0) await refuseIfHeld(folder, highest);
      const number = highest + 1;
      if (!(await createClaim(folder, number, mine))) continue;
      if ((await highestNumber(folder)) > number) {
        // Somebody has been through the number that was free here, and is further by now.
        await rm(claimPath(folder, number), { force: true });
        continue;
      }
      await removeBelow(folder, number);
      return { release: () => release(folder, number, mine) };
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError({
      code: 'data_dir_unusable',
      message: `The data directory ${path.resolve(dataDir)} cannot be used: ${(cause as Error).message}`,
      hint: 'Set DATA_DIR to a folder on a local disk that this user may write to.',
      cause,
    });
  }
}

const claimPath = (folder: string, number: number) => path.join(folder, String(number));

async function highestNumber(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  return Math.max(0, ...numbers);
}

async function refuseIfHeld(folder: string, number: number): Promise<void> {
  const file = claimPath(folder, number);
  const claim = await readClaim(file);
  if (claim === 'gone' || (claim !== 'unreadable' && claim.released)) return;
  const dataDir = path.dirname(folder);
  if (claim === 'unreadable') {
    throw locked(
      `The data directory ${dataDir} is being taken by another process.`,
      'Try again in a few seconds.',
    );
  }
  const { pid, host } = claim;
  if (host !== hostname()) {
    throw locked(
      `The data directory ${dataDir} is in use by process ${pid} on another machine, ${host}.`,
      `Stop that process. If you are sure that it is gone, delete the folder ${folder} and start again. Several machines need PostgreSQL: set DATABASE_URL.`,
      { pid, host },
    );
  }
  if (await isSameProcessAlive(claim)) {
    throw locked(
      `The data directory ${dataDir} is in use by process ${pid} since ${claim.claimedAt}.`,
      `Stop process ${pid}, or set DATA_DIR to another folder. Several processes at once need PostgreSQL: set DATABASE_URL.`,
      { pid, host },
    );
  }
}

function locked(message: string, hint: string, details: Record<string, unknown> = {}): AppError {
  return new AppError({ code: 'data_dir_locked', message, hint, details });
}

async function readClaim(file: string): Promise<Claim | 'gone' | 'unreadable'> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Claim;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    if (!(error instanceof SyntaxError)) throw error;
    const written = await stat(file).catch(() => undefined);
    return written && Date.now() - written.mtimeMs < WRITING_MS ? 'unreadable' : 'gone';
  }
}

/** False when another process was first. The claim appears with its content, where the file system has hard links. */
async function createClaim(folder: string, number: number, claim: Claim): Promise<boolean> {
  const file = claimPath(folder, number);
  const draft = await writeDraft(folder, claim);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!code || !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(code)) throw error;
    return await writeNew(file, claim);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeNew(file: string, claim: Claim): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(claim), { flag: 'wx', flush: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Kept, not deleted: the next number has to be higher than every one before. */
async function release(folder: string, number: number, claim: Claim): Promise<void> {
  try {
    await rename(await writeDraft(folder, { ...claim, released: true }), claimPath(folder, number));
  } catch (error) {
    // Deleted by hand: then there is nothing to release.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function writeDraft(folder: string, claim: Claim): Promise<string> {
  const draft = path.join(folder, `.draft-${randomUUID()}`);
  await writeFile(draft, JSON.stringify(claim), { mode: 0o600, flush: true });
  return draft;
}

async function removeBelow(folder: string, number: number): Promise<void> {
  const older = (await readdir(folder)).filter((name) => /^\d+$/.test(name) && Number(name) < number);
  await Promise.all(older.map((name) => rm(path.join(folder, name), { force: true })));
}
