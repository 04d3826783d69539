/** Addresses that the surfaces link to. */
export type SlackLinks = {
  /** Where the app is added; to this workspace where one is named. */
  install(teamId?: string): string;
  /**
   * Where people grant their own permission.
   * @param userId the person who is meant to press it, so that the page can tell when another one did
   * @param channelId where the page leads back to; absent: to the app's Home
   */
  givePermission(teamId: string | undefined, userId: string, channelId?: string): string;
  /** Where a file is downloaded, once. @param secret all that it takes */
  exportCoverage(secret: string): string;
  /** What Lanyard asks for, stores and never does. */
  about: string;
  /** Where the person who runs Lanyard says how to reach them. */
  support: string;
  /** Where Slack's admins remove apps. @see https://docs.slack.dev/interactivity/deep-linking */
  manageApps(appId: string): string;
  /** Slack redirects it to the workspace that the person is signed in to. */
  accountSettings: string;
  /** Where owners and admins require two-factor sign-in; Slack redirects it likewise. */
  workspaceSettings: string;
  /** The app's Home in Slack. */
  appHome(appId: string, teamId?: string): string;
};

/** @param authorizeUrl tells where Slack is: slack.com, or its substitute */
export function createSlackLinks({
  publicUrl,
  authorizeUrl,
}: {
  publicUrl: string;
  authorizeUrl: string;
}): SlackLinks {
  const team = (teamId: string | undefined, joint: '?' | '&') =>
    teamId ? `${joint}team=${encodeURIComponent(teamId)}` : '';
  return {
    install: (teamId) => `${publicUrl}/slack/install${team(teamId, '?')}`,
    givePermission: (teamId, userId, channelId) =>
      `${publicUrl}/slack/install?for=me${team(teamId, '&')}&user=${encodeURIComponent(userId)}${
        channelId ? `&channel=${encodeURIComponent(channelId)}` : ''
      }`,
    exportCoverage: (secret) => `${publicUrl}/export?link=${encodeURIComponent(secret)}`,
    about: publicUrl,
    support: `${publicUrl}/support`,
    manageApps: (appId) => new URL(`/apps/${encodeURIComponent(appId)}`, authorizeUrl).href,
    accountSettings: 'https://my.slack.com/account/settings',
    workspaceSettings: 'https://my.slack.com/admin/settings',
    appHome: (appId, teamId) =>
      new URL(`/app_redirect?app=${encodeURIComponent(appId)}${team(teamId, '&')}`, authorizeUrl).href,
  };
}
