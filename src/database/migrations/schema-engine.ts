import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Migration } from './migration-files.ts';

// Node has it; @types/node 20 does not tell, and the browser's types would bring everything else along.
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

const NO_FILTERS = { externalTables: [], externalEnums: [] };
const PROVIDER_ONLY = 'datasource db {\n  provider = "postgresql"\n}\n';

/**
 * Prisma's own schema engine, in its WebAssembly build: the binary that the Prisma CLI uses would have to be
 * downloaded from elsewhere than the npm registry. Costs about 100 ms, so load it only when there is work.
 */
export async function loadSchemaEngine(factory: SqlMigrationAwareDriverAdapterFactory) {
  const engine = await createEngine(factory);
  return {
    /** Applies those that the history does not have yet, and enters them there. */
    async apply(migrations: readonly Migration[]): Promise<void> {
      await engine.applyMigrations({ migrationsList: toList(migrations), filters: NO_FILTERS });
    },

    /** The SQL that is missing between the migrations and the schema; empty when nothing is. Needs a shadow database. */
    async scriptFor(migrations: readonly Migration[], schema: string): Promise<string> {
      const { exitCode, stdout } = await engine.diff({
        from: { tag: 'migrations', ...toList(migrations) },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
        script: true,
        exitCode: true,
        filters: NO_FILTERS,
      });
      return exitCode === 0 ? '' : (stdout ?? '');
    },

    free: () => engine.free(),
  };
}

let bindings: ReturnType<typeof loadBindings> | undefined;

async function createEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  // Once per process: the bindings are a module with one slot for its instance, and a second one would take the
  // memory away from under engines at work.
  bindings ??= loadBindings();
  const { SchemaEngine } = await bindings;
  return SchemaEngine.new(
    { datamodels: [['schema.prisma', PROVIDER_ONLY]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

async function loadBindings() {
  // The package's own entry imports the .wasm file as a module, which Node does not do on its own.
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const gluePath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(gluePath.replace(/\.js$/, '.wasm'));
  const imports = { './schema_engine_bg.js': { ...glue, ...patientTimers(glue) } };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

/** The engine never clears the timers of its timeouts (10 s): they must not keep the process from ending. */
function patientTimers(glue: object): object {
  const timers = Object.entries(glue).filter(([name]) => name.startsWith('__wbg_setTimeout_'));
  return Object.fromEntries(
    timers.map(([name, start]) => [name, (run: () => void, delayMs: number) => start(run, delayMs).unref()]),
  );
}

function toList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: 'prisma/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
