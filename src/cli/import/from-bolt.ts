import { authVersionOf, type Fields, isFields, type RawInstallation, scopesOf, timeOf } from './record.ts';

/** What @slack/oauth's own stores write as JSON: an `Installation` as it is. */
export function fromBolt(given: Fields): RawInstallation {
  const { bot, user } = given;
  const scopes = [bot, user].map((part) => (isFields(part) ? scopesOf(part.scopes) : []));
  return {
    team: given.team,
    enterprise: given.enterprise,
    user: partOf(user),
    bot: partOf(bot),
    incomingWebhook: given.incomingWebhook,
    appId: given.appId,
    tokenType: given.tokenType,
    enterpriseUrl: given.enterpriseUrl,
    isEnterpriseInstall: given.isEnterpriseInstall,
    metadata: given.metadata,
    authVersion: authVersionOf(given.authVersion, ...scopes),
  };
}

/** An empty part is none; scopes are a list. */
function partOf(part: unknown): unknown {
  if (!isFields(part)) return part;
  if (Object.keys(part).length === 0) return undefined;
  return { ...part, ...(typeof part.scopes === 'string' && { scopes: scopesOf(part.scopes) }) };
}

/** When it was installed, where the line says so. */
export const installedAtOf = (given: Fields): Date | undefined =>
  timeOf(given.installedAt) ?? timeOf(given.installed_at);
