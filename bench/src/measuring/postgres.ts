import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { runOn } from '../../../test/support/databases.ts';

export type BenchServer = {
  /** Name and version, and what the numbers of writes depend on. */
  description: string;
  createDatabase(): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  stop(): Promise<void>;
};

/** `BENCH_DATABASE_URL`, whose user must be allowed to create databases, or the server that the tests use. */
export async function startPostgres(): Promise<BenchServer> {
  const given = process.env.BENCH_DATABASE_URL;
  const { url, stop } = given ? { url: given, stop: async () => {} } : await startTestServer();
  const [server] = await runOn(
    url,
    "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, current_setting('shared_buffers') AS buffers",
  );
  return {
    description: `PostgreSQL ${server?.version} on the same machine (fsync ${server?.fsync}, shared_buffers ${server?.buffers})`,
    async createDatabase() {
      const name = `lanyard_bench_${randomBytes(4).toString('hex')}`;
      await runOn(url, `CREATE DATABASE "${name}"`);
      const created = new URL(url);
      created.pathname = name;
      return created.href;
    },
    async dropDatabase(created) {
      await runOn(url, `DROP DATABASE "${new URL(created).pathname.slice(1)}" WITH (FORCE)`);
    },
    stop,
  };
}

async function startTestServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const script = path.join(import.meta.dirname, '../../../test/support/postgres-server.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    exited.then(() => reject(new Error('PostgreSQL did not start; set BENCH_DATABASE_URL to a server.')));
  });
  return {
    url,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
