import { readFile } from 'node:fs/promises';

export type ProcessIdentity = {
  pid: number;
  /** On Linux: which boot, and the clock tick of it at which the process started. Process numbers are used again. */
  processStart?: string;
};

export async function identifyProcess(pid: number = process.pid): Promise<ProcessIdentity> {
  const processStart = await readProcessStart(pid);
  return processStart ? { pid, processStart } : { pid };
}

/** Whether the very process that was identified, not a later one with its number, runs on this machine. */
export async function isSameProcessAlive({ pid, processStart }: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (!processStart) return true;
  return (await readProcessStart(pid)) === processStart;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html fields 3 (state) and 22 (starttime) */
async function readProcessStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The second field, the command in parentheses, may hold spaces and parentheses itself.
    const fromThird = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTime] = [fromThird[0], fromThird[19]];
    // A zombie has let go of everything; only its parent has not noticed yet.
    return state === 'Z' || state === 'X' ? undefined : `${boot.trim()}/${startTime}`;
  } catch {
    return undefined;
  }
}
