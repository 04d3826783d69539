import { timingSafeEqual } from 'node:crypto';
import type { AppRegistration } from '../state/apps.ts';
import type { World } from '../state/world.ts';
import { text } from '../web-api/method.ts';

export type BasicCredentials = { id: string; secret: string };

/** The app that proves itself by client id and secret, or Slack's refusal. */
export function identifyApp(
  world: World,
  args: Record<string, unknown>,
  basic: BasicCredentials | undefined,
): AppRegistration | { error: 'invalid_client_id' | 'bad_client_secret' } {
  const app = world.apps.byClientId(basic?.id ?? text(args, 'client_id') ?? '');
  if (!app) return { error: 'invalid_client_id' };
  const secret = basic?.secret ?? text(args, 'client_secret') ?? '';
  return sameSecret(app.clientSecret, secret) ? app : { error: 'bad_client_secret' };
}

function sameSecret(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
