import type { Config } from '../../config.ts';
import { COMMANDS, EVENTS, REDIRECT_PATH } from '../../slack-api/app-surface.ts';
import { MANIFEST_FILES, type Manifest, type ManifestKind, readManifest } from '../../slack-api/manifest.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import { error, type Finding, ok, warning } from './finding.ts';

/** The manifest of this package against the code, and its addresses against `PUBLIC_URL`. */
export function checkManifest(config: Config, manifest: Manifest, kind: ManifestKind): Finding[] {
  const about = 'Manifest';
  const file = MANIFEST_FILES[kind];
  const { scopes } = manifest.oauth_config;
  const differences = [
    ...difference('bot scopes', scopes.bot, REQUESTED_BOT_SCOPES),
    ...difference('user scopes', scopes.user, REQUESTED_USER_SCOPES),
    ...difference('events', manifest.settings.event_subscriptions.bot_events, EVENTS),
    ...difference(
      'commands',
      manifest.features.slash_commands.map(({ command }) => command),
      COMMANDS,
    ),
  ];
  const findings = differences.map((text) =>
    error(
      about,
      `${file}, ${text}.`,
      'Put the file of this version back, and paste it into the app’s settings in Slack.',
    ),
  );
  if (findings.length === 0) findings.push(ok(about, `${file} says what the code does.`));

  const redirect = `${config.publicUrl}${REDIRECT_PATH}`;
  const addresses = [
    ...manifest.oauth_config.redirect_urls,
    ...manifest.features.slash_commands.flatMap(({ url }) => url ?? []),
    ...[manifest.settings.event_subscriptions, manifest.settings.interactivity].flatMap(
      ({ request_url: url }) => url ?? [],
    ),
  ];
  const others = new Set(addresses.map((url) => new URL(url).origin).filter((at) => at !== config.publicUrl));
  findings.push(
    others.size === 0
      ? ok('Redirect URL', `with your address in it, ${file} names ${redirect}.`)
      : warning(
          'Redirect URL',
          `${file} names ${[...others].join(', ')} next to PUBLIC_URL.`,
          `Slack has to know ${redirect}: app settings > OAuth & Permissions > Redirect URLs.`,
        ),
  );
  return findings;
}

export const manifestOf = (config: Config): { manifest: Manifest; kind: ManifestKind } => {
  const kind = config.slack.appToken ? 'socket-mode' : 'http';
  return { kind, manifest: readManifest(kind, config.publicUrl) };
};

function difference(what: string, inManifest: readonly string[], inCode: readonly string[]): string[] {
  const [more, less] = [
    inManifest.filter((one) => !inCode.includes(one)),
    inCode.filter((one) => !inManifest.includes(one)),
  ];
  return [
    ...(more.length > 0 ? [`${what}: ${more.join(', ')} is unknown to the code`] : []),
    ...(less.length > 0 ? [`${what}: ${less.join(', ')} is missing`] : []),
  ];
}
