// npm run bench -- store [--quick]: installation stores side by side, on one PostgreSQL, in one run.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { createVault } from '../../src/vault/vault.ts';
import { machine } from './measuring/machine.ts';
import { CONCURRENT } from './measuring/measure.ts';
import { type BenchServer, startPostgres } from './measuring/postgres.ts';
import { count, table, time } from './measuring/table.ts';
import { boltPrisma } from './stores/bolt-prisma.ts';
import { lanyard, lanyardRemembering } from './stores/lanyard.ts';
import type { Job, Measured, Operation } from './stores/measure-store.ts';
import { slackMemory } from './stores/slack-memory.ts';
import { storesUnderBench } from './stores/stores-under-bench.ts';

const OPERATIONS: readonly Operation[] = ['get bot', 'get bot and user', 'get again', 'put', 'delete'];
const quick = process.argv.includes('--quick');
const sizes = quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
/** `--store lanyard,memory`: only those whose name has one of these in it. */
const wanted = process.argv.includes('--store') ? process.argv[process.argv.indexOf('--store') + 1] : '';
const stores = storesUnderBench.filter(({ name }) =>
  (wanted ?? '').split(',').some((part) => name.toLowerCase().includes(part.toLowerCase())),
);

const results = new Map<string, Measured>();
const resultOf = (store: string, size: number) => results.get(`${store} ${size}`);

async function inItsProcess(job: Job): Promise<unknown> {
  const script = path.join(import.meta.dirname, 'stores/measure-store.ts');
  const args = [
    '--max-old-space-size=8192',
    '--import',
    import.meta.resolve('tsx'),
    script,
    JSON.stringify(job),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** The stores of the same data, on what the first one filled. */
async function measureStores(server: BenchServer, names: string[], installations: number): Promise<void> {
  const place = {
    databaseUrl: await server.createDatabase(),
    folder: await mkdtemp(path.join(tmpdir(), 'lanyard-bench-')),
  };
  const job = { place, installations, quick };
  let from = performance.now();
  const told = (what: string) => {
    console.error(`${count(installations)}: ${what} in ${((performance.now() - from) / 1_000).toFixed(0)} s`);
    from = performance.now();
  };
  try {
    await inItsProcess({ ...job, store: names[0] ?? '', task: 'fill' });
    told('filled');
    for (const store of names) {
      results.set(
        `${store} ${installations}`,
        (await inItsProcess({ ...job, store, task: 'measure' })) as Measured,
      );
      const p50 = (operation: Operation) =>
        `${operation} ${time(resultOf(store, installations)?.operations[operation].latency.p50Ms ?? Number.NaN)}`;
      told(`${store} measured (p50: ${OPERATIONS.map(p50).join(', ')})`);
    }
  } finally {
    await server.dropDatabase(place.databaseUrl);
    await rm(place.folder, { recursive: true, force: true });
  }
}

/** Microseconds that sealing and opening one token take. */
function vaultTimes(): { seal: number; open: number } {
  const vault = createVault([{ id: 'bench', key: randomBytes(32) }]);
  const token = `xoxe.xoxb-1-${'a'.repeat(150)}`;
  const perCall = (run: () => void) => {
    const turns = 20_000;
    for (let turn = 0; turn < turns / 4; turn += 1) run();
    const from = performance.now();
    for (let turn = 0; turn < turns; turn += 1) run();
    return ((performance.now() - from) / turns) * 1_000;
  };
  const sealed = vault.seal(token, 'one place');
  return {
    seal: perCall(() => vault.seal(token, 'one place')),
    open: perCall(() => vault.open(sealed, 'one place')),
  };
}

function ratio(what: string, goal: string, one: number | undefined, other: number | undefined): string[] {
  return one === undefined || other === undefined
    ? []
    : [`${what}: ${(one / other).toFixed(2)} (goal: ${goal})`];
}

function goals(): string[] {
  const get = (store: string, size: number, operation: Operation = 'get bot and user') =>
    resultOf(store, size)?.operations[operation];
  const [smallest = 0, middle = 0] = sizes;
  const largest = sizes.at(-1) ?? 0;
  const [own, remembering] = [lanyard.name, lanyardRemembering.name];
  return [
    ...(['get bot', 'get bot and user'] as const).flatMap((operation) =>
      ratio(
        `${own}, ${operation}, p50 with ${count(largest)} installations over p50 with ${count(smallest)}`,
        'at most 1.2',
        get(own, largest, operation)?.latency.p50Ms,
        get(own, smallest, operation)?.latency.p50Ms,
      ),
    ),
    ...ratio(
      `${own}, get bot and user, a second with ${count(middle)} installations, over ${boltPrisma.name}'s`,
      'at least 10',
      get(own, middle)?.throughput.perSecond,
      get(boltPrisma.name, middle)?.throughput.perSecond,
    ),
    ...ratio(
      `${remembering}, get again, p50 with ${count(middle)} installations, over ${slackMemory.name}'s`,
      'at most 1.1',
      get(remembering, middle, 'get again')?.latency.p50Ms,
      get(slackMemory.name, middle, 'get again')?.latency.p50Ms,
    ),
  ];
}

function report(machineLine: string, vault: { seal: number; open: number }): string {
  const head = [
    'store',
    'installations',
    ...OPERATIONS.flatMap((operation) => [operation, '/s']),
    'peak memory',
  ];
  const rows = stores.flatMap(({ name, limit }) =>
    sizes.map((size) => {
      const result = resultOf(name, size);
      if (!result) return [name, count(size), limit ? `not measured: ${limit.why}` : 'not measured'];
      const cells = OPERATIONS.flatMap((operation) => {
        const { latency, throughput } = result.operations[operation];
        return [`${time(latency.p50Ms)} (${time(latency.p99Ms)})`, count(throughput.perSecond)];
      });
      return [name, count(size), ...cells, `${Math.round(result.peakBytes / 2 ** 20)} MB`];
    }),
  );
  return [
    machineLine,
    '',
    `Each operation: p50 (p99) of single calls, and how many a second ${CONCURRENT} callers get.`,
    '',
    table(head, rows),
    '',
    `Sealing a token takes ${vault.seal.toFixed(1)} µs, opening one ${vault.open.toFixed(1)} µs.`,
    ...goals(),
  ].join('\n');
}

const server = await startPostgres();
try {
  const machineLine = machine(server.description);
  const vault = vaultTimes();
  for (const size of sizes) {
    const measured = stores.filter(({ limit }) => !limit || size <= limit.installations);
    for (const data of new Set(measured.map((store) => store.data))) {
      const names = measured.filter((store) => store.data === data).map(({ name }) => name);
      await measureStores(server, names, size);
    }
  }
  console.log(report(machineLine, vault));
} finally {
  await server.stop();
}
