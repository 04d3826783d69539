import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS, EVENTS, REDIRECT_PATH } from '../src/slack-api/app-surface.ts';
import { forSocketMode, readManifest } from '../src/slack-api/manifest.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../src/slack-api/scope-catalogue.ts';
import { manifestSchema } from './support/manifest-schema.ts';

const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));
const sorted = (list: readonly string[]) => [...list].sort();

describe('manifest.json says what the code does', () => {
  test('the scopes are those of the catalogue', () => {
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(REQUESTED_BOT_SCOPES));
    expect(sorted(manifest.oauth_config.scopes.user)).toEqual(sorted(REQUESTED_USER_SCOPES));
  });

  test('the events are those that have a listener', () => {
    expect(sorted(manifest.settings.event_subscriptions.bot_events)).toEqual(sorted(EVENTS));
  });

  test('the commands are those that have a listener', () => {
    const commands = manifest.features.slash_commands.map((entry: { command: string }) => entry.command);
    expect(sorted(commands)).toEqual(sorted(COMMANDS));
  });

  test('every address is one that is served', () => {
    const commandUrls = manifest.features.slash_commands.map((entry: { url: string }) => entry.url);
    const { request_url: events } = manifest.settings.event_subscriptions;
    const { request_url: interactivity } = manifest.settings.interactivity;
    for (const url of [...commandUrls, events, interactivity])
      expect(new URL(url).pathname).toBe('/slack/events');
    expect(manifest.oauth_config.redirect_urls.map((url: string) => new URL(url).pathname)).toEqual([
      REDIRECT_PATH,
    ]);
  });
});

describe.each(['http', 'socket-mode'] as const)('the manifest for %s', (kind) => {
  const variant = readManifest(kind);

  test("keeps Slack's rules", () => {
    expect(manifestSchema.safeParse(variant).error?.issues ?? []).toEqual([]);
  });

  test('with an unknown key, an address too many or too few, or a long name is refused by them', () => {
    const settings = { ...variant.settings, socket_mode_enabled: !variant.settings.socket_mode_enabled };
    const changed = [
      { ...variant, colour: 'blue' },
      { ...variant, settings },
      { ...variant, display_information: { name: 'a'.repeat(36) } },
    ];
    for (const one of changed) expect(manifestSchema.safeParse(one).success).toBe(false);
  });
});

test('the manifest for Socket Mode is the other one without addresses for events', () => {
  expect(readManifest('socket-mode')).toEqual(forSocketMode(readManifest('http')));
});

test('a manifest for an address names that host everywhere, and no other', () => {
  const text = JSON.stringify(readManifest('http', 'https://lanyard.acme.dev'));
  expect(text).toContain('https://lanyard.acme.dev/slack/oauth_redirect');
  expect(text).not.toContain('example.com');
});
