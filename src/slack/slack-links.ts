/** Addresses that the surfaces link to. */
export type SlackLinks = ReturnType<typeof createSlackLinks>;

/** `authorizeUrl` tells where Slack is: slack.com, or a stand-in for it. */
export function createSlackLinks({ publicUrl, authorizeUrl }: { publicUrl: string; authorizeUrl: string }) {
  const team = (teamId: string | undefined, joint: '?' | '&') =>
    teamId ? `${joint}team=${encodeURIComponent(teamId)}` : '';
  return {
    install: (teamId?: string) => `${publicUrl}/slack/install${team(teamId, '?')}`,
    /**
     * `userId`: the person who is to press it, so that the page can tell when another one did. `channelId`: where the
     * page leads back to; absent: to the app's Home.
     */
    givePermission: (teamId: string | undefined, userId: string, channelId?: string) =>
      `${publicUrl}/slack/install?for=me${team(teamId, '&')}&user=${encodeURIComponent(userId)}${
        channelId ? `&channel=${encodeURIComponent(channelId)}` : ''
      }`,
    /** Where a file is downloaded, once: `secret` is all that it takes. */
    exportCoverage: (secret: string) => `${publicUrl}/export?link=${encodeURIComponent(secret)}`,
    /** What Lanyard asks for, keeps and never does. */
    about: publicUrl,
    /** Where Slack's admins remove apps. @see https://docs.slack.dev/interactivity/deep-linking */
    manageApps: (appId: string) => new URL(`/apps/${encodeURIComponent(appId)}`, authorizeUrl).href,
    /** Slack redirects it to the workspace that the person is signed in to. */
    accountSettings: 'https://my.slack.com/account/settings',
    /** Where owners and admins require two-factor sign-in; Slack redirects it likewise. */
    workspaceSettings: 'https://my.slack.com/admin/settings',
    appHome: (appId: string, teamId?: string) =>
      new URL(`/app_redirect?app=${encodeURIComponent(appId)}${team(teamId, '&')}`, authorizeUrl).href,
  };
}
