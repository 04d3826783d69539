import { z } from 'zod';
import { AppError } from '../errors.ts';
import { safeLine } from '../slack-api/outside-text.ts';
import type { AppPresentation } from './apps.ts';

/** Slack's own limits for an app's name and its short description. */
const NAME_LIMIT = 35;
const ABOUT_LIMIT = 140;
const URL_LIMIT = 500;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const line = (limit: number) =>
  z
    .string('has to be text')
    .refine((text) => text.trim() !== '', 'is empty')
    .refine((text) => text.length <= limit, `is longer than ${limit} characters`)
    .refine(
      (text) => safeLine(text, limit) === text,
      'has control characters, line breaks, or space around it',
    );

const address = z
  .string('has to be text')
  .refine((text) => text.length <= URL_LIMIT, `is longer than ${URL_LIMIT} characters`)
  .refine(
    isAddress,
    'has to begin with https:// (http:// on this machine alone), without a name or a password',
  );

const shape = z.object({ name: line(NAME_LIMIT), about: line(ABOUT_LIMIT), homeUrl: address.optional() });

/** @throws AppError `config_invalid`, with every problem at once */
export function readPresentation(given: AppPresentation): AppPresentation {
  const result = shape.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'app'} ${message}`);
  throw new AppError({
    code: 'config_invalid',
    message: `The app can't be registered: ${problems.join('; ')}.`,
    hint: 'Give `app` a name and a line about it, as people are to read them, and the https address of its page.',
  });
}

function isAddress(text: string): boolean {
  // As it will be shown: without what a browser would quietly leave out or turn around.
  if (safeLine(text, URL_LIMIT) !== text || /\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}
