import { readFileSync } from 'node:fs';
import { packageFile } from '../package-file.ts';

export type ManifestKind = 'http' | 'socket-mode';

/** The parts of an app manifest that Lanyard itself reads or changes. */
export type Manifest = {
  display_information: { name: string; description: string };
  features: { slash_commands: { command: string; url?: string }[] };
  oauth_config: { redirect_urls: string[]; scopes: { bot: string[]; user: string[] } };
  settings: {
    event_subscriptions: { request_url?: string; bot_events: string[] };
    interactivity: { is_enabled: boolean; request_url?: string };
    socket_mode_enabled: boolean;
    token_rotation_enabled: boolean;
  };
};

export const MANIFEST_FILES: Record<ManifestKind, string> = {
  http: 'manifest.json',
  'socket-mode': 'manifest.socket-mode.json',
};

/** The host that is in the manifests for the operator's own. */
const PLACEHOLDER = 'https://lanyard.example.com';

/** The manifest of this package, for a Lanyard at this address (without a slash at its end). */
export function readManifest(kind: ManifestKind, publicUrl: string = PLACEHOLDER): Manifest {
  const text = readFileSync(packageFile(MANIFEST_FILES[kind]), 'utf8');
  return JSON.parse(text.replaceAll(PLACEHOLDER, publicUrl)) as Manifest;
}

/** The same app without an address for events: Socket Mode takes none, and Slack refuses a manifest that has both. */
export function forSocketMode(manifest: Manifest): Manifest {
  const { features, settings } = manifest;
  const { request_url: _, ...interactivity } = settings.interactivity;
  const { request_url: __, ...subscriptions } = settings.event_subscriptions;
  return {
    ...manifest,
    features: {
      ...features,
      slash_commands: features.slash_commands.map(({ url: ___, ...command }) => command),
    },
    settings: {
      ...settings,
      event_subscriptions: subscriptions,
      interactivity,
      socket_mode_enabled: true,
    },
  };
}
