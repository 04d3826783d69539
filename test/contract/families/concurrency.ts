import assert from 'node:assert/strict';
import { family } from '../contract.ts';
import { install, inWorkspace, newId, newPair, type Pair, rotating, userOnly } from '../grants.ts';
import { absent, found, noUserToken, refreshed, same, wholePair } from '../judgements.ts';

const BURST = 16;

function burst(team: string, user?: string) {
  return Array.from({ length: BURST }, () => rotating(install({ team, ...(user ? { user } : {}) })));
}

const botPairs = (given: readonly { bot: unknown }[]) => given.map(({ bot }) => bot as Pair);
const userPairs = (given: readonly { user: unknown }[]) => given.map(({ user }) => user as Pair);

export const concurrency = family('concurrency', {
  '16 people who install at once each have their own permission, and share one whole bot': async ({
    store,
  }) => {
    const given = burst(newId('T'));
    const team = given[0]?.team.id;
    await Promise.all(given.map((one) => store.storeInstallation(structuredClone(one))));
    const bots = new Set<string>();
    for (const { user } of given) {
      const fetched = await found(store, inWorkspace(team, user.id));
      same(fetched.user, user);
      bots.add(wholePair(fetched.bot as Pair, botPairs(given)).token);
    }
    assert.equal(bots.size, 1, 'people of one workspace have different bots');
  },
  'one person who installs 16 times at once has one whole installation': async ({ store }) => {
    const user = newId('U');
    const given = burst(newId('T'), user);
    const query = inWorkspace(given[0]?.team.id, user);
    await Promise.all(given.map((one) => store.storeInstallation(structuredClone(one))));
    const fetched = await found(store, query);
    wholePair(fetched.bot as Pair, botPairs(given));
    wholePair(fetched.user as Pair, userPairs(given));
  },
  'no burst of installations of one new workspace fails': async ({ store }) => {
    for (let count = 0; count < 12; count += 1) {
      const user = newId('U');
      const given = burst(newId('T'), user);
      await Promise.all(given.map((one) => store.storeInstallation(structuredClone(one))));
      const fetched = await found(store, inWorkspace(given[0]?.team.id, user));
      wholePair(fetched.user as Pair, userPairs(given));
    }
  },
  'no twin of an installation that was put 16 times at once outlives its end': async ({ store }) => {
    const user = newId('U');
    const given = burst(newId('T'), user);
    const { id: team } = given[0]?.team ?? { id: '' };
    await Promise.all(given.map((one) => store.storeInstallation(one)));
    await store.deleteInstallation(inWorkspace(team, user));
    await noUserToken(store, inWorkspace(team, user));
    await store.deleteInstallation(inWorkspace(team));
    await absent(store, inWorkspace(team, user));
  },
  '16 people who give their own permission at once leave the bot alone': async ({ store }) => {
    const first = rotating(install());
    const given = burst(first.team.id).map(userOnly);
    await store.storeInstallation(structuredClone(first));
    await Promise.all(given.map((one) => store.storeInstallation(one)));
    for (const { user } of given) {
      const fetched = await found(store, inWorkspace(first.team.id, user.id));
      same([fetched.bot, fetched.user], [first.bot, user]);
    }
  },
  'who reads during refreshes reads whole pairs': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    const [bots, people] = [botPairs([given]), userPairs([given])];
    const write = async () => {
      for (let count = 0; count < BURST; count += 1) {
        const [bot, user] = [newPair('bot'), newPair('user')];
        bots.push(bot);
        people.push(user);
        await store.storeInstallation(
          refreshed(refreshed(await found(store, query), 'bot', bot), 'user', user),
        );
      }
    };
    const read = async () => {
      for (let count = 0; count < BURST; count += 1) {
        const fetched = await found(store, query);
        wholePair(fetched.bot as Pair, bots);
        wholePair(fetched.user as Pair, people);
      }
    };
    await Promise.all([write(), read(), read(), read()]);
  },
  'bot and own permission of one write are read together': async ({ store }) => {
    const user = newId('U');
    const given = burst(newId('T'), user);
    const first = given[0] ?? rotating(install());
    const query = inWorkspace(first.team.id, user);
    await store.storeInstallation(structuredClone(first));
    const write = async () => {
      for (const one of given.slice(1)) await store.storeInstallation(structuredClone(one));
    };
    const read = async () => {
      for (let count = 0; count < 3 * BURST; count += 1) {
        const fetched = await found(store, query);
        const bot = botPairs(given).findIndex(({ token }) => token === fetched.bot?.token);
        const own = userPairs(given).findIndex(({ token }) => token === fetched.user.token);
        assert.equal(bot, own, 'a bot of one installation with the own permission of another one');
      }
    };
    await Promise.all([write(), read()]);
  },
  '16 ends of one workspace at once are one end': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    await Promise.all(
      Array.from({ length: BURST }, (_, index) =>
        store.deleteInstallation(inWorkspace(given.team.id, index % 2 ? given.user.id : undefined)),
      ),
    );
    await absent(store, inWorkspace(given.team.id, given.user.id));
  },
  'an end and an installation at once leave all of it or nothing': async ({ store }) => {
    for (let count = 0; count < BURST; count += 1) {
      const given = rotating(install());
      const query = inWorkspace(given.team.id, given.user.id);
      const again = rotating(install({ team: given.team.id, user: given.user.id }));
      await store.storeInstallation(structuredClone(given));
      await Promise.all([
        store.storeInstallation(structuredClone(again)),
        store.deleteInstallation(inWorkspace(given.team.id)),
      ]);
      const left = await store.fetchInstallation(query).catch(() => undefined);
      if (left) same([left.bot, left.user], [again.bot, again.user]);
    }
  },
  '16 workspaces at once do not disturb each other': async ({ store }) => {
    const given = Array.from({ length: BURST }, () => rotating(install()));
    await Promise.all(given.map((one) => store.storeInstallation(structuredClone(one))));
    const fetched = await Promise.all(
      given.map((one) => found(store, inWorkspace(one.team.id, one.user.id))),
    );
    same(fetched, given);
  },
});
