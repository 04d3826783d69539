import assert from 'node:assert/strict';
import type { Installation } from '@slack/oauth';
import { family, type Store } from '../contract.ts';
import {
  inOrg,
  install,
  installOrg,
  inWorkspace,
  malformed,
  newId,
  newPair,
  newSecret,
  rotating,
  userOnly,
  withWebhook,
} from '../grants.ts';
import { found, refreshed, same } from '../judgements.ts';

/** Put and fetched again by the one who installed it, it is the same. */
async function comesBack(store: Store, given: Installation<'v1' | 'v2', boolean>): Promise<void> {
  const expected = structuredClone(given);
  await store.storeInstallation(given);
  const { team, enterprise, user } = expected;
  const query = expected.isEnterpriseInstall
    ? inOrg(enterprise?.id, user.id)
    : inWorkspace(team?.id, user.id, enterprise?.id);
  same(await found(store, query), expected);
}

function deepFreeze<Given>(value: Given): Given {
  if (value !== null && typeof value === 'object') Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

function paths(value: unknown, wanted: unknown, at = ''): string[] {
  if (value === wanted) return [at];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => paths(part, wanted, `${at}.${name}`));
}

export const roundTrip = family('round trip', {
  'a workspace installation with bot and own permission comes back whole': async ({ store }) => {
    await comesBack(store, install());
  },
  'a workspace installation within an organization comes back whole': async ({ store }) => {
    await comesBack(store, install({ enterprise: newId('E') }));
  },
  'an org-wide installation comes back whole, with the address of its organization': async ({ store }) => {
    await comesBack(store, installOrg());
  },
  'rotating pairs come back with their expiry in whole seconds': async ({ store }) => {
    const given = rotating(install());
    await comesBack(store, given);
    const fetched = await found(store, inWorkspace(given.team.id, given.user.id));
    assert.ok(Number.isInteger(fetched.bot?.expiresAt) && Number.isInteger(fetched.user.expiresAt));
  },
  'an expiry in the past comes back as it is': async ({ store }) => {
    const given = rotating(install());
    await comesBack(store, { ...given, bot: { ...given.bot, expiresAt: 1_600_000_000 } });
  },
  'all four fields of an incoming webhook come back': async ({ store }) => {
    await comesBack(store, withWebhook(install()));
  },
  'an incoming webhook that has only its address comes back': async ({ store }) => {
    await comesBack(store, {
      ...install(),
      incomingWebhook: { url: newSecret('https://hooks.slack.example/') },
    });
  },
  'metadata come back': async ({ store }) => {
    await comesBack(store, { ...install(), metadata: '{"invitation":"a \\"quoted\\" one"}' });
  },
  'the token type comes back as it was, present or absent': async ({ store }) => {
    await comesBack(store, install());
    const { tokenType, ...without } = install();
    await comesBack(store, without);
  },
  'an installation of the first OAuth version comes back as one': async ({ store }) => {
    const { appId, tokenType, ...given } = install();
    await comesBack(store, { ...given, authVersion: 'v1' });
  },
  'an empty list of scopes stays an empty list': async ({ store }) => {
    const given = install();
    await comesBack(store, {
      ...given,
      bot: { ...given.bot, scopes: [] },
      user: { ...given.user, scopes: [] },
    });
  },
  '120 scopes come back in their order': async ({ store }) => {
    const scopes = Array.from({ length: 120 }, (_, index) => `resource${index}:read`);
    const given = install();
    await comesBack(store, { ...given, bot: { ...given.bot, scopes }, user: { ...given.user, scopes } });
  },
  'tokens of 255 characters and more come back': async ({ store }) => {
    const given = rotating(install());
    const token = newSecret('xoxb').padEnd(255, 'x');
    await comesBack(store, {
      ...given,
      bot: { ...given.bot, token, refreshToken: newSecret('xoxe-1').padEnd(2_000, 'y') },
    });
  },
  'quotes, emoji, line breaks and SQL in names come back as text': async ({ store }) => {
    const given = install();
    const name = `"Ro\\b's" 🧵'); DROP TABLE installations; --\n$1 %s {{name}} Ünïcode \u202e`;
    await comesBack(store, { ...given, team: { id: given.team.id, name }, metadata: name });
  },
  'an installation without names comes back without names': async ({ store }) => {
    const enterprise = newId('E');
    const given = install({ enterprise });
    await comesBack(store, { ...given, team: { id: given.team.id }, enterprise: { id: enterprise } });
  },
  'the own permission of a person alone comes back, without a bot': async ({ store }) => {
    await comesBack(store, userOnly(install()));
  },
  'null is accepted on the way in and is undefined on the way out': async ({ store }) => {
    const given = install();
    const nulls = {
      ...given,
      enterprise: null,
      enterpriseUrl: null,
      incomingWebhook: null,
      metadata: null,
      bot: { ...given.bot, refreshToken: null, expiresAt: null },
      user: { id: given.user.id, token: null, scopes: null, refreshToken: null, expiresAt: null },
    };
    await store.storeInstallation(malformed(nulls));
    const fetched = await found(store, inWorkspace(given.team.id, given.user.id));
    same(paths(fetched, null), [], 'null came out');
    same(fetched.bot, given.bot);
  },
  'null in a query is the same as absent': async ({ store }) => {
    const given = install();
    await store.storeInstallation(given);
    const query = { teamId: given.team.id, enterpriseId: null, userId: null, isEnterpriseInstall: false };
    same((await found(store, malformed(query))).bot, given.bot);
  },
  'the argument is never changed, and may be frozen': async ({ store }) => {
    const given = withWebhook(rotating(install({ enterprise: newId('E') })));
    const before = structuredClone(given);
    await store.storeInstallation(deepFreeze(given));
    same(given, before);
  },
  'what the caller does to the argument afterwards changes nothing stored': async ({ store }) => {
    const given = install();
    const { token } = given.bot;
    await store.storeInstallation(given);
    given.bot.token = newSecret('xoxb-changed');
    given.bot.scopes.push('admin');
    const { bot } = await found(store, inWorkspace(given.team.id));
    same([bot?.token, bot?.scopes], [token, ['commands', 'chat:write']]);
  },
  'what a caller does to an answer changes nothing for the next one': async ({ store }) => {
    const given = rotating(install());
    await store.storeInstallation(structuredClone(given));
    const query = inWorkspace(given.team.id, given.user.id);
    refreshed(await found(store, query), 'bot', newPair('bot'));
    same(await found(store, query), given);
  },
});
