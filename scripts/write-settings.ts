// npm run settings
// Writes what people read about the environment: .env.example and the table in README.md.
import { readFile, writeFile } from 'node:fs/promises';
import { envExample, readmeTable } from '../src/config/documents.ts';

const readme = await readFile('README.md', 'utf8');
await writeFile('.env.example', envExample());
await writeFile(
  'README.md',
  readme.replace(
    /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/,
    (_, start, end) => `${start}${readmeTable()}\n${end}`,
  ),
);
