import { cpus, loadavg, totalmem } from 'node:os';

/** What the numbers were measured on, in one line. */
export function machine(also: string): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const busy = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} cores (${cpu?.model.trim()}), ${gigabytes} GB, Node ${process.versions.node}, ${also}; load of the machine at the start ${busy}`;
}
