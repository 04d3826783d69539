import { randomBytes } from 'node:crypto';
import type { InstallationQuery } from '@slack/oauth';
import { family, type Store } from '../contract.ts';
import { inOrg, install, installOrg, inWorkspace, malformed, newId, newPair, rotating } from '../grants.ts';
import { found, refused, refusedWithoutTrace, same } from '../judgements.ts';

/** Far above Slack's about 11 characters, and nothing that a database could compress. */
const HUGE = randomBytes(50_000).toString('hex');

async function installed(store: Store) {
  const given = rotating(install());
  await store.storeInstallation(structuredClone(given));
  return given;
}
type Given = Awaited<ReturnType<typeof installed>>;
type Org = ReturnType<typeof installOrg>;

/** Each of these is refused with a code, and the workspace that is there stays as it is. */
async function putsAreRefused(store: Store, makeBad: (given: Given) => unknown[]): Promise<void> {
  const given = await installed(store);
  const queries = [undefined, given.user.id].map((user) => inWorkspace(given.team.id, user));
  for (const bad of makeBad(given)) {
    await refusedWithoutTrace(store, queries, () => store.storeInstallation(malformed(bad)));
  }
}

async function deletesAreRefused(
  store: Store,
  makeBad: (given: Given, org: Org) => InstallationQuery<boolean>[],
): Promise<void> {
  const given = await installed(store);
  const org = installOrg();
  await store.storeInstallation(org);
  const queries = [
    inWorkspace(given.team.id, given.user.id),
    inWorkspace(given.team.id),
    inOrg(org.enterprise.id, org.user.id),
  ];
  for (const bad of makeBad(given, org)) {
    await refusedWithoutTrace(store, queries, () => store.deleteInstallation(bad));
  }
}

