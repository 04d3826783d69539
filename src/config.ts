import { existsSync, readFileSync } from 'node:fs';
import type { BlockList } from 'node:net';
import { parseEnv } from 'node:util';
import { isLoopback, type LOG_LEVELS } from './config/values.ts';
import {
  documentOf,
  environment,
  mayBeEmpty,
  problemsBetween,
  VARIABLE_NAMES,
  type Values,
  type VariableName,
} from './config/variables.ts';
import { AppError } from './errors.ts';
import type { VaultKey } from './vault/keyring.ts';

export type Config = {
  port: number;
  host: string;
  /** Where Slack and browsers reach Lanyard; without a slash at the end. */
  publicUrl: string;
  slack: {
    clientId: string;
    clientSecret: string;
    signingSecret: string;
    /** Present: Socket Mode, no events over HTTP. */
    appToken: string | undefined;
    apiUrl: string;
    authorizeUrl: string;
    /** Of Slack’s Status API. Empty: it isn’t asked. */
    statusUrl: string;
  };
  /** Absent: the embedded database under `dataDir`. */
  databaseUrl: string | undefined;
  /** PostgreSQL itself, where `databaseUrl` leads to a pooler. */
  directDatabaseUrl: string | undefined;
  dataDir: string;
  vaultKeys: VaultKey[];
  operator: Operator;
  /** Our own TLS, in PEM. */
  tls: { cert: string; key: string; slackClientCa: string | undefined } | undefined;
  /** Where a proxy says whose client certificate it checked. */
  proxySan: { header: string; trusted: BlockList } | undefined;
  /** Where `X-Forwarded-For` counts. */
  trustedProxies: BlockList | undefined;
  /** Absent: /metrics is served with the pages. */
  metricsPort: number | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
  production: boolean;
};

/** Who runs this Lanyard, as far as they said. */
export type Operator = {
  name: string | undefined;
  contact: { text: string; href: string } | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment, and `.env` in the working directory when it is there.
 * @throws AppError `config_invalid`, with every problem at once; values are never part of it
 */
export function loadConfig(): Config {
  return parseConfig(loadEnvironment());
}

/** The environment, with what `.env` in the working directory adds to it. */
function loadEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

export type Settings = {
  problems: Problem[];
  /** Undefined also where the one that is set cannot be used. */
  publicUrl: string | undefined;
  /** 3000 where none is set, or none that can be used. */
  port: number;
  /** Nothing that is required is set: the state of a new installation, not of a broken one. */
  unconfigured: boolean;
  isGiven(name: VariableName): boolean;
  whereFound(name: VariableName): string;
};

/** As it would be read at a new start: `.env` is looked at again. */
export function readSettings(): Settings {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  const env = { ...file, ...process.env };
  const { problems } = check(env);
  const required = VARIABLE_NAMES.filter((name) => documentOf(name).group === 'Required');
  const publicUrl = problems.some(({ name }) => name === 'PUBLIC_URL') ? undefined : env.PUBLIC_URL?.trim();
  return {
    problems,
    publicUrl: publicUrl?.replace(/\/+$/, ''),
    port: environment.shape.PORT.catch(3000).parse(env.PORT),
    unconfigured: required.every((name) => !env[name]?.trim()) && !env.TOKEN_ENCRYPTION_KEYS_FILE?.trim(),
    isGiven: (name) => Boolean(env[name]?.trim()),
    whereFound: whatBelongsThere,
  };
}

/** Whether this process was told to listen on this machine alone, and is not production. */
export function isForThisMachine(): boolean {
  const { HOST, NODE_ENV } = process.env;
  return HOST !== undefined && isLoopback(HOST) && NODE_ENV !== 'production';
}

export type Problem = {
  name: VariableName;
  /** What is wrong, as in "is missing". Never the value. */
  problem: string;
  /** What belongs there. */
  where: string;
};

/** @throws AppError `config_invalid`, with every problem at once; values are never part of it */
export function parseConfig(env: Environment): Config {
  const { values, problems } = check(env);
  if (!values) throw configInvalid(problems);
  return toConfig(values);
}

function check(env: Environment): { values?: Values; problems: Problem[] } {
  // An empty line in .env means "not set", not "set to nothing".
  const given = Object.fromEntries(
    VARIABLE_NAMES.map((name) => {
      const value = env[name]?.trim();
      return [name, value === '' && !mayBeEmpty(name) ? undefined : value] as const;
    }),
  );
  const result = environment.safeParse(given);
  const found: [VariableName, string][] = [
    ...(result.error?.issues ?? []).map((issue): [VariableName, string] => {
      const name = issue.path[0] as VariableName;
      return [name, given[name] === undefined ? 'is missing' : issue.message];
    }),
    ...problemsBetween((name) => given[name] !== undefined),
  ];
  const problems = found.map(([name, problem]) => ({ name, problem, where: whatBelongsThere(name) }));
  return problems.length === 0 && result.success ? { values: result.data, problems } : { problems };
}

function toConfig(values: Values): Config {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key } = values;
  const { SLACK_CLIENT_SAN_HEADER: header, TRUSTED_PROXIES: trusted } = values;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL.replace(/\/+$/, ''),
    slack: {
      clientId: values.SLACK_CLIENT_ID,
      clientSecret: values.SLACK_CLIENT_SECRET,
      signingSecret: values.SLACK_SIGNING_SECRET,
      appToken: values.SLACK_APP_TOKEN,
      apiUrl: values.SLACK_API_URL,
      authorizeUrl: values.SLACK_AUTHORIZE_URL,
      statusUrl: values.SLACK_STATUS_URL,
    },
    databaseUrl: values.DATABASE_URL,
    directDatabaseUrl: values.DIRECT_DATABASE_URL,
    dataDir: values.DATA_DIR,
    vaultKeys: values.TOKEN_ENCRYPTION_KEYS ?? values.TOKEN_ENCRYPTION_KEYS_FILE ?? [],
    operator: { name: values.OPERATOR_NAME, contact: values.OPERATOR_CONTACT },
    tls: cert && key ? { cert, key, slackClientCa: values.SLACK_CLIENT_CA_FILE } : undefined,
    proxySan: header && trusted ? { header, trusted } : undefined,
    trustedProxies: trusted,
    metricsPort: values.METRICS_PORT,
    logLevel: values.LOG_LEVEL,
    production: values.NODE_ENV === 'production',
  };
}

