import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { manifestSchema } from '../support/manifest-schema.ts';

/** As the Slack CLI does: by a shell, in the folder of the project, reading what is printed. */
const run = (command: string) =>
  spawnSync('sh', ['-c', command], { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } });

describe('the hooks of the Slack CLI', () => {
  const { hooks } = JSON.parse(readFileSync('.slack/hooks.json', 'utf8'));
  const given = JSON.parse(run(hooks['get-hooks']).stdout);

  test('offer a start and a manifest, and name files to watch that exist', () => {
    expect(Object.keys(given.hooks).sort()).toEqual(['get-manifest', 'start']);
    expect(given.runtime).toBe('node');
    for (const path of [...given.config.watch.app.paths, ...given.config.watch.manifest.paths]) {
      expect(existsSync(path)).toBe(true);
    }
  });

  test('give the manifest for Socket Mode, for `slack run` has no public address', () => {
    const manifest = JSON.parse(run(given.hooks['get-manifest']).stdout);
    expect(manifestSchema.safeParse(manifest).success).toBe(true);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });

  test('start Lanyard from its TypeScript, and pass its exit code and its words on', () => {
    const { status, stderr } = run(given.hooks.start);
    expect(status).toBe(1);
    expect(stderr).toContain('SLACK_CLIENT_ID is missing');
  });

  test('refuse what they do not know', () => {
    expect(run(`${hooks['get-hooks'].replace('get-hooks', 'deploy')}`).status).toBe(1);
  });
});
