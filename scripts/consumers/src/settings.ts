// What check-consumers.ts passes on; a real app has its own.
const { env } = process;

export const port = Number(env.PORT);
export const url = env.PUBLIC_URL ?? '';
export const signingSecret = env.SIGNING_SECRET ?? '';
export const appToken = env.APP_TOKEN ?? '';
export const credentials = { clientId: env.CLIENT_ID ?? '', clientSecret: env.CLIENT_SECRET ?? '' };
export const scopes = ['commands', 'chat:write'];
export const redirectUri = `${url}/slack/oauth_redirect`;
export const installUrl = `${url}/slack/install`;
export const clientOptions = { slackApiUrl: env.SLACK_API_URL ?? '' };
export const forStore = {
  ...credentials,
  encryptionKeys: env.KEYS ?? '',
  dataDir: env.DATA_DIR ?? '',
  slackApiUrl: clientOptions.slackApiUrl,
};
export const forInstaller = {
  clientOptions,
  redirectUriPath: '/slack/oauth_redirect',
  directInstall: true,
  authorizationUrl: env.SLACK_AUTHORIZE_URL ?? '',
};
