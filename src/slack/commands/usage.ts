import type { Words } from '../../locales/words.ts';
import type { Subcommand } from './subcommand.ts';

type Table = { name: string; about: string; subcommands: readonly Subcommand[] };

/** Everything that can be typed, made from the table. */
export function helpText(words: Words, { name, about, subcommands }: Table): string {
  const { help } = words.commands;
  const line = (each: Subcommand) => help.line(typedLike(name, each), each.help);
  const forAdmins = subcommands.filter((each) => each.forAdmins);
  return [
    help.title(name, about),
    ...subcommands.filter((each) => !each.forAdmins).map(line),
    help.line(`${name} help`, help.self),
    ...(forAdmins.length > 0 ? [help.forAdmins, ...forAdmins.map(line)] : []),
  ].join('\n');
}

/** @param typed what was not understood, without any markup */
export function unknownText(words: Words, { name, subcommands }: Table, typed: string): string {
  const { unknown } = words.commands;
  return unknown(typed, [...subcommands.map((each) => typedLike(name, each)), `${name} help`]);
}

function typedLike(name: string, { word, takes }: Subcommand): string {
  return [name, ...(word === '' || word === '@' ? [] : [word]), ...(takes ? [takes] : [])].join(' ');
}