export const badInput = family('bad input', {
  'an installation of no workspace and no organization is refused': async ({ store }) => {
    await putsAreRefused(store, (given) => [
      { ...given, team: undefined, enterprise: undefined },
      { ...given, team: null, enterprise: null },
      { ...given, team: { id: '' }, enterprise: undefined },
      { ...given, team: {}, enterprise: undefined },
    ]);
  },
  'an org-wide installation of no organization is refused': async ({ store }) => {
    await putsAreRefused(store, (given) => [
      { ...given, isEnterpriseInstall: true, enterprise: undefined },
      { ...given, isEnterpriseInstall: true, enterprise: null, team: null },
    ]);
  },
  'an installation of no workspace that is not org-wide is refused': async ({ store }) => {
    await putsAreRefused(store, (given) => [{ ...given, team: undefined, isEnterpriseInstall: false }]);
  },
  'null, undefined and what is no installation at all are refused': async ({ store }) => {
    await putsAreRefused(store, () => [null, undefined, {}, 'an installation', 7, []]);
  },
  'an installation by nobody is refused': async ({ store }) => {
    await putsAreRefused(store, (given) => [
      { ...given, user: undefined },
      { ...given, user: null },
      { ...given, user: { ...given.user, id: undefined } },
      { ...given, user: { ...given.user, id: '' } },
    ]);
  },
  'huge ids are refused when they are put': async ({ store }) => {
    await putsAreRefused(store, (given) => [
      { ...given, team: { id: `T${HUGE}` } },
      { ...given, user: { ...newPair('user'), id: `U${HUGE}`, scopes: [] } },
      { ...given, enterprise: { id: `E${HUGE}` } },
      { ...given, team: undefined, enterprise: { id: `E${HUGE}` }, isEnterpriseInstall: true },
    ]);
  },
  'huge ids are refused when they are asked for': async ({ store }) => {
    await refused(() => store.fetchInstallation(inWorkspace(`T${HUGE}`)));
    await refused(() => store.fetchInstallation(inOrg(`E${HUGE}`)));
  },
  'an id with a NUL character is refused': async ({ store }) => {
    await putsAreRefused(store, (given) => [
      { ...given, team: { id: 'T\u0000' } },
      { ...given, user: { ...given.user, id: 'U\u0000' } },
    ]);
    await refused(() => store.fetchInstallation(inWorkspace('T\u0000')));
  },
  'ids that are no text are refused': async ({ store }) => {
    await putsAreRefused(store, (given) => [
      { ...given, team: { id: 7 } },
      { ...given, team: { id: { startsWith: 'T' } } },
      { ...given, user: { ...given.user, id: ['U'] } },
    ]);
    const given = await installed(store);
    await refused(() =>
      store.fetchInstallation(malformed({ teamId: { startsWith: 'T' }, isEnterpriseInstall: false })),
    );
    await refused(() =>
      store.deleteInstallation(
        malformed({ teamId: given.team.id, userId: { not: '' }, isEnterpriseInstall: false }),
      ),
    );
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
  },
  'an unknown version of OAuth is refused': async ({ store }) => {
    await putsAreRefused(store, (given) =>
      ['v3', '', 2].map((authVersion) => ({
        ...given,
        bot: { ...given.bot, ...newPair('bot') },
        authVersion,
      })),
    );
  },
  'an expiry that is no time is refused': async ({ store }) => {
    const noTimes = [Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER, 'tomorrow', {}];
    await putsAreRefused(store, (given) =>
      noTimes.map((expiresAt) => ({ ...given, bot: { ...given.bot, ...newPair('bot'), expiresAt } })),
    );
  },
  'scopes that are no list are refused': async ({ store }) => {
    await putsAreRefused(store, (given) => [
      { ...given, bot: { ...given.bot, ...newPair('bot'), scopes: 'commands' } },
      { ...given, bot: { ...given.bot, ...newPair('bot'), scopes: [1, null] } },
    ]);
  },
  'a bot without a token never takes the place of the bot': async ({ store }) => {
    const given = await installed(store);
    for (const token of ['', null, undefined, 7]) {
      const bad = { ...given, bot: { ...given.bot, id: newId('B'), token } };
      await store.storeInstallation(malformed(bad)).catch(() => {});
    }
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
  },
  'an empty own token never takes the place of the own permission': async ({ store }) => {
    const given = await installed(store);
    const bad = { ...given, user: { ...given.user, token: '', refreshToken: undefined } };
    await store.storeInstallation(malformed(bad)).catch(() => {});
    same((await found(store, inWorkspace(given.team.id, given.user.id))).user, given.user);
  },
  'a query for no workspace and no organization is refused with a code': async ({ store }) => {
    const given = await installed(store);
    await refused(() => store.fetchInstallation(inWorkspace(undefined)));
    await refused(() => store.fetchInstallation(inWorkspace(undefined, given.user.id)));
    await refused(() => store.fetchInstallation(inWorkspace('')));
    await refused(() => store.fetchInstallation(inOrg(undefined, undefined, given.team.id)));
    await refused(() => store.fetchInstallation(inOrg('')));
  },
  'no query at all is refused with a code': async ({ store }) => {
    await installed(store);
    for (const query of [null, undefined, 'T1', 7]) {
      await refused(() => store.fetchInstallation(malformed(query)));
      await refused(() => store.deleteInstallation(malformed(query)));
    }
  },
  'an end for no workspace and no organization is refused, and ends nothing': async ({ store }) => {
    await deletesAreRefused(store, (given) => [
      inWorkspace(undefined),
      inWorkspace(undefined, given.user.id),
      inWorkspace(''),
      malformed({ teamId: null, enterpriseId: null, isEnterpriseInstall: false }),
      malformed({}),
    ]);
  },
  'an end of no organization is refused, and does not end the workspace': async ({ store }) => {
    await deletesAreRefused(store, (given) => [
      inOrg(undefined, undefined, given.team.id),
      inOrg('', undefined, given.team.id),
      inOrg(undefined, given.user.id, given.team.id),
    ]);
  },
  'an end for an organization alone that is not org-wide is refused, and ends nothing': async ({ store }) => {
    await deletesAreRefused(store, (_, org) => [inWorkspace(undefined, undefined, org.enterprise.id)]);
  },
  'an empty person is refused by an end, never taken for everybody': async ({ store }) => {
    await deletesAreRefused(store, (given) => [inWorkspace(given.team.id, '')]);
  },
  'after all that was refused the store still works': async ({ store }) => {
    for (const bad of [null, {}, { team: { id: `T${HUGE}` }, user: { id: 'U1' } }]) {
      await store.storeInstallation(malformed(bad)).catch(() => {});
      await store.deleteInstallation(malformed(bad)).catch(() => {});
      await store.fetchInstallation(malformed(bad)).catch(() => {});
    }
    const given = await installed(store);
    same(await found(store, inWorkspace(given.team.id, given.user.id)), given);
  },
});
