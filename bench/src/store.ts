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
import type { Job, Measured, Operation } from './stores/measure-store.ts';
import { storesUnderBench } from './stores/stores-under-bench.ts';

const OPERATIONS: readonly Operation[] = ['get bot', 'get bot and user', 'put', 'delete'];
const quick = process.argv.includes('--quick');
const sizes = quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
/** `--store Lanyard`: only those whose name has this in it. */
const wanted = process.argv[process.argv.indexOf('--store') + 1] ?? '';
const stores = process.argv.includes('--store')
  ? storesUnderBench.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()))
  : storesUnderBench;

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

async function measureStore(server: BenchServer, store: string, installations: number): Promise<void> {
  const place = {
    databaseUrl: await server.createDatabase(),
    folder: await mkdtemp(path.join(tmpdir(), 'lanyard-bench-')),
  };
  const job = { store, place, installations, quick };
  const from = performance.now();
  try {
    await inItsProcess({ ...job, task: 'fill' });
    const filled = performance.now();
    results.set(`${store} ${installations}`, (await inItsProcess({ ...job, task: 'measure' })) as Measured);
    const took = [filled - from, performance.now() - filled].map((ms) => (ms / 1_000).toFixed(0));
    console.error(`${store}, ${count(installations)}: filled in ${took[0]} s, measured in ${took[1]} s`);
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
  ].join('\n');
}

const server = await startPostgres();
try {
  const machineLine = machine(server.description);
  const vault = vaultTimes();
  for (const size of sizes) {
    for (const { name, limit } of stores) {
      if (!limit || size <= limit.installations) await measureStore(server, name, size);
    }
  }
  console.log(report(machineLine, vault));
} finally {
  await server.stop();
}
