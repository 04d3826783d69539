import { family } from '../contract.ts';
import {
  botOnly,
  install,
  inWorkspace,
  malformed,
  newId,
  rotating,
  userOnly,
  withWebhook,
} from '../grants.ts';
import { found, noUserToken, same, strangersAnswer, userTokenOf } from '../judgements.ts';

export const users = family('users', {
  'each person gets the own token alone': async ({ store }) => {
    const first = install();
    const others = Array.from({ length: 4 }, () => userOnly(install({ team: first.team.id })));
    await store.storeInstallation(first);
    for (const other of others) await store.storeInstallation(other);
    for (const { user } of [first, ...others]) {
      same((await found(store, inWorkspace(first.team.id, user.id))).user, user);
    }
  },
  'a stranger gets the bot, and no token, no scopes and no refresh token of anybody': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(given);
    const stranger = newId('U');
    strangersAnswer(await found(store, inWorkspace(given.team.id, stranger)), stranger, given.bot.token);
  },
  'a stranger whose id begins like a known one is a stranger': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    const stranger = `${given.user.id}1`;
    strangersAnswer(await found(store, inWorkspace(given.team.id, stranger)), stranger, given.bot.token);
  },
  'a query without a person gets the bot, the installer by name, and no user token': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(given);
    strangersAnswer(await found(store, inWorkspace(given.team.id)), given.user.id, given.bot.token);
  },
  'an own permission never touches the bot': async ({ store }) => {
    const first = rotating(install());
    const second = userOnly(install({ team: first.team.id }));
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    for (const asker of [undefined, first.user.id, second.user.id, newId('U')]) {
      same((await found(store, inWorkspace(first.team.id, asker))).bot, first.bot);
    }
  },
  'an own permission with null in place of the bot never touches the bot': async ({ store }) => {
    const first = install();
    await store.storeInstallation(first);
    await store.storeInstallation(
      malformed({ ...userOnly(install({ team: first.team.id })), bot: null, incomingWebhook: null }),
    );
    same((await found(store, inWorkspace(first.team.id))).bot, first.bot);
  },
  'an own permission never touches the webhook': async ({ store }) => {
    const first = withWebhook(install());
    const second = userOnly(install({ team: first.team.id }));
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    for (const asker of [undefined, first.user.id, second.user.id]) {
      same((await found(store, inWorkspace(first.team.id, asker))).incomingWebhook, first.incomingWebhook);
    }
  },
  'an own permission makes nobody the installer': async ({ store }) => {
    const first = install();
    await store.storeInstallation(first);
    await store.storeInstallation(userOnly(install({ team: first.team.id })));
    same((await found(store, inWorkspace(first.team.id))).user.id, first.user.id);
  },
  'an own permission that the installer gives alone keeps the bot too': async ({ store }) => {
    const first = install();
    const again = userOnly(install({ team: first.team.id, user: first.user.id }));
    await store.storeInstallation(first);
    await store.storeInstallation(again);
    const fetched = await found(store, inWorkspace(first.team.id, first.user.id));
    same([fetched.bot, fetched.user], [first.bot, again.user]);
  },
  'an own permission given before the app came to the workspace stays': async ({ store }) => {
    const early = userOnly(install());
    const given = install({ team: early.team.id });
    await store.storeInstallation(early);
    await store.storeInstallation(given);
    const fetched = await found(store, inWorkspace(early.team.id, early.user.id));
    same([fetched.bot, fetched.user], [given.bot, early.user]);
  },
  'where only one person gave the own permission, nobody else gets it': async ({ store }) => {
    const given = userOnly(install());
    await store.storeInstallation(given);
    await noUserToken(store, inWorkspace(given.team.id, newId('U')));
    await noUserToken(store, inWorkspace(given.team.id));
  },
  'an installation without an own permission leaves everybody else theirs': async ({ store }) => {
    const first = install();
    await store.storeInstallation(first);
    await store.storeInstallation(botOnly(install({ team: first.team.id })));
    same((await found(store, inWorkspace(first.team.id, first.user.id))).user, first.user);
  },
  'an installation without an own permission leaves the installer the older one': async ({ store }) => {
    const first = rotating(install());
    const again = botOnly(install({ team: first.team.id, user: first.user.id }));
    await store.storeInstallation(structuredClone(first));
    await store.storeInstallation(again);
    const fetched = await found(store, inWorkspace(first.team.id, first.user.id));
    same([fetched.bot, fetched.user], [again.bot, first.user]);
  },
  'a rotating bot and the own rotating token of a second person come in one answer': async ({ store }) => {
    const first = rotating(install());
    const second = userOnly(rotating(install({ team: first.team.id })));
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    const fetched = await found(store, inWorkspace(first.team.id, second.user.id));
    same([fetched.bot, fetched.user], [first.bot, second.user]);
  },
  'a permission that a person gives again replaces the own one alone': async ({ store }) => {
    const first = install();
    const [second, again] = [
      userOnly(rotating(install({ team: first.team.id }))),
      userOnly(install({ team: first.team.id })),
    ];
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    await store.storeInstallation({ ...again, user: { ...again.user, id: second.user.id } });
    same((await found(store, inWorkspace(first.team.id, second.user.id))).user, {
      ...again.user,
      id: second.user.id,
    });
    same(await userTokenOf(store, inWorkspace(first.team.id, first.user.id)), first.user.token);
  },
});
