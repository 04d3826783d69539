import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dashboard, Panel } from '@grafana/schema';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const COMPILER = path.resolve('node_modules/typescript/bin/tsc');
const STRICT = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022'];

const dashboard: Dashboard & { panels: Panel[] } = JSON.parse(
  readFileSync('ops/grafana-dashboard.json', 'utf8'),
);

/** No Grafana is here to load it: its own published types are asked, which know every key and every closed set. */
describe('the dashboard against the types of Grafana', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-dashboard-'));
  beforeAll(() => symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** As it stands in a file of TypeScript, where a key that the type does not have is an error too. */
  function complaintsAbout(candidate: object): string {
    const lines = [
      "import type { Dashboard } from '@grafana/schema';",
      `export const dashboard: Dashboard = ${JSON.stringify(candidate)};`,
    ];
    writeFileSync(path.join(folder, 'dashboard.mts'), lines.join('\n'));
    const { stdout, stderr } = spawnSync(process.execPath, [COMPILER, ...STRICT, 'dashboard.mts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return `${stdout}${stderr}`;
  }

  test('it is one', () => {
    expect(complaintsAbout(dashboard)).toBe('');
  });

  test('a key or a value that Grafana does not know would be found', () => {
    const [panel] = dashboard.panels;
    expect(complaintsAbout({ ...dashboard, pannels: [] })).toMatch(
      /pannels.* does not exist in type 'Dashboard'/,
    );
    const gridPos = { x: '0', y: 0, w: 6, h: 4 };
    expect(complaintsAbout({ ...dashboard, panels: [{ ...panel, gridPos }] })).toMatch(
      /Type 'string' is not assignable to type 'number'/,
    );
  });
});
