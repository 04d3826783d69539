import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import oauth from '@slack/oauth';
import type { Harness } from '../contract.ts';

export const slackFile: Harness = {
  name: '@slack/oauth FileInstallationStore',
  lacks: {},
  async open({ clientId = '111.111' } = {}) {
    const baseDir = await mkdtemp(path.join(tmpdir(), 'lanyard-contract-'));
    const instance = (options: { clientId?: string } = {}) =>
      new oauth.FileInstallationStore({ baseDir, clientId: options.clientId ?? clientId });
    return {
      store: instance(),
      secondInstance: async (options) => instance(options),
      async dump() {
        const entries = await readdir(baseDir, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile());
        const texts = files.map((file) => readFile(path.join(file.parentPath, file.name), 'utf8'));
        return (await Promise.all(texts)).join('\n');
      },
      close: () => rm(baseDir, { recursive: true, force: true }),
    };
  },
  async end() {},
};
