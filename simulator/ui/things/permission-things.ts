import { appName, botGrant, type Group, noBot, noOwn } from './thing.ts';

export const PERMISSIONS: Group = {
  title: 'Permissions',
  things: [
    {
      id: 'revoke-own',
      words: ({ record }) => `Revoke ${record.name}’s permission`,
      unless: noOwn,
      async act(scene) {
        await scene.person.revokesOwnPermission(scene.app?.appId);
        return `Slack revoked ${scene.record.name}’s permission and told ${appName(scene)}.`;
      },
    },
    {
      id: 'revoke-bot',
      words: () => 'Revoke the bot’s token',
      unless: noBot,
      async act(scene) {
        const grant = botGrant(scene);
        if (grant) await scene.world.endings.end([grant], 'revoked');
        return `Slack revoked the bot’s token and told ${appName(scene)}.`;
      },
    },
    {
      id: 'uninstall',
      words: (scene) => `Remove ${appName(scene)}`,
      unless: noBot,
      async act(scene) {
        const grant = botGrant(scene);
        if (grant) await scene.world.endings.uninstall(grant.appId, grant);
        return `Slack removed ${appName(scene)} and told it.`;
      },
    },
  ],
};
