import { family } from '../contract.ts';
import { inOrg, install, installOrg, inWorkspace, malformed, newId } from '../grants.ts';
import { absent, botTokenOf, found, noUserToken, same, userTokenOf } from '../judgements.ts';

const PATTERNS = ['%', '_', '*', '?', '.', '..', '../', '/', '.*', '', ' ', '\\', '[A-Z]', "' OR 1=1 --"];

export const tenants = family('tenants', {
  'two workspaces each get their own bot, webhook and names': async ({ store }) => {
    const [one, two] = [install(), install()];
    await store.storeInstallation(one);
    await store.storeInstallation(two);
    same(await found(store, inWorkspace(one.team.id, one.user.id)), one);
    same(await found(store, inWorkspace(two.team.id, two.user.id)), two);
  },
  'two organizations each get their own bot': async ({ store }) => {
    const [one, two] = [installOrg(), installOrg()];
    await store.storeInstallation(one);
    await store.storeInstallation(two);
    same(await found(store, inOrg(one.enterprise.id, one.user.id)), one);
    same(await found(store, inOrg(two.enterprise.id, two.user.id)), two);
  },
  'one person in two workspaces has two permissions': async ({ store }) => {
    const user = newId('U');
    const [one, two] = [install({ user }), install({ user })];
    await store.storeInstallation(one);
    await store.storeInstallation(two);
    same(await userTokenOf(store, inWorkspace(one.team.id, user)), one.user.token);
    same(await userTokenOf(store, inWorkspace(two.team.id, user)), two.user.token);
  },
  'a person of one workspace gets nothing of it in another': async ({ store }) => {
    const [one, two] = [install(), install()];
    await store.storeInstallation(one);
    await store.storeInstallation(two);
    await noUserToken(store, inWorkspace(two.team.id, one.user.id));
  },
  'an id that begins with another one is another workspace': async ({ store }) => {
    const short = newId('T');
    const [one, eleven] = [install({ team: short }), install({ team: `${short}1` })];
    await store.storeInstallation(one);
    await absent(store, inWorkspace(`${short}1`));
    await store.storeInstallation(eleven);
    same(await botTokenOf(store, inWorkspace(short)), one.bot.token);
    same(await botTokenOf(store, inWorkspace(`${short}1`)), eleven.bot.token);
  },
  'an id in other letters is another workspace': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    await absent(store, inWorkspace(given.team.id.toLowerCase()));
  },
  'an organization and a workspace of the same id are two things': async ({ store }) => {
    const id = newId('E');
    const [workspace, org] = [install({ team: id }), installOrg({ enterprise: id })];
    await store.storeInstallation(workspace);
    await store.storeInstallation(org);
    same(await botTokenOf(store, inWorkspace(id)), workspace.bot.token);
    same(await botTokenOf(store, inOrg(id)), org.bot.token);
  },
  'patterns of SQL, shells, paths and expressions match nothing': async ({ store }) => {
    const given = install({ enterprise: newId('E') });
    await store.storeInstallation(given);
    await store.storeInstallation(installOrg());
    for (const pattern of PATTERNS) {
      await absent(store, inWorkspace(pattern, given.user.id));
      await absent(store, inWorkspace(`${given.team.id.slice(0, -1)}${pattern}`));
      await absent(store, inOrg(pattern));
      await noUserToken(store, inWorkspace(given.team.id, pattern || 'U%'));
    }
  },
  'deleting by a pattern deletes nothing': async ({ store }) => {
    const given = install({ enterprise: newId('E') });
    await store.storeInstallation(given);
    for (const pattern of PATTERNS) {
      // Refusing such an id is as good as finding nothing under it.
      await store.deleteInstallation(inWorkspace(pattern)).catch(() => {});
      await store.deleteInstallation(inOrg(pattern)).catch(() => {});
      await store.deleteInstallation(inWorkspace(given.team.id, `${pattern}%`)).catch(() => {});
    }
    same(await found(store, inWorkspace(given.team.id, given.user.id, given.enterprise?.id)), given);
  },
  'an object in place of an id matches nothing': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    for (const filter of [{ startsWith: 'T' }, { not: '' }, { contains: '' }, ['T'], [given.team.id]]) {
      await absent(store, malformed({ teamId: filter, isEnterpriseInstall: false }));
      await noUserToken(
        store,
        malformed({ teamId: given.team.id, userId: filter, isEnterpriseInstall: false }),
      );
      await store
        .deleteInstallation(malformed({ teamId: filter, isEnterpriseInstall: false }))
        .catch(() => {});
      await store
        .deleteInstallation(malformed({ teamId: given.team.id, userId: filter, isEnterpriseInstall: false }))
        .catch(() => {});
    }
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
  },
  'the channel of an event has no part in what is found': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    const query = { ...inWorkspace(given.team.id, given.user.id), conversationId: newId('C') };
    same(await found(store, query), given);
  },
});
