import type { Words } from '../../locales/words.ts';
import type { Subcommand } from './subcommand.ts';

/** Of what can be typed, what the reader may: only owners and admins read of what is theirs. */
type Table = { name: string; about: string; subcommands: readonly Subcommand[]; forAdmin: boolean };

const readable = ({ subcommands, forAdmin }: Table) =>
  subcommands.filter((each) => forAdmin || !each.forAdmins);

/** What the reader can type, made from the table. */
export function helpText(words: Words, table: Table): string {
  const { name, about } = table;
  const subcommands = readable(table);
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
export function unknownText(words: Words, table: Table, typed: string): string {
  const { name } = table;
  return words.commands.unknown(typed, [
    ...readable(table).map((each) => typedLike(name, each)),
    `${name} help`,
  ]);
}

function typedLike(name: string, { word, takes }: Subcommand): string {
  return [name, ...(word === '' || word === '@' ? [] : [word]), ...(takes ? [takes] : [])].join(' ');
}
