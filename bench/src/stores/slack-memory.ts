import oauth from '@slack/oauth';
import { loaded, teamOf } from './loaded.ts';
import type { StoreUnderBench } from './store-under-bench.ts';

export const slackMemory: StoreUnderBench = {
  name: '@slack/oauth MemoryInstallationStore',
  data: 'memory',
  async fill() {},
  async open(_, installations) {
    const store = new oauth.MemoryInstallationStore();
    for (let n = 0; n < installations; n += 1) store.devDB[teamOf(n)] = loaded(n);
    return { store, async close() {} };
  },
};
