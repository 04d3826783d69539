import { family } from '../contract.ts';
import { botOnly, install, inWorkspace, newId, newPair, rotating, withWebhook } from '../grants.ts';
import { absent, botTokenOf, found, same, userTokenOf } from '../judgements.ts';

export const reinstall = family('reinstall', {
  'the same installation put twice is one installation': async ({ store }) => {
    const given = withWebhook(install());
    await store.storeInstallation(structuredClone(given));
    await store.storeInstallation(structuredClone(given));
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
    await store.deleteInstallation(inWorkspace(given.team.id));
    await absent(store, inWorkspace(given.team.id, given.user.id));
  },
  'everybody gets the newest bot, whoever brought it': async ({ store }) => {
    const first = install();
    const { id: team } = first.team;
    const second = install({ team });
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    for (const asker of [undefined, first.user.id, second.user.id, newId('U')]) {
      same((await found(store, inWorkspace(team, asker))).bot, second.bot);
    }
  },
  'after the first installer installed again everybody gets that bot': async ({ store }) => {
    const first = install();
    const { id: team } = first.team;
    const second = install({ team });
    const third = install({ team, user: first.user.id });
    for (const given of [first, second, third]) await store.storeInstallation(given);
    for (const asker of [undefined, first.user.id, second.user.id, newId('U')]) {
      same((await found(store, inWorkspace(team, asker))).bot, third.bot);
    }
    same(await userTokenOf(store, inWorkspace(team, second.user.id)), second.user.token);
  },
  'the own permissions of others stay': async ({ store }) => {
    const first = rotating(install());
    const second = install({ team: first.team.id });
    await store.storeInstallation(structuredClone(first));
    await store.storeInstallation(second);
    same((await found(store, inWorkspace(first.team.id, first.user.id))).user, first.user);
  },
  'a person who installs again has the newer permission': async ({ store }) => {
    const first = install();
    const again = install({ team: first.team.id, user: first.user.id });
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    same((await found(store, inWorkspace(first.team.id, first.user.id))).user, again.user);
  },
  'wider scopes replace the narrower ones': async ({ store }) => {
    const first = install();
    const scopes = [...first.bot.scopes, 'users:read', 'team:read'];
    await store.storeInstallation(first);
    await store.storeInstallation({
      ...first,
      bot: { ...first.bot, scopes },
      user: { ...first.user, scopes: ['users:read', 'users.profile:write'] },
    });
    const fetched = await found(store, inWorkspace(first.team.id, first.user.id));
    same([fetched.bot?.scopes, fetched.user.scopes], [scopes, ['users:read', 'users.profile:write']]);
  },
  'narrower scopes replace the wider ones': async ({ store }) => {
    const first = install();
    const again = install({ team: first.team.id, user: first.user.id });
    await store.storeInstallation(first);
    await store.storeInstallation({ ...again, bot: { ...again.bot, scopes: ['commands'] } });
    same((await found(store, inWorkspace(first.team.id))).bot?.scopes, ['commands']);
  },
  'with rotation switched off no old refresh token and no expiry is left': async ({ store }) => {
    const first = rotating(install());
    const again = install({ team: first.team.id, user: first.user.id });
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    same(await found(store, inWorkspace(first.team.id, first.user.id)), again);
  },
  'with rotation switched on the pair takes the place of the long-lived token': async ({ store }) => {
    const first = install();
    const again = { ...first, bot: { ...first.bot, ...newPair('bot') } };
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    same((await found(store, inWorkspace(first.team.id))).bot, again.bot);
  },
  'a renamed workspace has its new name for everybody': async ({ store }) => {
    const first = install();
    const { id: team } = first.team;
    const again = { ...install({ team }), team: { id: team, name: 'A new name' } };
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    for (const asker of [undefined, first.user.id, again.user.id, newId('U')]) {
      same((await found(store, inWorkspace(team, asker))).team, { id: team, name: 'A new name' });
    }
  },
  'a new webhook takes the place of the old one': async ({ store }) => {
    const first = withWebhook(install());
    const again = withWebhook(install({ team: first.team.id }));
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    same((await found(store, inWorkspace(first.team.id))).incomingWebhook, again.incomingWebhook);
  },
  'the newest installer is the installer': async ({ store }) => {
    const first = install();
    const again = botOnly(install({ team: first.team.id }));
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    same((await found(store, inWorkspace(first.team.id))).user.id, again.user.id);
  },
  'thirty installations later the newest bot is the one': async ({ store }) => {
    const team = newId('T');
    let newest = install({ team });
    for (let count = 0; count < 30; count += 1) {
      newest = install({ team, user: newest.user.id });
      await store.storeInstallation(structuredClone(newest));
    }
    same(await botTokenOf(store, inWorkspace(team)), newest.bot.token);
    same(await found(store, inWorkspace(team, newest.user.id)), newest);
  },
});
