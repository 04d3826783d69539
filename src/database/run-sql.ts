/** Runs one statement and answers its rows, by column name. */
export type RunSql = (sql: string) => Promise<Record<string, unknown>[]>;
