import { randomBytes } from 'node:crypto';
import type { Installation, InstallationQuery } from '@slack/oauth';

// What Slack grants, as InstallProvider hands it to a store. All ids and tokens are new in every case, so that stores
// may share one database and a dump can be searched for each of them.

export type WorkspaceInstallation = Installation<'v2', false>;
export type OrgInstallation = Installation<'v2', true>;
type Bot = NonNullable<Installation['bot']>;

export const newId = (prefix: 'T' | 'E' | 'U' | 'W' | 'A' | 'B' | 'C'): string =>
  `${prefix}${randomBytes(5).toString('hex').toUpperCase()}`;

export const newSecret = (prefix: string): string => `${prefix}-${randomBytes(32).toString('hex')}`;

/** A rotating pair and its expiry in whole seconds: no two pairs expire at the same second. */
export function newPair(kind: 'bot' | 'user') {
  return {
    token: newSecret(kind === 'bot' ? 'xoxe.xoxb-1' : 'xoxe.xoxp-1'),
    refreshToken: newSecret('xoxe-1'),
    expiresAt: Math.floor(Date.now() / 1000) + 43_200 + randomBytes(3).readUIntBE(0, 3),
  };
}
export type Pair = ReturnType<typeof newPair>;

/** The app in one workspace: bot, and the own permission of the person who installed it. Long-lived tokens. */
export function install(
  options: { team?: string; user?: string; enterprise?: string | undefined } = {},
): WorkspaceInstallation & { bot: Bot } {
  const { team = newId('T'), user = newId('U'), enterprise } = options;
  return {
    team: { id: team, name: `Workspace ${team}` },
    enterprise: enterprise ? { id: enterprise, name: `Organization ${enterprise}` } : undefined,
    user: { id: user, token: newSecret('xoxp'), scopes: ['users:read'] },
    bot: {
      id: newId('B'),
      userId: newId('U'),
      token: newSecret('xoxb'),
      scopes: ['commands', 'chat:write'],
    },
    appId: newId('A'),
    tokenType: 'bot',
    isEnterpriseInstall: false,
    authVersion: 'v2',
  };
}

/** The app in a whole organization. */
export function installOrg(
  options: { enterprise?: string; user?: string } = {},
): OrgInstallation & { bot: Bot } {
  const { enterprise = newId('E'), user = newId('W') } = options;
  return {
    ...install({ user }),
    team: undefined,
    enterprise: { id: enterprise, name: `Organization ${enterprise}` },
    enterpriseUrl: `https://${enterprise.toLowerCase()}.enterprise.slack.example/`,
    isEnterpriseInstall: true,
  };
}

/** The same with token rotation switched on. */
export function rotating<Given extends Installation<'v2', boolean> & { bot: Bot }>(given: Given): Given {
  return { ...given, bot: { ...given.bot, ...newPair('bot') }, user: { ...given.user, ...newPair('user') } };
}

export function withWebhook<Given extends Installation<'v2', boolean>>(given: Given) {
  const incomingWebhook = {
    url: `https://hooks.slack.example/services/${newSecret('hook')}`,
    channel: '#general',
    channelId: newId('C'),
    configurationUrl: `https://workspace.slack.example/services/${newId('B')}`,
  };
  return { ...given, incomingWebhook };
}

/** The grant of a person who was asked for the own permission alone: no bot, no webhook. */
export function userOnly<Given extends Installation<'v2', boolean>>(given: Given): Given {
  const { bot, tokenType, incomingWebhook, ...rest } = given;
  return rest as Given;
}

/** The grant of a person who gave the workspace's permission and no own one. */
export function botOnly<Given extends Installation<'v2', boolean>>(given: Given): Given {
  return { ...given, user: { id: given.user.id, token: undefined, scopes: undefined } };
}

/** The query for a workspace, as Bolt builds it from an event. */
export function inWorkspace(
  teamId: string | undefined,
  userId?: string,
  enterpriseId?: string,
): InstallationQuery<boolean> {
  // Bolt passes undefined properties, which InstallationQuery's types do not foresee.
  return malformed({ teamId, enterpriseId, userId, conversationId: undefined, isEnterpriseInstall: false });
}

/** The query of an org-wide installation. Bolt usually sends the workspace of the event along. */
export function inOrg(
  enterpriseId: string | undefined,
  userId?: string,
  teamId?: string,
): InstallationQuery<boolean> {
  return malformed({ teamId, enterpriseId, userId, conversationId: undefined, isEnterpriseInstall: true });
}

/** For what TypeScript forbids and a database, a queue or JavaScript hands over all the same. */
export const malformed = (value: unknown): never => value as never;
