import { createHash } from 'node:crypto';

/**
 * Tells tokens apart without keeping them. Slack's tokens are long and random, so the hash leads nowhere back and
 * needs no key of its own.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update('lanyard token ').update(token).digest('base64url');
}
