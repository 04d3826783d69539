import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Finding, lint } from './support/lint.ts';

const root = path.resolve(import.meta.dirname, '..');

/** What each folder may not import, of all the folders and files that there are. */
const PLACES = [
  'slack',
  'web',
  'jobs',
  'cli',
  'installations',
  'authorizations',
  'two-factor',
  'notifications',
  'audit',
  'incidents',
  'apps',
  'conversations',
  'database',
  'vault',
  'slack-api',
  'locales',
  'observability',
  'errors.ts',
  'config.ts',
  'app.ts',
  'main.ts',
  'simulator',
  'test',
];
const DOORS = ['slack', 'web', 'jobs'];
const ROOMS = [
  'installations',
  'authorizations',
  'two-factor',
  'notifications',
  'audit',
  'incidents',
  'apps',
  'conversations',
];
/** Those that other people's Bolt apps don't have. */
const LANYARDS_ROOMS = ROOMS.filter((room) => !['installations', 'apps', 'conversations'].includes(room));
const OUTSIDE = ['app.ts', 'main.ts', 'cli', 'simulator', 'test'];
const forbidden: Record<string, string[]> = {
  slack: ['database', 'vault', 'web', 'jobs', ...OUTSIDE],
  web: ['database', 'vault', 'slack', 'jobs', ...OUTSIDE],
  jobs: ['database', 'vault', 'slack', 'web', ...OUTSIDE],
  cli: ['vault', ...DOORS, 'app.ts', 'main.ts', 'simulator', 'test'],
  authorizations: [...DOORS, 'locales', 'notifications', ...OUTSIDE],
  'two-factor': [...DOORS, 'locales', 'notifications', ...OUTSIDE],
  notifications: [...DOORS, 'locales', ...OUTSIDE],
  installations: [...DOORS, 'locales', 'authorizations', 'two-factor', 'notifications', ...OUTSIDE],
  audit: [...DOORS, 'locales', 'installations', 'authorizations', 'two-factor', 'notifications', ...OUTSIDE],
  incidents: [
    ...DOORS,
    'locales',
    'vault',
    'installations',
    'authorizations',
    'two-factor',
    'notifications',
    'audit',
    ...OUTSIDE,
  ],
  apps: [...DOORS, 'locales', 'vault', ...LANYARDS_ROOMS, ...OUTSIDE],
  conversations: [...DOORS, 'locales', ...LANYARDS_ROOMS, ...OUTSIDE],
  database: [...DOORS, ...ROOMS, ...OUTSIDE],
  vault: [...DOORS, ...ROOMS, ...OUTSIDE],
  'slack-api': [...DOORS, ...ROOMS, ...OUTSIDE],
  locales: [...DOORS, ...ROOMS, ...OUTSIDE],
  observability: [...DOORS, ...ROOMS, ...OUTSIDE],
  'errors.ts': [...DOORS, ...ROOMS, ...OUTSIDE],
  'config.ts': [...DOORS, ...ROOMS, ...OUTSIDE],
  'app.ts': ['main.ts', 'cli', 'simulator', 'test'],
  'main.ts': ['cli', 'simulator', 'test'],
  'a-folder-to-come': OUTSIDE,
};

let folder: string;
let findings: Finding[];

const isFile = (place: string) => place.endsWith('.ts');
const fileOf = (place: string) => path.join('src', isFile(place) ? place : `${place}/inner/file.ts`);

/** One import per line, of every place; type-only ones and dynamic ones in turn. */
function linesOf(from: string): string[] {
  const up = isFile(from) ? './' : '../../';
  return PLACES.map((place, index) => {
    const outside = place === 'simulator' || place === 'test';
    const target = `${outside ? `${up}../` : up}${place}${isFile(place) ? '' : '/deep/thing.ts'}`;
    if (index % 3 === 0) return `export type { Thing as Thing${index} } from '${target}';`;
    return index % 3 === 1 ? `export * as thing${index} from '${target}';` : `await import('${target}');`;
  });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lanyard-directions-'));
  const config = JSON.parse(await readFile(path.join(root, 'biome.json'), 'utf8'));
  const { $schema: _, vcs: __, plugins: ___, ...own } = config;
  await writeFile(path.join(folder, 'biome.json'), JSON.stringify(own));
  for (const place of Object.keys(forbidden)) {
    const file = path.join(folder, fileOf(place));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, [...linesOf(place), 'export const env = process.env.HOME;', ''].join('\n'));
  }
  findings = await lint(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(Object.keys(forbidden))('src/%s', (place) => {
  test('is refused what it must not import, with the reason, and nothing else', () => {
    const refused = findings.filter(
      ({ rule, file }) => rule === 'lint/style/noRestrictedImports' && file === fileOf(place),
    );
    const seen = refused.map(({ line }) => PLACES[line - 1]);
    expect(seen.sort()).toEqual([...(forbidden[place] ?? [])].sort());
    for (const { message } of refused) expect(message).toMatch(/^[A-Z].{40,}\.$/);
  });

  test(`${place === 'config.ts' ? 'reads' : 'is refused to read'} the environment`, () => {
    const refused = findings.some(
      ({ rule, file }) => rule === 'lint/style/noProcessEnv' && file === fileOf(place),
    );
    expect(refused).toBe(place !== 'config.ts');
  });
});
