import type { AppRegistration } from './state/apps.ts';

/** The parts of an app manifest that a registration needs. */
export type Manifest = {
  display_information: { name: string; description?: string };
  features?: {
    app_home?: { home_tab_enabled?: boolean; messages_tab_enabled?: boolean };
    slash_commands?: { command: string; description: string; should_escape?: boolean; url?: string }[];
  };
  oauth_config?: {
    redirect_urls?: string[];
    scopes?: { bot?: string[]; user?: string[]; bot_optional?: string[]; user_optional?: string[] };
  };
  settings?: {
    event_subscriptions?: { request_url?: string; bot_events?: string[] };
    interactivity?: { request_url?: string };
    org_deploy_enabled?: boolean;
    socket_mode_enabled?: boolean;
    token_rotation_enabled?: boolean;
  };
};

export type AppSecrets = {
  appId: string;
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  /** Where the app listens; takes the place of the origin in every URL of the manifest. Its `/slack/install` installs. */
  baseUrl: string;
};

/**
 * Registers what the manifest says, at another address. An empty or missing section means what it means in Slack: off.
 * @see https://docs.slack.dev/reference/app-manifest
 */
export function appFromManifest(manifest: Manifest, secrets: AppSecrets): AppRegistration {
  const { baseUrl, ...ids } = secrets;
  const here = (url: string) => new URL(new URL(url).pathname, baseUrl).href;
  const { features, oauth_config: oauth, settings } = manifest;
  const requestUrls = [
    settings?.event_subscriptions?.request_url,
    settings?.interactivity?.request_url,
    ...(features?.slash_commands ?? []).map((command) => command.url),
  ].flatMap((url) => (url ? [here(url)] : []));
  const [requestUrl, ...others] = new Set(requestUrls);
  const socketMode = settings?.socket_mode_enabled ?? false;
  if (!requestUrl && !socketMode)
    throw new Error('The manifest names no request URL: nothing could be delivered.');
  if (others.length > 0)
    throw new Error('The simulator delivers everything to one request URL; the manifest has more.');
  return {
    ...ids,
    installUrl: new URL('/slack/install', baseUrl).href,
    name: manifest.display_information.name,
    description: manifest.display_information.description ?? '',
    requestUrl: requestUrl ?? '',
    socketMode,
    redirectUrls: (oauth?.redirect_urls ?? []).map(here),
    botScopes: oauth?.scopes?.bot ?? [],
    userScopes: oauth?.scopes?.user ?? [],
    optionalScopes: { bot: oauth?.scopes?.bot_optional ?? [], user: oauth?.scopes?.user_optional ?? [] },
    botEvents: settings?.event_subscriptions?.bot_events ?? [],
    commands: (features?.slash_commands ?? []).map(({ command, description, should_escape = false }) => ({
      command,
      description,
      shouldEscape: should_escape,
    })),
    homeTab: features?.app_home?.home_tab_enabled ?? false,
    messagesTab: features?.app_home?.messages_tab_enabled ?? false,
    orgDeploy: settings?.org_deploy_enabled ?? false,
    tokenRotation: settings?.token_rotation_enabled ?? false,
  };
}
