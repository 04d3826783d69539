import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS, EVENTS } from '../src/slack/listeners.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../src/slack-api/scope-catalogue.ts';
import { REDIRECT_PATH } from '../src/web/install.ts';

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
    expect(sorted(commands)).toEqual(sorted(Object.values(COMMANDS)));
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
