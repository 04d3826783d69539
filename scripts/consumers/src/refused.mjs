// node refused.mjs file: what attach says to an App of the Bolt in that file.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openInstallationStore } from 'lanyard/installation-store';

const { default: bolt } = await import(process.argv[2]);
const dataDir = await mkdtemp(path.join(tmpdir(), 'lanyard-refused-'));
const store = await openInstallationStore({
  clientId: '1.1',
  clientSecret: 'secret',
  encryptionKeys: `k1:${randomBytes(32).toString('base64')}`,
  dataDir,
});
const app = new bolt.App({ signingSecret: 'secret', authorize: store.authorize });
try {
  store.attach(app, { installUrl: 'https://app.example/slack/install' });
  console.log('Not refused');
} catch (error) {
  console.log(error.message);
}
await store.close();
await rm(dataDir, { recursive: true });
