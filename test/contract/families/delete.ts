import { family } from '../contract.ts';
import {
  inOrg,
  install,
  installOrg,
  inWorkspace,
  newId,
  rotating,
  userOnly,
  withWebhook,
} from '../grants.ts';
import { absent, botTokenOf, found, noUserToken, same, strangersAnswer, userTokenOf } from '../judgements.ts';

export const deletion = family('delete', {
  'of a workspace leaves nothing to anybody': async ({ store }) => {
    const first = install();
    const second = userOnly(install({ team: first.team.id }));
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    await store.deleteInstallation(inWorkspace(first.team.id));
    for (const asker of [undefined, first.user.id, second.user.id, newId('U')]) {
      await absent(store, inWorkspace(first.team.id, asker));
    }
  },
  'of a workspace leaves the others alone': async ({ store }) => {
    const short = newId('T');
    const [gone, kept, alike] = [
      install({ team: short }),
      install(),
      install({ team: `${short}1`, enterprise: newId('E') }),
    ];
    for (const given of [gone, kept, alike]) await store.storeInstallation(given);
    await store.deleteInstallation(inWorkspace(short));
    await absent(store, inWorkspace(short));
    same(await found(store, inWorkspace(kept.team.id, kept.user.id)), kept);
    same(await found(store, inWorkspace(alike.team.id, alike.user.id, alike.enterprise?.id)), alike);
  },
  'of one person leaves the bot to everybody': async ({ store }) => {
    const first = install();
    const second = userOnly(install({ team: first.team.id }));
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    await store.deleteInstallation(inWorkspace(first.team.id, second.user.id));
    for (const asker of [undefined, first.user.id, second.user.id, newId('U')]) {
      same(await botTokenOf(store, inWorkspace(first.team.id, asker)), first.bot.token);
    }
  },
  'of the installer leaves the bot and the webhook to everybody': async ({ store }) => {
    const given = withWebhook(install());
    await store.storeInstallation(given);
    await store.deleteInstallation(inWorkspace(given.team.id, given.user.id));
    for (const asker of [undefined, given.user.id, newId('U')]) {
      const fetched = await found(store, inWorkspace(given.team.id, asker));
      same([fetched.bot, fetched.incomingWebhook], [given.bot, given.incomingWebhook]);
    }
  },
  'of one person takes that token out of every answer': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(given);
    await store.deleteInstallation(inWorkspace(given.team.id, given.user.id));
    for (const asker of [undefined, given.user.id, newId('U')]) {
      await noUserToken(store, inWorkspace(given.team.id, asker));
    }
    strangersAnswer(
      await found(store, inWorkspace(given.team.id, given.user.id)),
      given.user.id,
      given.bot.token,
    );
  },
  'of one person leaves the others theirs': async ({ store }) => {
    const short = newId('U');
    const first = install({ user: short });
    const { id: team } = first.team;
    const [alike, third] = [userOnly(install({ team, user: `${short}2` })), userOnly(install({ team }))];
    for (const given of [first, alike, third]) await store.storeInstallation(given);
    await store.deleteInstallation(inWorkspace(team, short));
    same((await found(store, inWorkspace(team, alike.user.id))).user, alike.user);
    same((await found(store, inWorkspace(team, third.user.id))).user, third.user);
  },
  'of one person leaves the same person in another workspace': async ({ store }) => {
    const user = newId('U');
    const [one, two] = [install({ user }), install({ user })];
    await store.storeInstallation(one);
    await store.storeInstallation(two);
    await store.deleteInstallation(inWorkspace(one.team.id, user));
    same(await userTokenOf(store, inWorkspace(two.team.id, user)), two.user.token);
  },
  'of one person brings no older token back': async ({ store }) => {
    const first = install();
    const { id: team } = first.team;
    for (const given of [first, install({ team, user: first.user.id }), install({ team })]) {
      await store.storeInstallation(given);
    }
    await store.deleteInstallation(inWorkspace(team, first.user.id));
    await noUserToken(store, inWorkspace(team, first.user.id));
  },
  'of the newest installer brings no older bot back': async ({ store }) => {
    const first = install();
    const again = install({ team: first.team.id });
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    await store.deleteInstallation(inWorkspace(first.team.id, again.user.id));
    for (const asker of [undefined, first.user.id, again.user.id, newId('U')]) {
      same(await botTokenOf(store, inWorkspace(first.team.id, asker)), again.bot.token);
    }
  },
  'of what is not there is done at once': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    await store.deleteInstallation(inWorkspace(newId('T')));
    await store.deleteInstallation(inWorkspace(newId('T'), newId('U'), newId('E')));
    await store.deleteInstallation(inWorkspace(given.team.id, newId('U')));
    await store.deleteInstallation(inOrg(newId('E')));
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
  },
  'may come twice, and the person after the workspace': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    await store.deleteInstallation(inWorkspace(given.team.id));
    await store.deleteInstallation(inWorkspace(given.team.id));
    await store.deleteInstallation(inWorkspace(given.team.id, given.user.id));
    await absent(store, inWorkspace(given.team.id, given.user.id));
  },
  'of an organization leaves its workspaces that have their own': async ({ store }) => {
    const org = installOrg();
    const workspace = install({ enterprise: org.enterprise.id });
    await store.storeInstallation(org);
    await store.storeInstallation(workspace);
    await store.deleteInstallation(inOrg(org.enterprise.id, undefined, workspace.team.id));
    await absent(store, inOrg(org.enterprise.id, org.user.id));
    const query = inWorkspace(workspace.team.id, workspace.user.id, org.enterprise.id);
    same(await found(store, query), workspace);
  },
  'of a workspace leaves its organization, which answers for it from then on': async ({ store }) => {
    const org = installOrg();
    const workspace = install({ enterprise: org.enterprise.id });
    await store.storeInstallation(org);
    await store.storeInstallation(workspace);
    const query = inWorkspace(workspace.team.id, undefined, org.enterprise.id);
    await store.deleteInstallation(query);
    same(await found(store, inOrg(org.enterprise.id, org.user.id)), org);
    same(await botTokenOf(store, query), org.bot.token);
  },
  'through a workspace without an own installation leaves the organization': async ({ store }) => {
    const org = installOrg();
    await store.storeInstallation(org);
    await store.deleteInstallation(inWorkspace(newId('T'), undefined, org.enterprise.id));
    same(await found(store, inOrg(org.enterprise.id, org.user.id)), org);
  },
  'of one person in an organization leaves its bot': async ({ store }) => {
    const org = installOrg();
    await store.storeInstallation(org);
    await store.deleteInstallation(inOrg(org.enterprise.id, org.user.id, newId('T')));
    const fetched = await found(store, inOrg(org.enterprise.id, org.user.id));
    strangersAnswer(fetched, org.user.id, org.bot.token);
  },
  'reaches a workspace that joined an organization, with it or without it': async ({ store }) => {
    for (const enterprise of [undefined, newId('E')]) {
      const given = install();
      await store.storeInstallation(given);
      await store.storeInstallation(install({ team: given.team.id, enterprise: newId('E') }));
      await store.deleteInstallation(inWorkspace(given.team.id, undefined, enterprise));
      await absent(store, inWorkspace(given.team.id, given.user.id));
      await absent(store, inWorkspace(given.team.id, given.user.id, enterprise));
    }
  },
  'and installing again shows nothing old': async ({ store }) => {
    const first = { ...withWebhook(rotating(install())), metadata: 'the first time' };
    const second = userOnly(install({ team: first.team.id }));
    const again = install({ team: first.team.id });
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    await store.deleteInstallation(inWorkspace(first.team.id));
    await store.storeInstallation(again);
    same(await found(store, inWorkspace(again.team.id, again.user.id)), again);
    for (const asker of [first.user.id, second.user.id]) {
      strangersAnswer(await found(store, inWorkspace(again.team.id, asker)), asker, again.bot.token);
    }
  },
  'and installing again with the token that Slack still knows stores it again': async ({ store }) => {
    // Slack hands out the same long-lived token as long as the app was not removed there.
    const given = install();
    await store.storeInstallation(structuredClone(given));
    await store.deleteInstallation(inWorkspace(given.team.id));
    await store.storeInstallation(structuredClone(given));
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
  },
  'of one person leaves the way open to a new permission': async ({ store }) => {
    const first = install();
    const again = userOnly(install({ team: first.team.id, user: first.user.id }));
    await store.storeInstallation(first);
    await store.deleteInstallation(inWorkspace(first.team.id, first.user.id));
    await store.storeInstallation(again);
    same((await found(store, inWorkspace(first.team.id, first.user.id))).user, again.user);
  },
});