/** Every value that must never be written anywhere. */
export function secretsOf({ slack, databaseUrl, directDatabaseUrl, vaultKeys, tls }: Config): string[] {
  const given = [
    slack.clientSecret,
    slack.signingSecret,
    slack.appToken,
    `${slack.clientId}:${slack.clientSecret}`,
    ...[databaseUrl, directDatabaseUrl].flatMap((url) => [url, ...passwordsIn(url)]),
    tls?.key,
    ...vaultKeys.map(({ key }) => key.toString('base64')),
  ];
  return given.filter((secret) => secret !== undefined);
}

/** As written and as meant. None where it repeats the user or the database: that isn't a secret, and would blank half the log. */
function passwordsIn(databaseUrl: string | undefined): string[] {
  if (!databaseUrl || !URL.canParse(databaseUrl)) return [];
  const { username, password, host, pathname } = new URL(databaseUrl);
  if (password === '' || `${username}@${host}${pathname}`.includes(password)) return [];
  return [...new Set([password, decodeURIComponent(password)])];
}

function configInvalid(problems: readonly Problem[]): AppError {
  const lines = problems.map(({ name, problem, where }) => `  ${name} ${problem}\n      ${where}`);
  return new AppError({
    code: 'config_invalid',
    message: `Lanyard cannot start: ${lines.length === 1 ? 'one setting needs' : `${lines.length} settings need`} attention.\n\n${lines.join('\n')}`,
    hint: 'Set them in the environment or in a file named .env (copy .env.example). For a page that leads through it: npm start -- --setup. To try Lanyard without a Slack account: npm run demo',
    details: { variables: [...new Set(problems.map(({ name }) => name))] },
  });
}

function whatBelongsThere(name: VariableName): string {
  const { is, where } = documentOf(name);
  return where.includes(' > ') ? where : `${is.replaceAll('`', '')} (${where})`;
}
