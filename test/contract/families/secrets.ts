import assert from 'node:assert/strict';
import { type Logger, LogLevel } from '@slack/oauth';
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
  withWebhook,
} from '../grants.ts';
import { found, refreshed } from '../judgements.ts';

/** Long enough to be a sealed value: shorter runs are ids, dates and the hashes by which a store may know dead tokens. */
const SEALED = /[\w+/=.-]{100,}/g;

type Secretive = { bot?: object | undefined; user: object; incomingWebhook?: { url: string } };

/** The tokens, refresh tokens and webhook addresses, and what they look like in usual encodings. */
function secretsOf(...given: Secretive[]): string[] {
  const secrets = given.flatMap(({ bot, user, incomingWebhook }) => {
    const parts = { ...prefixed('bot', bot), ...prefixed('user', user) };
    return [parts.botToken, parts.botRefresh, parts.userToken, parts.userRefresh, incomingWebhook?.url];
  });
  return secrets
    .filter((secret) => typeof secret === 'string')
    .flatMap((secret) => {
      // The variable half alone: a store that cuts prefixes off hides nothing.
      const core = secret.slice(-48);
      // 48 characters keep their base64 form only where they start at a third byte: three beginnings are tried.
      const encoded = [0, 1, 2].map((skip) => Buffer.from(core.slice(skip, skip + 45)).toString('base64'));
      return [core, ...encoded, Buffer.from(core).toString('hex')];
    });
}

function prefixed(name: 'bot' | 'user', part: object | undefined) {
  const { token, refreshToken } = (part ?? {}) as { token?: string; refreshToken?: string };
  return { [`${name}Token`]: token, [`${name}Refresh`]: refreshToken } as Record<string, string | undefined>;
}

function notIn(text: string, secrets: string[], where: string): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `a secret ${where}`);
}

/** A logger that keeps everything, at the finest level. */
function recordingLogger() {
  const lines: string[] = [];
  const record = (...parts: unknown[]) => {
    lines.push(parts.map((part) => (part instanceof Error ? part.stack : JSON.stringify(part))).join(' '));
  };
  const logger: Logger = {
    debug: record,
    info: record,
    warn: record,
    error: record,
    setLevel() {},
    getLevel: () => LogLevel.DEBUG,
    setName() {},
  };
  return { logger, text: () => lines.join('\n') };
}

export const secrets = family('secrets', {
  'nothing secret reaches the logger': async ({ store }) => {
    const { logger, text } = recordingLogger();
    const given = withWebhook(rotating(install()));
    const own = userOnly(rotating(install({ team: given.team.id })));
    const org = rotating(installOrg());
    for (const one of [given, own, org]) await store.storeInstallation(structuredClone(one), logger);
    await store.fetchInstallation(inWorkspace(given.team.id, own.user.id), logger);
    await store.fetchInstallation(inOrg(org.enterprise.id, org.user.id), logger);
    await store.fetchInstallation(inWorkspace(newId('T')), logger).catch(() => {});
    await store.deleteInstallation(inWorkspace(given.team.id, own.user.id), logger);
    await store.deleteInstallation(inWorkspace(given.team.id), logger);
    notIn(text(), secretsOf(given, own, org), 'in the log');
  },
  'nothing secret is in the errors of what is refused': async ({ store }) => {
    const { logger, text } = recordingLogger();
    const given = withWebhook(rotating(install()));
    const told: string[] = [];
    const bad = [
      { ...given, team: undefined },
      { ...given, team: { id: 'T'.repeat(100_000) } },
      { ...given, team: { id: 'T\u0000' } },
      { ...given, authVersion: 'v3' },
      { ...given, user: null },
    ];
    for (const one of bad) {
      await store.storeInstallation(malformed(one), logger).catch((error: unknown) => {
        for (let at = error; at instanceof Error; at = at.cause) {
          told.push(`${at.stack} ${JSON.stringify(at)}`);
        }
      });
    }
    notIn(`${told.join('\n')}\n${text()}`, secretsOf(given), 'in an error');
  },
  'nothing secret lies at rest in the clear': [
    ['dump'],
    async ({ store, dump }) => {
      const given = withWebhook(rotating(install()));
      const own = userOnly(rotating(install({ team: given.team.id })));
      const org = rotating(installOrg());
      for (const one of [own, given, org]) await store.storeInstallation(structuredClone(one));
      const pair = newPair('bot');
      const fetched = await found(store, inWorkspace(given.team.id, given.user.id));
      await store.storeInstallation(refreshed(fetched, 'bot', pair));
      const text = await dump();
      assert.ok(text.includes(given.team.id), 'the dump does not show what was stored');
      notIn(text, secretsOf(given, own, org, { user: {}, bot: pair }), 'at rest');
    },
  ],
  'two equal tokens do not look equal at rest': [
    ['dump'],
    async ({ store, dump }) => {
      const one = install();
      const two = install();
      await store.storeInstallation(one);
      await store.storeInstallation({ ...two, bot: { ...two.bot, token: one.bot.token } });
      const sealed = (await dump()).match(SEALED) ?? [];
      assert.ok(sealed.length > 0, 'nothing sealed was found in the dump');
      assert.equal(new Set(sealed).size, sealed.length, 'the same sealed value twice');
    },
  ],
  'after the end of a workspace none of its sealed values is left': [
    ['dump'],
    async ({ store, dump }) => {
      const before = new Set((await dump()).match(SEALED));
      const given = withWebhook(rotating(install()));
      const own = userOnly(rotating(install({ team: given.team.id })));
      await store.storeInstallation(structuredClone(given));
      await store.storeInstallation(structuredClone(own));
      const sealed = ((await dump()).match(SEALED) ?? []).filter((value) => !before.has(value));
      assert.ok(sealed.length >= 2, 'nothing sealed was found in the dump');
      await store.deleteInstallation(inWorkspace(given.team.id));
      const text = await dump();
      for (const value of sealed) assert.ok(!text.includes(value), 'a sealed value outlived the end');
      notIn(text, secretsOf(given, own), 'at rest');
    },
  ],
  'after the end of a permission its sealed token is gone': [
    ['dump'],
    async ({ store, dump }) => {
      const given = install();
      const own = userOnly(rotating(install({ team: given.team.id })));
      await store.storeInstallation(given);
      const before = new Set((await dump()).match(SEALED));
      await store.storeInstallation(structuredClone(own));
      const sealed = ((await dump()).match(SEALED) ?? []).filter((value) => !before.has(value));
      assert.ok(sealed.length >= 1, 'nothing sealed was found in the dump');
      await store.deleteInstallation(inWorkspace(given.team.id, own.user.id));
      const text = await dump();
      for (const value of sealed) assert.ok(!text.includes(value), 'a sealed value outlived the end');
      notIn(text, secretsOf(own), 'at rest');
    },
  ],
});
