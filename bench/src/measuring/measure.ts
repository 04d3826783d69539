import { performance } from 'node:perf_hooks';

/** Times of single calls, in milliseconds. */
export type Latency = { p50Ms: number; p99Ms: number; calls: number };
export type Throughput = { perSecond: number; calls: number };

type Call = (turn: number) => Promise<unknown>;
type Budget = { calls: number; seconds: number };

export const CONCURRENT = 16;

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** One call after the other, until either the calls or the seconds are used up; at least three. */
export async function latencyOf(call: Call, { calls, seconds }: Budget): Promise<Latency> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  while (times.length < 3 || (times.length < calls && performance.now() < end)) {
    const from = performance.now();
    await call(times.length);
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), calls: times.length };
}

/** `CONCURRENT` callers, each with one call at a time, until either the calls or the seconds are used up. */
export async function throughputOf(call: Call, { calls, seconds }: Budget): Promise<Throughput> {
  const from = performance.now();
  const end = from + seconds * 1_000;
  let begun = 0;
  let done = 0;
  const caller = async () => {
    while (begun < calls && performance.now() < end) {
      begun += 1;
      await call(begun - 1);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, caller));
  return { perSecond: (done / (performance.now() - from)) * 1_000, calls: done };
}
