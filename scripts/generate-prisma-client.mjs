// Runs after `npm ci`, and from scripts/build.mjs when the schema has changed. A production install leaves the Prisma
// CLI out; it uses the client that was built.
import { spawnSync } from 'node:child_process';
import { existsSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url));
if (existsSync(cli)) {
  const { status } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  });
  if (status !== 0) {
    console.error('The Prisma client could not be generated from prisma/schema.prisma (see above).');
    process.exit(1);
  }
  // Prisma leaves files alone that would not change; build.mjs compares their age with the schema's.
  const client = fileURLToPath(new URL('../src/database/generated/client.ts', import.meta.url));
  utimesSync(client, new Date(), new Date());
}
