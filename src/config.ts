import { existsSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { parseKeyring, type VaultKey } from './vault/keyring.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type Config = {
  port: number;
  host: string;
  /** Where Slack and browsers reach Lanyard; without a slash at the end. */
  publicUrl: string;
  slack: {
    clientId: string;
    clientSecret: string;
    signingSecret: string;
    apiUrl: string;
    authorizeUrl: string;
  };
  /** Absent: the embedded database under `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  vaultKeys: VaultKey[];
  logLevel: (typeof LOG_LEVELS)[number];
  production: boolean;
};

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);

/** https anywhere, http on this machine only: tokens and codes travel through these URLs. */
const webAddress = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !safe) {
    context.addIssue({ code: 'custom', message: 'must be an https URL (http only for this machine itself)' });
    return z.NEVER;
  }
  return url.href;
});

const keyring = z.string().transform((text, context) => {
  const { keys, problems } = parseKeyring(text);
  for (const message of problems) context.addIssue({ code: 'custom', message });
  return keys;
});

/** Better a clear refusal than a process that never receives an event. */
const notYet = z
  .string()
  .refine(() => false, 'is for Socket Mode, which this version does not have; leave it out');

const environment = z.object({
  PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(65535, 'must be at most 65535')
    .default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: webAddress.refine((url) => new URL(url).href === `${new URL(url).origin}/`, {
    message: 'must be an address alone: no path, no query, no user',
  }),
  SLACK_CLIENT_ID: z.string(),
  SLACK_CLIENT_SECRET: z.string(),
  SLACK_SIGNING_SECRET: z.string(),
  SLACK_APP_TOKEN: notYet.optional(),
  SLACK_API_URL: webAddress.default('https://slack.com/api/'),
  SLACK_AUTHORIZE_URL: webAddress.default('https://slack.com/oauth/v2/authorize'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with "postgresql://"')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  TOKEN_ENCRYPTION_KEYS: keyring,
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  NODE_ENV: z.string().optional(),
});

export type VariableName = keyof typeof environment.shape;

/** Where the right value is found: said beside each problem. */
const WHERE: Record<VariableName, string> = {
  PORT: 'the port to listen on, such as 3000',
  HOST: 'the address to listen on, such as 0.0.0.0 or 127.0.0.1',
  PUBLIC_URL: 'the https address under which Slack reaches this server, such as https://lanyard.example.com',
  SLACK_CLIENT_ID: 'api.slack.com/apps > your app > Basic Information > App Credentials > Client ID',
  SLACK_CLIENT_SECRET: 'api.slack.com/apps > your app > Basic Information > App Credentials > Client Secret',
  SLACK_SIGNING_SECRET:
    'api.slack.com/apps > your app > Basic Information > App Credentials > Signing Secret',
  SLACK_APP_TOKEN: 'api.slack.com/apps > your app > Basic Information > App-Level Tokens',
  SLACK_API_URL: "leave it out for Slack; set it only to use a stand-in for Slack's Web API",
  SLACK_AUTHORIZE_URL: "leave it out for Slack; set it only to use a stand-in for Slack's consent page",
  DATABASE_URL: 'postgresql://user:password@host:5432/database; leave it out for the embedded database',
  DATA_DIR: 'a folder for the embedded database, such as ./data',
  TOKEN_ENCRYPTION_KEYS:
    'id:key, a key made by: openssl rand -base64 32 (keep it safe: it opens every token)',
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
  NODE_ENV: 'production, or nothing',
};

export const VARIABLE_NAMES = Object.keys(WHERE) as VariableName[];

/**
 * Reads the environment, and `.env` in the working directory when it is there.
 * @throws AppError `config_invalid`, with every problem at once; values are never part of it
 */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseConfig(process.env);
}

/** @throws AppError `config_invalid`, with every problem at once; values are never part of it */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty line in .env means "not set", not "set to nothing".
  const given = Object.fromEntries(
    VARIABLE_NAMES.map((name) => [name, env[name]?.trim() || undefined] as const),
  );
  const result = environment.safeParse(given);
  if (!result.success) throw configInvalid(result.error.issues, given);
  const values = result.data;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL.replace(/\/+$/, ''),
    slack: {
      clientId: values.SLACK_CLIENT_ID,
      clientSecret: values.SLACK_CLIENT_SECRET,
      signingSecret: values.SLACK_SIGNING_SECRET,
      apiUrl: values.SLACK_API_URL,
      authorizeUrl: values.SLACK_AUTHORIZE_URL,
    },
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR,
    vaultKeys: values.TOKEN_ENCRYPTION_KEYS,
    logLevel: values.LOG_LEVEL,
    production: values.NODE_ENV === 'production',
  };
}

function configInvalid(issues: z.core.$ZodIssue[], given: Record<string, string | undefined>): AppError {
  const lines = issues.map((issue) => {
    const name = issue.path[0] as VariableName;
    const problem = given[name] === undefined ? 'is missing' : issue.message;
    return `  ${name} ${problem}\n      ${WHERE[name]}`;
  });
  return new AppError({
    code: 'config_invalid',
    message: `Lanyard cannot start: ${lines.length === 1 ? 'one setting needs' : `${lines.length} settings need`} attention.\n\n${lines.join('\n')}`,
    hint: 'Set them in the environment or in a file named .env (copy .env.example). To try Lanyard without a Slack account: npm run demo',
    details: { variables: [...new Set(issues.map((issue) => String(issue.path[0])))] },
  });
}
