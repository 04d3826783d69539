import assert from 'node:assert/strict';
import type { InstallationQuery } from '@slack/oauth';
import { family, type Store } from '../contract.ts';
import { inOrg, install, installOrg, inWorkspace, malformed, newId } from '../grants.ts';
import { same } from '../judgements.ts';

async function rejection(store: Store, query: InstallationQuery<boolean>): Promise<Error> {
  const outcome: unknown = await store.fetchInstallation(query).then(
    (answer) => assert.fail(`answered ${answer === undefined ? 'undefined' : 'with an installation'}`),
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof Error);
  return outcome;
}

/** Two workspaces and an organization that no query of these cases is about. */
async function others(store: Store): Promise<void> {
  await store.storeInstallation(install());
  await store.storeInstallation(install({ enterprise: newId('E') }));
  await store.storeInstallation(installOrg());
}

export const missing = family('missing', {
  'an unknown workspace is an error': async ({ store }) => {
    await others(store);
    await rejection(store, inWorkspace(newId('T'), newId('U')));
  },
  'an unknown organization is an error': async ({ store }) => {
    await others(store);
    await rejection(store, inOrg(newId('E'), newId('W')));
  },
  'the error names the workspace, the organization and the person that were asked for': async ({ store }) => {
    const [team, enterprise, user] = [newId('T'), newId('E'), newId('U')];
    const error = await rejection(store, inWorkspace(team, user, enterprise));
    const told = `${error.message} ${JSON.stringify(error)}`;
    for (const id of [team, enterprise, user]) assert.ok(told.includes(id), `${id} is not named`);
  },
  'the error of an unknown installation has a code': async ({ store }) => {
    const error = await rejection(store, inWorkspace(newId('T')));
    assert.equal(typeof (error as { code?: unknown }).code, 'string');
  },
  'an empty query is an error, never some installation': async ({ store }) => {
    await others(store);
    await rejection(store, inWorkspace(undefined));
    await rejection(store, malformed({}));
  },
  'a person alone is an error, even one who installed': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    await rejection(store, inWorkspace(undefined, given.user.id));
  },
  'an org-wide query without an organization is an error, even for an installed workspace': async ({
    store,
  }) => {
    const given = install();
    await store.storeInstallation(given);
    await rejection(store, inOrg(undefined, given.user.id, given.team.id));
  },
  'an org-wide query is never answered by one workspace of that organization': async ({ store }) => {
    const given = install({ enterprise: newId('E') });
    await store.storeInstallation(given);
    await rejection(store, inOrg(given.enterprise?.id, given.user.id, given.team.id));
  },
  'a workspace query without its organization is never answered by an org-wide installation': async ({
    store,
  }) => {
    await others(store);
    await rejection(store, inWorkspace(newId('T')));
  },
  'names of every object are no installations': async ({ store }) => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const answer = await store.fetchInstallation(inWorkspace(name)).catch(() => undefined);
      same(answer, undefined, `found ${name}`);
    }
  },
});
