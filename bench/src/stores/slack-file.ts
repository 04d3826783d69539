import path from 'node:path';
import oauth from '@slack/oauth';
import { loaded } from './loaded.ts';
import type { Place, StoreUnderBench } from './store-under-bench.ts';

// It puts a workspace's folder beside the given one when that has no separator at its end.
const open = ({ folder }: Place) => new oauth.FileInstallationStore({ baseDir: `${folder}${path.sep}` });

export const slackFile: StoreUnderBench = {
  name: '@slack/oauth FileInstallationStore',
  data: 'files',
  limit: {
    installations: 100_000,
    why: 'a folder and four files for each installation: a million would be five million entries and 20 GB',
  },
  async fill(place, installations) {
    const store = open(place);
    for (let n = 0; n < installations; n += 1) await store.storeInstallation(loaded(n));
  },
  open: async (place) => ({ store: open(place), async close() {} }),
};
