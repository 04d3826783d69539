// One store with so many installations in it, in a process of its own: no other store's heap, caches or compiled code.
// Takes what to do as JSON and answers in the last line of its output.
import { type Latency, latencyOf, type Throughput, throughputOf } from '../measuring/measure.ts';
import { fresh, loaded, queryOf } from './loaded.ts';
import type { OpenStore, Place } from './store-under-bench.ts';
import { storesUnderBench } from './stores-under-bench.ts';

export type Job = {
  task: 'fill' | 'measure';
  store: string;
  place: Place;
  installations: number;
  quick: boolean;
};

export type Operation = 'get bot' | 'get bot and user' | 'get again' | 'put' | 'delete';
export type Measured = {
  operations: Record<Operation, { latency: Latency; throughput: Throughput }>;
  /** The most memory that the process has held, PostgreSQL's own apart. */
  peakBytes: number;
};

async function measure({ store }: OpenStore, installations: number, quick: boolean): Promise<Measured> {
  const alone = quick ? { calls: 300, seconds: 2 } : { calls: 5_000, seconds: 6 };
  const together = { calls: Number.POSITIVE_INFINITY, seconds: quick ? 1 : 4 };
  const get = (withUser: boolean, most = 50_000) => {
    // Made before, so that their making is not measured. A step that shares no factor with any of the sizes: all over
    // the table, and no installation twice before the round is over.
    const queries = Array.from({ length: Math.min(installations, most) }, (_, turn) =>
      queryOf((turn * 7_919) % installations, withUser),
    );
    return (turn: number) => store.fetchInstallation(queries[turn % queries.length] as (typeof queries)[0]);
  };
  let put = 0;
  let deleted = 0;
  const of = async (call: (turn: number) => Promise<unknown>, most = Number.POSITIVE_INFINITY) => {
    const latency = await latencyOf(call, { ...alone, calls: Math.min(alone.calls, Math.ceil(most / 2)) });
    const throughput = await throughputOf(call, { ...together, calls: Math.floor(most / 2) });
    return { latency, throughput };
  };

  // Once through all of it, so that connections are open and code is compiled.
  for (const withUser of [false, true])
    await throughputOf(get(withUser), { calls: 500, seconds: quick ? 1 : 3 });
  const operations = {
    'get bot': await of(get(false)),
    'get bot and user': await of(get(true)),
    // A few hundred busy workspaces, all of which were asked for a moment ago.
    'get again': await of(get(true, 300)),
    put: await of(() => {
      put += 1;
      return store.storeInstallation(fresh(put));
    }),
    // Only what was put just now, so that every call ends one installation.
    delete: await of(() => {
      deleted += 1;
      const { team } = fresh(deleted);
      return store.deleteInstallation({
        teamId: team.id,
        enterpriseId: undefined,
        isEnterpriseInstall: false,
      });
    }, put),
  };
  return { operations, peakBytes: process.resourceUsage().maxRSS * 1_024 };
}

const job = JSON.parse(process.argv[2] ?? '{}') as Job;
const store = storesUnderBench.find(({ name }) => name === job.store);
if (!store) throw new Error(`There is no store "${job.store}".`);
if (job.task === 'fill') {
  await store.fill(job.place, job.installations);
  console.log('{}');
} else {
  const opened = await store.open(job.place, job.installations);
  const example = await opened.store.fetchInstallation(queryOf(7, true));
  const { bot, user } = loaded(7);
  // A benchmark of a store that answers something else would be one of nothing.
  if (example.bot?.token !== bot.token || example.user.token !== user.token)
    throw new Error('A wrong answer.');
  console.log(JSON.stringify(await measure(opened, job.installations, job.quick)));
  await opened.close();
}
