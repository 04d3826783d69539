// npm run settings
// Writes what follows from other files: .env.example and the table in docs/settings.md from the schema of the environment,
// manifest.socket-mode.json from manifest.json, the table in docs/simulator.md from what the simulator covers.
import { readFile, writeFile } from 'node:fs/promises';
import { coverageTable } from '../simulator/covered-table.ts';
import { envExample, settingsTable } from '../src/config/documents.ts';
import { forSocketMode, MANIFEST_FILES, readManifest } from '../src/slack-api/manifest.ts';

const settings = await readFile('docs/settings.md', 'utf8');
await writeFile('.env.example', envExample());
await writeFile(
  'docs/settings.md',
  settings.replace(
    /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/,
    (_, start, end) => `${start}${settingsTable()}\n${end}`,
  ),
);
await writeFile(
  MANIFEST_FILES['socket-mode'],
  `${JSON.stringify(forSocketMode(readManifest('http')), undefined, 2)}\n`,
);

const simulator = await readFile('docs/simulator.md', 'utf8');
await writeFile(
  'docs/simulator.md',
  simulator.replace(
    /(<!-- coverage -->\n)[\s\S]*?(<!-- \/coverage -->)/,
    (_, start, end) => `${start}${coverageTable()}\n${end}`,
  ),
);
