import { randomBytes } from 'node:crypto';
import { createVault } from '../../../src/vault/vault.ts';
import type { Harness } from '../contract.ts';
import { createReferenceStore, emptyReferenceData } from '../reference-store.ts';

export const reference: Harness = {
  name: 'the reference store',
  lacks: {},
  async open({ clientId = '111.111' } = {}) {
    const data = emptyReferenceData();
    const vault = createVault([{ id: 'reference', key: randomBytes(32) }]);
    const instance = (options: { clientId?: string } = {}) =>
      createReferenceStore({ data, vault, clientId: options.clientId ?? clientId });
    return {
      store: instance(),
      secondInstance: async (options) => instance(options),
      dump: async () =>
        JSON.stringify([...data.installations, ...data.authorizations, ...data.superseded], null, 1),
      async close() {},
    };
  },
  async end() {},
};
