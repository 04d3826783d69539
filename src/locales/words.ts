import { commands } from './en/commands.ts';
import { errors } from './en/errors.ts';
import { home } from './en/home.ts';
import { pages } from './en/pages.ts';
import { scopes } from './en/scopes.ts';
import { status } from './en/status.ts';

/** Every word that people read. Another language has to have this very shape, so a missing word does not compile. */
export const english = { commands, errors, home, pages, scopes, status };

export type Words = typeof english;
