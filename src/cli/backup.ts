import path from 'node:path';
import { loadConfig } from '../config.ts';
import { checkBackup } from '../database/backup/check-backup.ts';
import { type Counts, restoreBackup, saveBackup } from '../database/backup/save-and-restore.ts';
import { inspectDatabase } from '../database/inspect-database.ts';
import { openDatabase } from '../database/open-database.ts';
import { toAppError } from '../errors.ts';
import { createScrub } from '../observability/scrub.ts';
import { readArguments } from '../read-arguments.ts';

// npm run backup -- file, npm run restore -- file. The file is the same for both forms of the database.
const {
  words: [verb, file = ''],
} = readArguments({
  usage: `Usage: npm run backup -- lanyard.backup.gz
       npm run restore -- lanyard.backup.gz`,
  words: [
    { like: /^(save|restore)$/, otherwise: 'Say what to do: save or restore.' },
    { like: /./, otherwise: 'Name the file.' },
  ],
});

async function run(): Promise<void> {
  const { databaseUrl: url, directDatabaseUrl: directUrl, dataDir } = loadConfig();
  const where = path.resolve(file);
  if (verb === 'restore') {
    await checkBackup(where);
    // Makes the database and brings it to this version.
    await (await openDatabase({ url, directUrl, dataDir, log: () => {} })).close();
  }
  const database = await inspectDatabase({ url, directUrl, dataDir });
  if (!database) throw new Error(`There is no database in ${dataDir} yet: nothing to save.`);
  try {
    const counts = await (verb === 'save' ? saveBackup : restoreBackup)(database.sql, where);
    process.stdout.write(`${verb === 'save' ? 'Saved to' : 'Restored from'} ${where}:\n${list(counts)}`);
  } finally {
    await database.close();
  }
}

const list = (counts: Counts) =>
  Object.entries(counts)
    .map(([table, rows]) => `  ${table}: ${rows}\n`)
    .join('');

run().catch((thrown) => {
  const { message, hint } = toAppError(thrown);
  process.stderr.write(createScrub([])(`${message}\n${hint ? `${hint}\n` : ''}`));
  process.exitCode = 1;
});
