import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database.ts';
import { type Field, MODELS, type Model, valuesOfEnum } from './schema-models.ts';

/** A workspace or organization whose rows are looked for, with one of its people. */
export type KeptPlace = {
  clientId: string;
  installedIn: string;
  isEnterpriseInstall: boolean;
  userId: string;
};

type Row = Record<string, unknown>;
type Delegate = {
  create(args: { data: Row }): Promise<unknown>;
  count(args: { where: Row }): Promise<number>;
};

const NAMES_A_PLACE = new Set(['installedIn', 'teamId', 'enterpriseId']);
const NAMES_A_PERSON = /userId$/i;

/** Tables with a column for a workspace or organization. */
export const MODELS_OF_A_PLACE = MODELS.filter(({ fields }) =>
  fields.some(({ name }) => NAMES_A_PLACE.has(name)),
);
/** Tables that name a person, and nothing of where that person is. */
export const MODELS_OF_PEOPLE_ALONE = MODELS.filter(
  (model) => !MODELS_OF_A_PLACE.includes(model) && model.fields.some(({ name }) => NAMES_A_PERSON.test(name)),
);

/** Puts a row of this place into every table that has a column for one, except where the app has put one already. */
export async function fillEveryTable({ prisma }: Database, place: KeptPlace, now: Date): Promise<void> {
  for (const model of MODELS_OF_A_PLACE) {
    const table = (prisma as unknown as Record<string, Delegate>)[model.delegate] as Delegate;
    const { clientId, installedIn } = place;
    const isKeyed = model.fields.some(({ name }) => name === 'installedIn');
    if (isKeyed && (await table.count({ where: { clientId, installedIn } })) > 0) continue;
    const data = model.fields.map((field) => [field.name, valueFor(model, field, place, now)]);
    await table.create({ data: Object.fromEntries(data) });
  }
}

function valueFor(
  model: Model,
  { name, type, list, uuid, code }: Field,
  place: KeptPlace,
  now: Date,
): unknown {
  const { installedIn, isEnterpriseInstall, userId } = place;
  if (name === 'clientId' || name === 'installedIn' || name === 'isEnterpriseInstall') return place[name];
  // An attempt to install names either by its team id; elsewhere the two are what they say.
  if (name === 'teamId') {
    return isEnterpriseInstall && model.name !== 'OAuthState' ? `T0WITHIN${installedIn}` : installedIn;
  }
  if (name === 'enterpriseId') return isEnterpriseInstall ? installedIn : `E0AROUND${installedIn}`;
  if (NAMES_A_PERSON.test(name)) return userId;
  if (list) return [`${name} of ${installedIn}`];
  if (uuid) return randomUUID();
  if (code) return 'a_code';
  if (type === 'String') return `${name} of ${installedIn}`;
  if (type === 'Boolean') return false;
  if (type === 'Int') return 1;
  if (type === 'DateTime') return new Date(now.getTime() - 60 * 60_000);
  if (type === 'Json') return { place: installedIn, person: userId };
  const [first] = valuesOfEnum(type);
  if (first === undefined)
    throw new Error(`No value is known for the type ${type} of ${model.name}.${name}.`);
  return first;
}

/** By table, of every schema there is, the rows that contain one of these texts: in a column or deep in its JSON. */
export async function rowsNaming(database: Database, ...texts: string[]): Promise<Record<string, string[]>> {
  const tables = await database.sql(
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
      ORDER BY 1, 2`,
  );
  const found: Record<string, string[]> = {};
  for (const { schema, name } of tables) {
    const rows = await database.sql(
      `SELECT to_jsonb(t)::text AS row FROM "${schema}"."${name}" AS t
        WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS text WHERE position(text IN to_jsonb(t)::text) > 0)
        ORDER BY 1`,
      [texts],
    );
    if (rows.length > 0) found[String(name)] = rows.map(({ row }) => String(row));
  }
  return found;
}
