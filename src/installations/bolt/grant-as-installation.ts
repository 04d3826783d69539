import type { Installation } from '@slack/bolt';
import type { Grant, TokenGrant } from '../grants/grant.ts';

/** A grant in Bolt's shape, with its tokens: for the callbacks of an `InstallProvider`, and for another store. */
export function asInstallation(grant: Grant): Installation<'v1' | 'v2', boolean> {
  const { key, bot, user, webhook } = grant;
  const home = { id: key.installedIn, ...named(grant.name) };
  const enterprise =
    grant.enterpriseId === undefined ? undefined : { id: grant.enterpriseId, ...named(grant.enterpriseName) };
  return {
    team: key.isEnterpriseInstall ? undefined : home,
    enterprise: key.isEnterpriseInstall ? home : enterprise,
    user: {
      id: grant.grantedByUserId,
      ...(user ? tokenPart(user) : { token: undefined, scopes: undefined }),
    },
    ...(bot && {
      bot: { userId: bot.userId, ...(bot.id !== undefined && { id: bot.id }), ...tokenPart(bot) },
    }),
    ...(webhook && { incomingWebhook: webhook }),
    ...(grant.appId !== undefined && { appId: grant.appId }),
    ...(grant.tokenType === 'bot' && { tokenType: grant.tokenType }),
    ...(grant.enterpriseUrl !== undefined && { enterpriseUrl: grant.enterpriseUrl }),
    ...(grant.metadata !== undefined && { metadata: grant.metadata }),
    isEnterpriseInstall: key.isEnterpriseInstall,
    authVersion: grant.authVersion ?? 'v2',
  } as Installation<'v1' | 'v2', boolean>;
}

const named = (name: string | undefined) => (name === undefined ? {} : { name });

function tokenPart({ token, scopes, refreshToken, expiresAt }: TokenGrant) {
  return {
    token,
    scopes,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(expiresAt !== undefined && { expiresAt: Math.floor(expiresAt.getTime() / 1000) }),
  };
}
