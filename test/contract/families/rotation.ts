import { family } from '../contract.ts';
import { install, inWorkspace, newId, newPair, rotating, userOnly, withWebhook } from '../grants.ts';
import { absent, found, noUserToken, putLate, refreshed, same, wholePair } from '../judgements.ts';

// A refresh reaches a store as InstallProvider does it: fetch, write the new pair into what was fetched, put.

export const rotation = family('rotation', {
  'a bot refreshed through one person reaches everybody': async ({ store }) => {
    const first = rotating(install());
    const { id: team } = first.team;
    const second = userOnly(install({ team }));
    await store.storeInstallation(structuredClone(first));
    await store.storeInstallation(second);
    const pair = newPair('bot');
    await store.storeInstallation(
      refreshed(await found(store, inWorkspace(team, second.user.id)), 'bot', pair),
    );
    for (const asker of [undefined, first.user.id, second.user.id, newId('U')]) {
      same((await found(store, inWorkspace(team, asker))).bot, { ...first.bot, ...pair });
    }
  },
  'a bot refreshed through a stranger leaves the installer the own permission': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const pair = newPair('bot');
    const fetched = await found(store, inWorkspace(given.team.id, newId('U')));
    await store.storeInstallation(refreshed(fetched, 'bot', pair));
    const after = await found(store, inWorkspace(given.team.id, given.user.id));
    same([after.bot, after.user], [{ ...given.bot, ...pair }, given.user]);
  },
  'a bot refreshed without a person leaves everybody the own permission': async ({ store }) => {
    const first = rotating(install());
    const second = userOnly(rotating(install({ team: first.team.id })));
    await store.storeInstallation(structuredClone(first));
    await store.storeInstallation(second);
    const pair = newPair('bot');
    await store.storeInstallation(refreshed(await found(store, inWorkspace(first.team.id)), 'bot', pair));
    for (const { user } of [first, second]) {
      const after = await found(store, inWorkspace(first.team.id, user.id));
      same([after.bot, after.user], [{ ...first.bot, ...pair }, user]);
    }
  },
  'an own token that is refreshed reaches that person alone': async ({ store }) => {
    const first = rotating(install());
    const { id: team } = first.team;
    const second = userOnly(rotating(install({ team })));
    await store.storeInstallation(structuredClone(first));
    await store.storeInstallation(structuredClone(second));
    const pair = newPair('user');
    await store.storeInstallation(
      refreshed(await found(store, inWorkspace(team, second.user.id)), 'user', pair),
    );
    same((await found(store, inWorkspace(team, second.user.id))).user, { ...second.user, ...pair });
    const after = await found(store, inWorkspace(team, first.user.id));
    same([after.bot, after.user], [first.bot, first.user]);
  },
  'bot and own token refreshed at once are both kept': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const [bot, user] = [newPair('bot'), newPair('user')];
    const query = inWorkspace(given.team.id, given.user.id);
    const fetched = await found(store, query);
    await store.storeInstallation(refreshed(refreshed(fetched, 'bot', bot), 'user', user));
    const after = await found(store, query);
    same(
      [after.bot, after.user],
      [
        { ...given.bot, ...bot },
        { ...given.user, ...user },
      ],
    );
  },
  'webhook, names, metadata and ids survive a refresh': async ({ store }) => {
    const given = { ...withWebhook(rotating(install({ enterprise: newId('E') }))), metadata: 'kept' };
    await store.storeInstallation(structuredClone(given));
    const pair = newPair('bot');
    const query = inWorkspace(given.team.id, given.user.id, given.enterprise?.id);
    await store.storeInstallation(refreshed(await found(store, query), 'bot', pair));
    same(await found(store, query), { ...given, bot: { ...given.bot, ...pair } });
  },
  'thirty refreshes in a row end with the last pair': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    let pair = newPair('bot');
    for (let count = 0; count < 30; count += 1) {
      pair = newPair('bot');
      await store.storeInstallation(refreshed(await found(store, query), 'bot', pair));
    }
    same((await found(store, query)).bot, { ...given.bot, ...pair });
  },
  'a writer who read before a refresh does not put the old bot pair back': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const [slow, quick] = [structuredClone(await found(store, query)), await found(store, query)];
    const pair = newPair('bot');
    await store.storeInstallation(refreshed(quick, 'bot', pair));
    // The slow one has refreshed the own token alone; it carries the bot as it read it.
    await putLate(store, refreshed(slow, 'user', newPair('user')));
    same((await found(store, query)).bot, { ...given.bot, ...pair });
  },
  'a writer who read before a refresh does not put the old own pair back': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const [slow, quick] = [structuredClone(await found(store, query)), await found(store, query)];
    const pair = newPair('user');
    await store.storeInstallation(refreshed(quick, 'user', pair));
    await putLate(store, refreshed(slow, 'bot', newPair('bot')));
    same((await found(store, query)).user, { ...given.user, ...pair });
  },
  'what is new in a late write is kept, though its other half is old': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const [slow, quick] = [await found(store, query), await found(store, query)];
    const [bot, user] = [newPair('bot'), newPair('user')];
    await store.storeInstallation(refreshed(structuredClone(quick), 'bot', bot));
    await store.storeInstallation(refreshed(structuredClone(slow), 'user', user));
    const after = await found(store, query);
    same(
      [after.bot, after.user],
      [
        { ...given.bot, ...bot },
        { ...given.user, ...user },
      ],
    );
  },
  'a pair that was superseded two refreshes ago does not come back': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const old = await found(store, query);
    const pair = newPair('bot');
    for (const next of [newPair('bot'), newPair('bot'), pair]) {
      await store.storeInstallation(refreshed(await found(store, query), 'bot', next));
    }
    await putLate(store, old);
    same((await found(store, query)).bot, { ...given.bot, ...pair });
  },
  'a superseded pair does not come back in a copy either': async ({ store }) => {
    const given = rotating(install());
    const query = inWorkspace(given.team.id, given.user.id);
    await store.storeInstallation(structuredClone(given));
    const pair = newPair('bot');
    await store.storeInstallation(refreshed(await found(store, query), 'bot', pair));
    await putLate(store, structuredClone(given));
    same((await found(store, query)).bot, { ...given.bot, ...pair });
  },
  'a refresh that began before a new installation does not replace it': async ({ store }) => {
    const given = rotating(install());
    const again = rotating(install({ team: given.team.id, user: given.user.id }));
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const inFlight = await found(store, query);
    await store.storeInstallation(structuredClone(again));
    await putLate(store, refreshed(refreshed(inFlight, 'bot', newPair('bot')), 'user', newPair('user')));
    const after = await found(store, query);
    same([after.bot, after.user], [again.bot, again.user]);
  },
  'of two refreshes of one pair one whole pair stays': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const both = [await found(store, query), await found(store, query)].map((read) => structuredClone(read));
    const pairs = [newPair('bot'), newPair('bot')];
    await Promise.all(
      both.map((read, index) => putLate(store, refreshed(read, 'bot', pairs[index] ?? newPair('bot')))),
    );
    wholePair((await found(store, query)).bot, pairs);
  },
  'a refresh in flight across the end of a workspace brings nothing back': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const inFlight = await found(store, query);
    await store.deleteInstallation(inWorkspace(given.team.id));
    await putLate(store, refreshed(refreshed(inFlight, 'bot', newPair('bot')), 'user', newPair('user')));
    await absent(store, query);
    await absent(store, inWorkspace(given.team.id));
  },
  'a refresh in flight across the end of a permission brings it not back, and the bot lives on': async ({
    store,
  }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const inFlight = await found(store, query);
    await store.deleteInstallation(query);
    await putLate(store, refreshed(inFlight, 'user', newPair('user')));
    await noUserToken(store, query);
    same((await found(store, query)).bot, given.bot);
  },
  'a refresh in flight across an end and a new installation changes nothing of it': async ({ store }) => {
    const given = rotating(install());
    const again = rotating(install({ team: given.team.id, user: given.user.id }));
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const inFlight = await found(store, query);
    await store.deleteInstallation(inWorkspace(given.team.id));
    await store.storeInstallation(structuredClone(again));
    await putLate(store, refreshed(refreshed(inFlight, 'bot', newPair('bot')), 'user', newPair('user')));
    same(await found(store, query), again);
  },
  'who refreshes twice what was fetched once keeps the second pair': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const held = await found(store, inWorkspace(given.team.id, given.user.id));
    const pair = newPair('bot');
    await store.storeInstallation(refreshed(held, 'bot', newPair('bot')));
    await store.storeInstallation(refreshed(held, 'bot', pair));
    same((await found(store, inWorkspace(given.team.id))).bot, { ...given.bot, ...pair });
  },
  'a write of what was read, unchanged, changes nothing': async ({ store }) => {
    const given = withWebhook(rotating(install()));
    await store.storeInstallation(structuredClone(given));
    for (const asker of [undefined, given.user.id, newId('U')]) {
      await store.storeInstallation(await found(store, inWorkspace(given.team.id, asker)));
    }
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
  },
});
