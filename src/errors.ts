/** Every error that Lanyard raises on purpose. People's words for each be in `src/locales`. */
export const ERROR_CODES = [
  'backup_unusable',
  'bad_request',
  'config_invalid',
  'data_dir_locked',
  'data_dir_unusable',
  'database_unavailable',
  'installation_changed',
  'migration_failed',
  'not_authorized_yet',
  'not_installed',
  'outdated',
  'overloaded',
  'rotation_pending',
  'slack_refused',
  'slack_timeout',
  'slack_rate_limited',
  'slack_unreachable',
  'slack_token_dead',
  'token_expired',
  'token_unreadable',
  'unexpected',
  'vault_key_missing',
  'workspace_migrating',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

type AppErrorOptions = {
  code: ErrorCode;
  /** For operators, in English. Never a secret. */
  message: string;
  /** What to do next, for operators. */
  hint?: string;
  /** Doing the same again later may succeed. */
  retryable?: boolean;
  /** Ids and codes. Never a secret. */
  details?: Readonly<Record<string, unknown>>;
  cause?: unknown;
};

/** An error whose message is ours from end to end: it quotes nothing from outside, so the log may show it. */
export class OwnWords extends Error {}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = options.code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** The error itself when it is ours. The database's own become `database_unavailable`, all others `unexpected`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : 'Something that is not an Error was thrown.';
  // Named, not imported: this file is below every foundation.
  if (error instanceof Error && /^(PrismaClient|DriverAdapterError)/.test(error.name)) {
    return new AppError({
      code: 'database_unavailable',
      message: `The database returned an error: ${message}`,
      hint: 'Check that it runs and that DATABASE_URL or DATA_DIR points to it; GET /readyz says more.',
      retryable: true,
      cause: error,
    });
  }
  return new AppError({ code: 'unexpected', message, cause: error });
}
