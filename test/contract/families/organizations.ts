import { family } from '../contract.ts';
import {
  inOrg,
  install,
  installOrg,
  inWorkspace,
  malformed,
  newId,
  newPair,
  rotating,
  userOnly,
} from '../grants.ts';
import {
  absent,
  botTokenOf,
  found,
  noUserToken,
  refreshed,
  same,
  strangersAnswer,
  userTokenOf,
} from '../judgements.ts';

export const organizations = family('organizations', {
  'an org-wide installation is found from any of its workspaces, and from none': async ({ store }) => {
    const org = installOrg();
    await store.storeInstallation(org);
    for (const team of [undefined, newId('T'), newId('T')]) {
      same(await found(store, inOrg(org.enterprise.id, org.user.id, team)), org);
    }
  },
  'an org-wide installation that came with a workspace is org-wide': async ({ store }) => {
    const org = installOrg();
    const team = newId('T');
    await store.storeInstallation(malformed({ ...org, team: { id: team, name: 'Where it began' } }));
    same(await botTokenOf(store, inOrg(org.enterprise.id, org.user.id)), org.bot.token);
    same(await botTokenOf(store, inOrg(org.enterprise.id, org.user.id, newId('T'))), org.bot.token);
    await absent(store, inWorkspace(team));
  },
  'org-wide and in one workspace side by side, each is answered by its own': async ({ store }) => {
    const org = installOrg();
    const workspace = install({ enterprise: org.enterprise.id });
    await store.storeInstallation(org);
    await store.storeInstallation(workspace);
    const { id: team } = workspace.team;
    same(await botTokenOf(store, inWorkspace(team, undefined, org.enterprise.id)), workspace.bot.token);
    same(await botTokenOf(store, inOrg(org.enterprise.id, undefined, team)), org.bot.token);
  },
  'a workspace without an own installation is answered by the org-wide one': async ({ store }) => {
    const org = installOrg();
    await store.storeInstallation(org);
    const fetched = await found(store, inWorkspace(newId('T'), org.user.id, org.enterprise.id));
    same([fetched.bot, fetched.user], [org.bot, org.user]);
    same([fetched.isEnterpriseInstall, fetched.enterprise], [true, org.enterprise]);
  },
  'a stranger in such a workspace gets the org-wide bot alone': async ({ store }) => {
    const org = rotating(installOrg());
    await store.storeInstallation(org);
    const stranger = newId('U');
    const fetched = await found(store, inWorkspace(newId('T'), stranger, org.enterprise.id));
    strangersAnswer(fetched, stranger, org.bot.token);
  },
  'no workspace is answered by another organization': async ({ store }) => {
    await store.storeInstallation(installOrg());
    await absent(store, inWorkspace(newId('T'), undefined, newId('E')));
  },
  'what was read through a workspace and is refreshed is written to the organization': async ({ store }) => {
    const org = rotating(installOrg());
    await store.storeInstallation(structuredClone(org));
    const team = newId('T');
    const pair = newPair('bot');
    const fetched = await found(store, inWorkspace(team, org.user.id, org.enterprise.id));
    await store.storeInstallation(refreshed(fetched, 'bot', pair));
    same(await botTokenOf(store, inOrg(org.enterprise.id)), pair.token);
    same(await botTokenOf(store, inWorkspace(newId('T'), undefined, org.enterprise.id)), pair.token);
    await absent(store, inWorkspace(team));
  },
  'own permissions within an organization stand beside its bot': async ({ store }) => {
    const org = installOrg();
    const second = installOrg({ enterprise: org.enterprise.id });
    const { bot, tokenType, ...own } = second;
    await store.storeInstallation(org);
    await store.storeInstallation(own);
    const fetched = await found(store, inOrg(org.enterprise.id, own.user.id, newId('T')));
    same([fetched.bot, fetched.user], [org.bot, own.user]);
    same(await userTokenOf(store, inOrg(org.enterprise.id, org.user.id)), org.user.token);
  },
  'an own permission given in one workspace hides no org-wide bot': async ({ store }) => {
    const org = installOrg();
    const own = userOnly(install({ enterprise: org.enterprise.id }));
    await store.storeInstallation(org);
    await store.storeInstallation(own);
    const query = (asker?: string) => inWorkspace(own.team.id, asker, org.enterprise.id);
    const fetched = await found(store, query(own.user.id));
    same([fetched.bot, fetched.user], [org.bot, own.user]);
    for (const asker of [undefined, newId('U')]) {
      same(await botTokenOf(store, query(asker)), org.bot.token);
      await noUserToken(store, query(asker));
    }
  },
  'an org-wide bot and the own permission of one workspace are each refreshed where they are': async ({
    store,
  }) => {
    const org = rotating(installOrg());
    const own = userOnly(rotating(install({ enterprise: org.enterprise.id })));
    await store.storeInstallation(structuredClone(org));
    await store.storeInstallation(structuredClone(own));
    const query = inWorkspace(own.team.id, own.user.id, org.enterprise.id);
    const [bot, user] = [newPair('bot'), newPair('user')];
    const fetched = await found(store, query);
    await store.storeInstallation(refreshed(refreshed(fetched, 'bot', bot), 'user', user));
    const after = await found(store, query);
    same(
      [after.bot, after.user],
      [
        { ...org.bot, ...bot },
        { ...own.user, ...user },
      ],
    );
    same(await botTokenOf(store, inOrg(org.enterprise.id)), bot.token);
    await store.deleteInstallation(inWorkspace(own.team.id, own.user.id, org.enterprise.id));
    await noUserToken(store, query);
  },
  'a workspace that joined an organization is found with it and without it': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    for (const enterprise of [undefined, newId('E')]) {
      const fetched = await found(store, inWorkspace(given.team.id, given.user.id, enterprise));
      same([fetched.bot, fetched.user], [given.bot, given.user]);
    }
  },
  'a workspace that left its organization is found without it': async ({ store }) => {
    const given = install({ enterprise: newId('E') });
    await store.storeInstallation(given);
    same(await botTokenOf(store, inWorkspace(given.team.id)), given.bot.token);
  },
  'a workspace that moved to another organization is found there': async ({ store }) => {
    const given = install({ enterprise: newId('E') });
    await store.storeInstallation(given);
    same(await botTokenOf(store, inWorkspace(given.team.id, undefined, newId('E'))), given.bot.token);
  },
  'installed again after it joined, a workspace has one bot and its organization': async ({ store }) => {
    const before = install();
    const { id: team } = before.team;
    const after = install({ team, enterprise: newId('E') });
    await store.storeInstallation(before);
    await store.storeInstallation(after);
    for (const enterprise of [undefined, after.enterprise?.id]) {
      const fetched = await found(store, inWorkspace(team, before.user.id, enterprise));
      same([fetched.bot, fetched.enterprise], [after.bot, after.enterprise]);
      same(fetched.user, before.user);
    }
  },
});
