import type { Installation, UserAuthorization } from '../../database/generated/client.ts';
import type { SealedName } from './installation-key.ts';
import type { TokenKind } from './token-row.ts';

export type SealedColumn = {
  kind: TokenKind;
  table: 'installations' | 'user_authorizations';
  column: `sealed_${SealedName}`;
  boundTo: SealedName;
};

export type SealedField<Row> = Extract<keyof Row, `sealed${string}`>;
/** One entry for each sealed field of a model: a new field that is missing here does not compile. */
type SealedFields<Row> = Readonly<Record<SealedField<Row>, SealedName>>;

const OF_INSTALLATION: SealedFields<Installation> = {
  sealedBotToken: 'bot_token',
  sealedRefreshToken: 'refresh_token',
  sealedWebhookUrl: 'webhook_url',
};
const OF_AUTHORIZATION: SealedFields<UserAuthorization> = {
  sealedUserToken: 'user_token',
  sealedRefreshToken: 'refresh_token',
  sealedWebhookUrl: 'webhook_url',
};

/** For queries whose rows leave the room. */
export const WITHOUT_SEALED = {
  installation: trueForEach<SealedField<Installation>>(OF_INSTALLATION),
  authorization: trueForEach<SealedField<UserAuthorization>>(OF_AUTHORIZATION),
} as const;

function trueForEach<Field extends string>(fields: Readonly<Record<Field, unknown>>): Record<Field, true> {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, true])) as Record<Field, true>;
}

const columnOf = (kind: TokenKind, table: SealedColumn['table']) => (boundTo: SealedName) =>
  ({ kind, table, column: `sealed_${boundTo}`, boundTo }) as const;

/** Every column that holds something sealed: for whatever has to reach all of them. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  ...Object.values(OF_INSTALLATION).map(columnOf('bot', 'installations')),
  ...Object.values(OF_AUTHORIZATION).map(columnOf('user', 'user_authorizations')),
];
