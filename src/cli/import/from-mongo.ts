import { type Fields, isFields, textOf, timeOf } from './record.ts';

/** Written around a value by mongoexport. */
const WRAPPED = ['$date', '$numberLong', '$numberInt', '$numberDouble', '$oid'] as const;

/**
 * A document as mongoexport writes it (Extended JSON, relaxed or canonical), with plain values.
 * @see https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isFields(value)) return value;
  for (const kind of WRAPPED) {
    if (!(kind in value)) continue;
    const inner = plain(value[kind]);
    return kind.startsWith('$number') ? Number(inner) : inner;
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

/**
 * Of @seratch_/bolt-mongoose: when it was written last, and for which app.
 * @see https://github.com/seratch/slack-bolt-extensions/blob/main/packages/bolt-mongoose/src/MongooseInstallationStore.ts
 */
export function aboutDocument(document: Fields): {
  writtenAt: Date | undefined;
  clientId: string | undefined;
} {
  const [app] = (textOf(document.__appOrgWorkspace__) ?? '').split(':');
  return {
    writtenAt: timeOf(document.db_record_updated_at) ?? timeOf(document.db_record_created_at),
    clientId: app === '' || app === 'undefined' ? undefined : app,
  };
}
