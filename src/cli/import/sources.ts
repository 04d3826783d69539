import { existsSync, statSync } from 'node:fs';
import { fromBolt, installedAtOf } from './from-bolt.ts';
import { byName, fromColumns } from './from-columns.ts';
import { fromJava } from './from-java.ts';
import { aboutDocument, plain } from './from-mongo.ts';
import { readJavaFiles, readSlackFiles } from './read-folders.ts';
import { type Line, readLines } from './read-lines.ts';
import { addressIn, readTable } from './read-table.ts';
import {
  type Fields,
  isFields,
  type RawInstallation,
  type Source,
  type SourceRecord,
  textOf,
  timeOf,
} from './record.ts';

export type SourceOptions = {
  /** Its files, its file, or its database. */
  where: string;
  /** The app that is moving in. */
  clientId: string;
  /** In place of the table's usual names. */
  table?: string | undefined;
  /** Python's second table, in place of `slack_bots`. */
  botsTable?: string | undefined;
};

const PRISMA_TABLES = ['SlackAppInstallation', 'slack_app_installation'];
const TYPEORM_TABLES = ['slack_app_installation', 'SlackAppInstallation'];
const SEQUELIZE_TABLES = ['slack_app_installations', 'slack_app_installation'];

/** What can be imported, by the name on the command line. */
export const SOURCES: Readonly<Record<string, (options: SourceOptions) => Source>> = {
  'slack-file': ({ where, clientId }) => {
    return async function* () {
      for (const line of readSlackFiles(where, clientId)) {
        yield record(line, (given) => {
          const { user, ...rest } = fromBolt(given);
          // Deleting a person deletes their own files, and leaves their token in those of the app.
          const own = line.file.startsWith('user-') || !isFields(user) ? user : { id: user.id };
          return { installation: { ...rest, user: own }, installedAt: line.writtenAt };
        });
      }
    };
  },
  'bolt-prisma': (options) => rows(options, [PRISMA_TABLES]),
  'bolt-typeorm': (options) => rows(options, [TYPEORM_TABLES]),
  'bolt-sequelize': (options) => rows(options, [SEQUELIZE_TABLES]),
  'bolt-mongoose': ({ where }) => {
    return async function* () {
      for await (const line of readLines(where)) {
        yield record(line, (given) => {
          const document = plain(given) as Fields;
          const { writtenAt = line.writtenAt, clientId } = aboutDocument(document);
          return { installation: fromBolt(document), installedAt: writtenAt, clientId };
        });
      }
    };
  },
  python: (options) => rows(options, [['slack_installations'], [options.botsTable ?? 'slack_bots']]),
  java: ({ where, clientId }) => {
    const isFolder = existsSync(where) && statSync(where).isDirectory();
    return async function* () {
      const lines = isFolder ? readJavaFiles(where, clientId) : readLines(where);
      yield* withInstallers(lines, (line) =>
        record(line, (given) => ({
          installation: fromJava(given),
          installedAt: timeOf(given.installed_at) ?? line.writtenAt,
        })),
      );
    };
  },
  jsonl: ({ where }) => {
    return async function* () {
      for await (const line of readLines(where)) {
        yield record(line, (given) => ({
          installation: fromBolt(given),
          installedAt: installedAtOf(given) ?? line.writtenAt,
          clientId: textOf(given.clientId),
        }));
      }
    };
  },
};

/** Rows of tables, from PostgreSQL or from a file with one row a line. */
function rows({ where, table }: SourceOptions, tables: readonly (readonly string[])[]): Source {
  const address = addressIn(where);
  async function* lines(): AsyncGenerator<Line> {
    if (address === undefined) return yield* readLines(where);
    for (const [index, names] of tables.entries()) {
      const named = index === 0 && table !== undefined ? [table] : names;
      for await (const { where: at, row } of readTable(address, named)) {
        yield { where: at, writtenAt: new Date(0), value: row };
      }
    }
  }
  return () =>
    withInstallers(lines(), (line) =>
      record(line, (row) => {
        const column = byName(row);
        return {
          installation: fromColumns(row),
          installedAt: timeOf(column('installedat')) ?? line.writtenAt,
          clientId: textOf(column('clientid')),
        };
      }),
    );
}

type Read = { installation: RawInstallation; installedAt: Date; clientId?: string | undefined };

function record(line: Line, read: (value: Fields) => Read): SourceRecord {
  if ('unreadable' in line) return { where: line.where, unreadable: line.unreadable };
  const { installation, installedAt, clientId } = read(line.value);
  return { where: line.where, installation, installedAt, clientId };
}

/**
 * Python and Java also keep bots apart, renewed by every rotation, without the person who installed them: the records of
 * installations, which come first, name that one. Where no record does, the bot itself takes the person's place.
 */
async function* withInstallers(
  lines: AsyncIterable<Line> | Iterable<Line>,
  read: (line: Line) => SourceRecord,
): AsyncGenerator<SourceRecord> {
  const installers = new Map<string, unknown>();
  for await (const line of lines) {
    const found = read(line);
    if ('unreadable' in found) {
      yield found;
      continue;
    }
    const { installation } = found;
    const { user, bot } = installation;
    const place = JSON.stringify([idOf(installation.enterprise), idOf(installation.team)]);
    const known = idOf(user);
    if (known !== undefined) installers.set(place, known);
    const id = known ?? installers.get(place) ?? (isFields(bot) ? bot.userId : undefined);
    yield { ...found, installation: { ...installation, user: { ...(isFields(user) ? user : {}), id } } };
  }
}

const idOf = (part: unknown): unknown => (isFields(part) ? textOf(part.id) : undefined);
