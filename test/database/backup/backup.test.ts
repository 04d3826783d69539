import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkBackup } from '../../../src/database/backup/check-backup.ts';
import { restoreBackup, saveBackup } from '../../../src/database/backup/save-and-restore.ts';
import type { Database } from '../../../src/database/database.ts';
import { inspectDatabase } from '../../../src/database/inspect-database.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { copyOfPGliteTemplate, databaseUrl } from '../../support/databases.ts';
import { startLanyard } from '../../support/lanyard.ts';

const log = () => {};
type Place = { url?: string; dataDir: string };

describe('a backup', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-backup-'));
  const file = path.join(folder, 'lanyard.backup.gz');
  const embedded: Place = { dataDir: path.join(folder, 'embedded') };
  let postgresql: Place;
  let before: Record<string, unknown[]>;

  beforeAll(async () => {
    postgresql = { url: await databaseUrl(), dataDir: folder };
    const database = await openDatabase({ ...postgresql, log });
    const lanyard = await startLanyard(database);
    const owner = lanyard.slack
      .workspace("Acme's “Ünïcode” \\ 'quotes'")
      .person('Olga', { role: 'owner', twoFactor: 'app' });
    await lanyard.install(owner);
    await lanyard.prisma.installation.updateMany({ data: { metadata: { deep: ["it's", null, 1.5] } } });
    await lanyard.stop();
    before = await everything(database);
    // Beside the connections of a Lanyard.
    await save(postgresql);
    await database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function save(place: Place, to = file) {
    const database = await inspectDatabase(place);
    if (!database) throw new Error('there is no database');
    try {
      return await saveBackup(database.sql, to);
    } finally {
      await database.close();
    }
  }

  async function restoreInto(place: Place, from = file) {
    const database = await inspectDatabase(place);
    if (!database) throw new Error('there is no database');
    try {
      return await restoreBackup(database.sql, from);
    } finally {
      await database.close();
    }
  }

  async function everything({ prisma }: Database) {
    return {
      installations: await prisma.installation.findMany({ orderBy: { id: 'asc' } }),
      users: await prisma.userAuthorization.findMany({ orderBy: { id: 'asc' } }),
      states: await prisma.oAuthState.findMany({ orderBy: { stateHash: 'asc' } }),
      audit: await prisma.auditEntry.findMany({ orderBy: { id: 'asc' } }),
    };
  }

  async function contentOf(place: Place) {
    const database = await openDatabase({ ...place, log });
    const content = await everything(database);
    await database.close();
    return content;
  }

  /** The same backup with some of its text changed. */
  function changed(change: (text: string) => string) {
    return (whole: Buffer) => {
      const text = gunzipSync(whole).toString();
      const after = change(text);
      expect(after).not.toBe(text);
      return gzipSync(after);
    };
  }

  async function alsoMakes(place: Place, statement: string): Promise<void> {
    const database = await inspectDatabase(place);
    await database?.sql(statement);
    await database?.close();
  }

  async function rowsOf(place: Place, table: string) {
    const database = await inspectDatabase(place);
    const rows = await database?.sql(`SELECT * FROM "${table}"`);
    await database?.close();
    return rows;
  }

  test('says what to do when its file cannot be written', async () => {
    const nowhere = path.join(folder, 'no-such-folder', 'lanyard.backup.gz');
    await expect(save(postgresql, nowhere)).rejects.toMatchObject({
      message: `The backup cannot be written to ${nowhere} (ENOENT).`,
      hint: expect.stringContaining('Nothing was saved.'),
    });
  });

  test('that is whole and of this version passes the check before a restore', async () => {
    await checkBackup(file);
  });

  test('leaves out what belongs to other apps in the same database', async () => {
    await alsoMakes(postgresql, 'CREATE TABLE theirs (secret text)');
    await alsoMakes(postgresql, "INSERT INTO theirs VALUES ('not ours')");
    await save(postgresql);
    expect(gunzipSync(readFileSync(file)).toString()).not.toMatch(/theirs|not ours/);
    await alsoMakes(postgresql, 'DROP TABLE theirs');
  });

  test('holds no token in the clear, and only its owner may read the file', () => {
    const text = gunzipSync(readFileSync(file)).toString();
    expect(text).toContain('"sealed_bot_token":"v1.');
    expect(text).not.toMatch(/xox[a-z]-/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('of PostgreSQL comes back into PostgreSQL, every row and value the same', async () => {
    const place = { url: await databaseUrl(), dataDir: folder };
    const counts = await restoreInto(place);
    expect(counts).toMatchObject({ installations: 1, user_authorizations: 1 });
    expect(await contentOf(place)).toEqual(before);
  });

  test('of PostgreSQL comes back into an embedded database', async () => {
    mkdirSync(embedded.dataDir);
    await (await copyOfPGliteTemplate(path.join(embedded.dataDir, 'database'))).close();
    await restoreInto(embedded);
    expect(await contentOf(embedded)).toEqual(before);
  });

  test('of an embedded database comes back into PostgreSQL', async () => {
    await save(embedded);
    const place = { url: await databaseUrl(), dataDir: folder };
    await restoreInto(place);
    expect(await contentOf(place)).toEqual(before);
  });

  test('is refused by a database that holds something, and leaves it as it was', async () => {
    await expect(restoreInto(postgresql)).rejects.toMatchObject({ code: 'backup_unusable' });
    expect(await contentOf(postgresql)).toEqual(before);
  });

  test.each([
    ['is cut off in the middle', (whole: Buffer) => whole.subarray(0, whole.length - 40)],
    [
      'is cut off between two rows',
      (whole: Buffer) =>
        gzipSync(
          gunzipSync(whole)
            .toString()
            .replace(/\{"end".*\n$/, ''),
        ),
    ],
    [
      'is of another version',
      (whole: Buffer) => gzipSync(gunzipSync(whole).toString().replace('_initial"', '_another"')),
    ],
    ['is no backup at all', () => Buffer.from('hello')],
    [
      'holds a table that this version lacks',
      changed((text) =>
        text
          .replace('"tables":[', '"tables":["another",')
          .replace('\n{"end":{', '\n{"table":"another","row":{"id":1}}\n{"end":{"another":1,'),
      ),
    ],
    [
      'holds a table of another app in the same database',
      changed((text) =>
        text
          .replace('"tables":[', '"tables":["others",')
          .replace('\n{"end":{', '\n{"table":"others","row":{"id":1}}\n{"end":{"others":1,'),
      ),
    ],
    [
      'holds SQL for a table name',
      changed((text) => text.replaceAll('audit_entries', 'audit_entries\\" VALUES (1); DROP TABLE \\"turns')),
    ],
    [
      'holds a column that this version lacks',
      changed((text) => text.replaceAll('"bot_id":', '"robot_id":')),
    ],
    ['holds a row that lacks a column', changed((text) => text.replace(/"bot_id":"\w+",? ?/, ''))],
    ['holds a row that is no row', changed((text) => text.replace('\n{"end"', '\nnull\n{"end"'))],
    ['holds a row after its end', changed((text) => `${text}${text.split('\n')[1]}\n`)],
    ['counts no rows at its end', changed((text) => text.replace(/\{"end":\{.*\}\}/, '{"end":{}}'))],
    [
      'holds an escape sequence for a version',
      changed((text) => text.replace('_initial"', '_initial\\u001b[2J"')),
    ],
    ['is one endless line', () => gzipSync(Buffer.alloc(20_000_000, 'a'))],
  ])('that %s is refused, and nothing of it stays', async (what, damage) => {
    const damaged = path.join(folder, 'damaged.gz');
    writeFileSync(damaged, damage(readFileSync(file)));
    // Without a database. Which columns there are, only the database knows.
    const early = checkBackup(damaged).then(() => 'passes');
    if (what.includes('column')) expect(await early).toBe('passes');
    else await expect(early).rejects.toMatchObject({ code: 'backup_unusable' });
    const place = { url: await databaseUrl(), dataDir: folder };
    await alsoMakes(place, 'CREATE TABLE others (id int)');
    const refused = await restoreInto(place, damaged).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'backup_unusable', hint: expect.stringMatching(/\S/) });
    expect((refused as Error).message).toMatch(/^The backup cannot be used: [ -~]+$/);
    const content = await contentOf(place);
    expect(Object.values(content).flat()).toEqual([]);
    expect(await rowsOf(place, 'others')).toEqual([]);
    expect(await rowsOf(place, 'turns')).toEqual([]);
  });
});
