import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Line } from './read-lines.ts';
import { parsed } from './read-lines.ts';

const WORKSPACE = /^T[A-Z0-9]+$/;
const PLACE = /^(?:E[A-Z0-9]+(?:-T[A-Z0-9]+)?|T[A-Z0-9]+)$/;
const DATED = /-(\d{10,})$/;

/**
 * The files of @slack/oauth's FileInstallationStore. Its workspaces without an organization lie next to the folder that was
 * given to it, not in it: `…/installsT0123` next to `…/installs`, since it joins their names without a slash. Older ones
 * did not, so both are read.
 * @param folder its `baseDir`; with a `clientId`, its own folder in there is read as well
 * @see https://github.com/slackapi/node-slack-sdk/tree/main/packages/oauth/src/installation-stores
 */
export function* readSlackFiles(folder: string, clientId: string): Generator<Line & { file: string }> {
  for (const base of [folder, path.join(folder, clientId)]) {
    const [parent, own] = [path.dirname(path.resolve(base)), path.basename(path.resolve(base))];
    const beside = foldersIn(parent)
      .filter((name) => name.startsWith(own) && WORKSPACE.test(name.slice(own.length)))
      .map((name) => path.join(parent, name));
    const inside = foldersIn(base)
      .filter((name) => PLACE.test(name))
      .map((name) => path.join(base, name));
    for (const place of [...inside, ...beside]) yield* readFiles(place);
  }
}

/**
 * The files of FileInstallationService in Slack's SDK for Java: `<client id>/installation/{installer,bot}/…`. Installers
 * come first: they tell who installed the bots.
 */
export function* readJavaFiles(folder: string, clientId: string): Generator<Line & { file: string }> {
  for (const kind of ['installer', 'bot']) {
    for (const base of [folder, path.join(folder, clientId, 'installation')]) {
      yield* readFiles(path.join(base, kind));
    }
  }
}

function* readFiles(folder: string): Generator<Line & { file: string }> {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const where = path.join(folder, entry.name);
    const [, ms] = DATED.exec(entry.name) ?? [];
    const writtenAt = ms === undefined ? statSync(where).mtime : new Date(Number(ms));
    yield { where, file: entry.name, writtenAt, ...contentOf(where) };
  }
}

function contentOf(file: string) {
  try {
    return parsed(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return { unreadable: `the file can't be opened${code}` };
  }
}

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      )
    : [];
