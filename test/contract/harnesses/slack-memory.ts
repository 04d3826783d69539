import oauth from '@slack/oauth';
import type { Harness } from '../contract.ts';

export const slackMemory: Harness = {
  name: '@slack/oauth MemoryInstallationStore',
  lacks: {
    'second instance': 'its data are one object of one process',
    dump: 'it keeps nothing at rest',
  },
  open: async () => ({ store: new oauth.MemoryInstallationStore(), async close() {} }),
  async end() {},
};
