import { type Capability, family } from '../contract.ts';
import {
  inOrg,
  install,
  installOrg,
  inWorkspace,
  newId,
  newPair,
  type Pair,
  rotating,
  userOnly,
} from '../grants.ts';
import { absent, found, noUserToken, putLate, refreshed, same, wholePair } from '../judgements.ts';

const needs: readonly Capability[] = ['second instance'];

// A second instance is a second process of the app, or the same one after a restart. It has always looked before the
// first one changes something: what it remembers must not be what it answers.

export const processes = family('processes', {
  'a second instance reads what the first one stored': [
    needs,
    async ({ store, secondInstance }) => {
      const given = rotating(install());
      await store.storeInstallation(structuredClone(given));
      const second = await secondInstance();
      same(await found(second, inWorkspace(given.team.id, given.user.id)), given);
    },
  ],
  'a second instance that found nothing finds what was stored since': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const given = install();
      const second = await secondInstance();
      await absent(second, inWorkspace(given.team.id, given.user.id));
      await store.storeInstallation(structuredClone(given));
      await heard(async () => same(await found(second, inWorkspace(given.team.id, given.user.id)), given));
    },
  ],
  'a second instance sees a refresh': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const given = rotating(install());
      const query = inWorkspace(given.team.id, given.user.id);
      const second = await secondInstance();
      await store.storeInstallation(structuredClone(given));
      await found(second, query);
      const [bot, user] = [newPair('bot'), newPair('user')];
      await store.storeInstallation(
        refreshed(refreshed(await found(store, query), 'bot', bot), 'user', user),
      );
      await heard(async () => {
        const after = await found(second, query);
        same(
          [after.bot, after.user],
          [
            { ...given.bot, ...bot },
            { ...given.user, ...user },
          ],
        );
      });
    },
  ],
  'a second instance sees the end of a workspace': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const given = install();
      const second = await secondInstance();
      await store.storeInstallation(given);
      await found(second, inWorkspace(given.team.id, given.user.id));
      await store.deleteInstallation(inWorkspace(given.team.id));
      await heard(() => absent(second, inWorkspace(given.team.id, given.user.id)));
      await heard(() => absent(second, inWorkspace(given.team.id)));
    },
  ],
  'a second instance sees the end of a permission': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const given = install();
      const query = inWorkspace(given.team.id, given.user.id);
      const second = await secondInstance();
      await store.storeInstallation(given);
      await found(second, query);
      await store.deleteInstallation(query);
      await heard(() => noUserToken(second, query));
    },
  ],
  'a second instance sees the end of an organization, also from its workspaces': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const org = installOrg();
      const query = inWorkspace(newId('T'), undefined, org.enterprise.id);
      const second = await secondInstance();
      await store.storeInstallation(org);
      await found(second, query);
      await store.deleteInstallation(inOrg(org.enterprise.id));
      await heard(() => absent(second, query));
    },
  ],
  'a workspace that gets its own installation is answered by it, elsewhere too': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const org = installOrg();
      const own = install({ enterprise: org.enterprise.id });
      const query = inWorkspace(own.team.id, undefined, org.enterprise.id);
      const second = await secondInstance();
      await store.storeInstallation(org);
      await found(second, query);
      await store.storeInstallation(own);
      await heard(async () => same((await found(second, query)).bot, own.bot));
    },
  ],
  'a refresh in flight in one instance brings nothing back that another one ended': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const given = rotating(install());
      const query = inWorkspace(given.team.id, given.user.id);
      const second = await secondInstance();
      await store.storeInstallation(structuredClone(given));
      const inFlight = await found(second, query);
      await store.deleteInstallation(inWorkspace(given.team.id));
      await putLate(second, refreshed(refreshed(inFlight, 'bot', newPair('bot')), 'user', newPair('user')));
      for (const instance of [store, second]) await heard(() => absent(instance, query));
    },
  ],
  'a slow writer in one instance does not undo the refresh of another': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const given = rotating(install());
      const query = inWorkspace(given.team.id, given.user.id);
      const second = await secondInstance();
      await store.storeInstallation(structuredClone(given));
      const slow = structuredClone(await found(second, query));
      const pair = newPair('bot');
      await store.storeInstallation(refreshed(await found(store, query), 'bot', pair));
      await putLate(second, refreshed(slow, 'user', newPair('user')));
      for (const instance of [store, second]) {
        await heard(async () => same((await found(instance, query)).bot, { ...given.bot, ...pair }));
      }
    },
  ],
  'two instances that store at once end with one whole bot, and with everybody': [
    needs,
    async ({ store, secondInstance, heard }) => {
      const team = newId('T');
      const given = Array.from({ length: 16 }, () => rotating(install({ team })));
      const instances = [store, await secondInstance()];
      const at = (index: number) => instances[index % 2] ?? store;
      await Promise.all(given.map((one, index) => at(index).storeInstallation(structuredClone(one))));
      const bots = given.map(({ bot }) => bot as Pair);
      const settled = wholePair((await found(store, inWorkspace(team))).bot as Pair, bots);
      for (const [index, { user }] of given.entries()) {
        await heard(async () => {
          const fetched = await found(at(index + 1), inWorkspace(team, user.id));
          same([fetched.user, fetched.bot?.token], [user, settled.token]);
        });
      }
    },
  ],
  'two Slack apps in one place have nothing in common': [
    needs,
    async ({ store, secondInstance }) => {
      const other = await secondInstance({ clientId: '222.222' });
      const team = newId('T');
      const [one, two] = [install({ team }), install({ team })];
      await store.storeInstallation(one);
      await absent(other, inWorkspace(team, one.user.id));
      await other.storeInstallation(two);
      same(await found(store, inWorkspace(team, one.user.id)), one);
      same(await found(other, inWorkspace(team, two.user.id)), two);
      await noUserToken(other, inWorkspace(team, one.user.id));
    },
  ],
  'the end of one Slack app in a workspace leaves the other one': [
    needs,
    async ({ store, secondInstance }) => {
      const other = await secondInstance({ clientId: '222.222' });
      const team = newId('T');
      const [one, two] = [install({ team }), install({ team })];
      const own = userOnly(install({ team }));
      await store.storeInstallation(one);
      await other.storeInstallation(own);
      await other.storeInstallation(two);
      await store.deleteInstallation(inWorkspace(team));
      await absent(store, inWorkspace(team));
      same(await found(other, inWorkspace(team, two.user.id)), two);
      same((await found(other, inWorkspace(team, own.user.id))).user, own.user);
    },
  ],
});
