import { settingsOf } from '../../state/app-settings.ts';
import { createSimulatedApp } from '../../state/simulated-app.ts';
import type { GrantRecord } from '../../state/state.ts';
import { createGrantedTokens, type GrantedTokens } from '../../tokens/granted-tokens.ts';
import { rotatesAlready } from '../../tokens/rotation.ts';
import type { Scene } from '../scene.ts';
import { botGrant, type Group, noBot, noOwn, ownGrant, type Thing } from './thing.ts';

type GrantIn = (scene: Scene) => GrantRecord | undefined;

const ofTokens = (
  id: string,
  words: (scene: Scene) => string,
  {
    grantIn,
    missing,
    does,
    said,
  }: { grantIn: GrantIn; missing: typeof noBot; does(tokens: GrantedTokens): void; said: string },
): Thing => ({
  id,
  words,
  unless(scene) {
    const grant = grantIn(scene);
    if (!grant) return missing(scene);
    return rotatesAlready(scene.world.store.state, grant)
      ? undefined
      : 'This token doesn’t expire: it was granted without rotation.';
  },
  async act(scene) {
    const grant = grantIn(scene);
    if (!grant) throw new Error('There’s no such token anymore.');
    does(createGrantedTokens(scene.world, grant));
    return said;
  },
});

const bot = { grantIn: botGrant, missing: noBot };
const own = { grantIn: ownGrant, missing: noOwn };
const expire = {
  does: (tokens: GrantedTokens) => tokens.expire(),
  said: 'Expired: calls with it answer token_expired.',
};
const kill = {
  does: (tokens: GrantedTokens) => tokens.killRefreshTokens(),
  said: 'The next refresh answers invalid_refresh_token.',
};

const barred = ({ world, app }: Scene): boolean =>
  app !== undefined && settingsOf(world.store.state, app).addressBarred;

export const TOKENS: Group = {
  title: 'Tokens',
  things: [
    {
      id: 'rotate',
      words: () => 'Turn on token rotation',
      unless: ({ world, app }) =>
        app && settingsOf(world.store.state, app).tokenRotation
          ? 'It’s on. Slack never turns it off again.'
          : undefined,
      async act({ world, app }) {
        if (app) createSimulatedApp(world, app.appId).turnOnTokenRotation();
        return 'From the next installation on, tokens expire after twelve hours.';
      },
    },
    ofTokens('expire-own', ({ record }) => `Expire ${record.name}’s token`, { ...own, ...expire }),
    ofTokens('expire-bot', () => 'Expire the bot’s token', { ...bot, ...expire }),
    ofTokens('kill-own', ({ record }) => `Make ${record.name}’s refresh fail`, { ...own, ...kill }),
    ofTokens('kill-bot', () => 'Make the bot’s refresh fail', { ...bot, ...kill }),
    {
      id: 'address',
      words: (scene) => (barred(scene) ? 'Allow the app’s IP address again' : 'Refuse the app’s IP address'),
      async act(scene) {
        const next = !barred(scene);
        if (scene.app) createSimulatedApp(scene.world, scene.app.appId).barAddress(next);
        return next
          ? 'Every token now answers invalid_auth, though nothing is wrong with it.'
          : 'Tokens work again.';
      },
    },
  ],
};
