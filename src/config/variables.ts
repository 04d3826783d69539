import { z } from 'zod';
import {
  addressList,
  certificateFile,
  contact,
  headerName,
  keyring,
  keyringFile,
  LOG_LEVELS,
  port,
  postgresqlUrl,
  privateKeyFile,
  webAddress,
} from './values.ts';

/** What a variable is, for the error at start, `.env.example` and docs/settings.md alike. */
export type VariableDocument = {
  group: (typeof GROUPS)[number];
  /** One line, as in "PORT: the port to listen on". */
  is: string;
  /** Where the right value is found, or what it looks like. */
  where: string;
  /** What `.env.example` holds; the default unless said. */
  example?: string;
  /** The default in words, where there is no value to show. */
  otherwise?: string;
  /** What an empty value means, where it means more than "not set". */
  empty?: string;
};

export const GROUPS = [
  'Required',
  'Where to listen',
  'Where the data are',
  'What people are told about you',
  'Socket Mode, instead of a public address for events',
  'TLS of our own, and mutual TLS with Slack',
  'Logs and monitoring',
  'Slack’s own status page',
  'Only to use a stand-in for Slack',
] as const;

const documents = z.registry<VariableDocument>();

const CREDENTIALS = 'api.slack.com/apps > your app > Basic Information > App Credentials';

/** The one schema of the environment. `npm run settings` writes what people read about it; a test fails on drift. */
export const environment = z.object({
  PUBLIC_URL: webAddress
    .refine((url) => new URL(url).href === `${new URL(url).origin}/`, {
      message: 'must be an address alone: no path, no query, no user',
    })
    .register(documents, {
      group: 'Required',
      is: 'the https address at which browsers and Slack reach this server (http works only on this machine)',
      where: 'https://lanyard.example.com',
      example: 'https://lanyard.example.com',
    }),
  SLACK_CLIENT_ID: z.string().register(documents, {
    group: 'Required',
    is: 'the Client ID of your Slack app',
    where: `${CREDENTIALS} > Client ID`,
  }),
  SLACK_CLIENT_SECRET: z.string().register(documents, {
    group: 'Required',
    is: 'its Client Secret',
    where: `${CREDENTIALS} > Client Secret`,
  }),
  SLACK_SIGNING_SECRET: z.string().register(documents, {
    group: 'Required',
    is: 'its Signing Secret, which proves that a request comes from Slack',
    where: `${CREDENTIALS} > Signing Secret`,
  }),
  TOKEN_ENCRYPTION_KEYS: keyring.optional().register(documents, {
    group: 'Required',
    is: 'the keys that seal the tokens, as a comma-separated list of `id:key`: the first one seals, and any of them opens. Keep them safe and away from the database. Without them, no token can be read',
    where: 'k1: and what this prints: openssl rand -base64 32',
  }),

  TOKEN_ENCRYPTION_KEYS_FILE: keyringFile.optional().register(documents, {
    group: 'Where the data are',
    is: 'a file with the keys, one per line, instead of `TOKEN_ENCRYPTION_KEYS`: for secret stores that provide files',
    where: 'a path, such as /run/secrets/lanyard-keys',
    otherwise: '`TOKEN_ENCRYPTION_KEYS`',
  }),

  PORT: port.default(3000).register(documents, {
    group: 'Where to listen',
    is: 'the port to listen on',
    where: '3000',
  }),
  HOST: z.string().default('0.0.0.0').register(documents, {
    group: 'Where to listen',
    is: 'the address to listen on',
    where: '0.0.0.0 for every network of this machine, 127.0.0.1 for this machine only',
  }),
  TRUSTED_PROXIES: addressList.optional().register(documents, {
    group: 'Where to listen',
    is: 'your proxies’ addresses. Only from them does Lanyard accept `SLACK_CLIENT_SAN_HEADER`, and `X-Forwarded-For`, which says who is asking (each client may open the install pages 300 times a minute)',
    where: 'a comma-separated list of addresses and networks, such as 10.0.0.0/8',
    otherwise: 'none: everyone behind a proxy counts as one client',
  }),

  DATABASE_URL: postgresqlUrl.optional().register(documents, {
    group: 'Where the data are',
    is: 'PostgreSQL, shared by any number of processes; takes Prisma’s `schema=` and `connection_limit=` (see docs/operations.md)',
    where:
      'postgresql://user:password@host:5432/database?sslmode=verify-full; leave it out for the embedded database',
    otherwise: 'the embedded database in `DATA_DIR`, for one process',
  }),
  DIRECT_DATABASE_URL: postgresqlUrl.optional().register(documents, {
    group: 'Where the data are',
    is: 'the same database without the pooler, if `DATABASE_URL` leads to one in transaction mode (PgBouncer, Supabase, Neon): for LISTEN, migrations and backups',
    where: 'postgresql://user:password@host:5432/database, the address of PostgreSQL itself',
    otherwise: '`DATABASE_URL`',
  }),
  DATA_DIR: z.string().default('./data').register(documents, {
    group: 'Where the data are',
    is: 'the folder of the embedded database',
    where: './data or any other folder',
  }),

  OPERATOR_NAME: z.string().max(80, 'must have at most 80 characters').optional().register(documents, {
    group: 'What people are told about you',
    is: 'who runs this Lanyard, for its privacy and support pages',
    where: 'a name, such as Acme IT',
    otherwise: 'not named',
  }),
  OPERATOR_CONTACT: contact.optional().register(documents, {
    group: 'What people are told about you',
    is: 'where people reach you with questions and requests to delete their data; the Slack Marketplace requires it',
    where: 'an email address or an https URL',
    otherwise: 'not given',
  }),

  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'must begin with "xapp-"')
    .optional()
    .register(documents, {
      group: 'Socket Mode, instead of a public address for events',
      is: 'an app-level token with `connections:write`: events then come through a connection that Lanyard opens (see `manifest.socket-mode.json`)',
      where: 'api.slack.com/apps > your app > Basic Information > App-Level Tokens',
      otherwise: 'events over HTTP',
    }),

  TLS_CERT_FILE: certificateFile.optional().register(documents, {
    group: 'TLS of our own, and mutual TLS with Slack',
    is: 'this server’s certificate with its chain, to serve https without a proxy; needs `TLS_KEY_FILE`',
    where: 'a file in PEM',
    otherwise: 'http, behind a proxy that ends TLS',
  }),
  TLS_KEY_FILE: privateKeyFile.optional().register(documents, {
    group: 'TLS of our own, and mutual TLS with Slack',
    is: 'the key of that certificate',
    where: 'a file in PEM, without a password',
    otherwise: 'none',
  }),
  SLACK_CLIENT_CA_FILE: certificateFile.optional().register(documents, {
    group: 'TLS of our own, and mutual TLS with Slack',
    is: 'the authority of Slack’s client certificate: requests from Slack then have to show that certificate to Lanyard’s own TLS',
    where:
      'DigiCert’s root in PEM, as docs.slack.dev names it under mutual TLS; needs TLS_CERT_FILE and TLS_KEY_FILE',
    otherwise: 'the signature alone',
  }),
  SLACK_CLIENT_SAN_HEADER: headerName.optional().register(documents, {
    group: 'TLS of our own, and mutual TLS with Slack',
    is: 'the header in which your proxy names the subject of the client certificate that it checked: requests from Slack then have to carry Slack’s name there. Needs `TRUSTED_PROXIES`',
    where: 'such as X-Client-Certificate-SAN',
    otherwise: 'the signature alone',
  }),

  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .register(documents, {
      group: 'Logs and monitoring',
      is: 'how much is logged; no level writes a token. SIGUSR2 switches to debug and back at runtime',
      where: `one of ${LOG_LEVELS.join(', ')}`,
    }),
  METRICS_PORT: port.optional().register(documents, {
    group: 'Logs and monitoring',
    is: 'a separate port for /metrics, which then isn’t served on PORT',
    where: 'a number, such as 9464',
    otherwise: 'on `PORT`',
  }),
  NODE_ENV: z.string().optional().register(documents, {
    group: 'Logs and monitoring',
    is: '`production` makes the log JSON even on a terminal',
    where: 'production, or nothing',
    otherwise: 'readable logs on a terminal',
  }),

  SLACK_STATUS_URL: z
    .union([z.literal(''), webAddress])
    .default('https://slack-status.com/api/v2.0.0/current')
    .register(documents, {
      group: 'Slack’s own status page',
      is: 'Slack’s Status API: one process asks it once a minute, so that what fails because of an incident at Slack says so, with the link',
      where: 'leave it out for Slack’s own',
      empty: 'it isn’t asked',
    }),

  SLACK_API_URL: webAddress.default('https://slack.com/api/').register(documents, {
    group: 'Only to use a stand-in for Slack',
    is: 'the Web API',
    where: 'leave it out for Slack',
  }),
  SLACK_AUTHORIZE_URL: webAddress.default('https://slack.com/oauth/v2/authorize').register(documents, {
    group: 'Only to use a stand-in for Slack',
    is: 'the consent page',
    where: 'leave it out for Slack',
  }),
});

export type VariableName = keyof typeof environment.shape;
export type Values = z.infer<typeof environment>;

export const VARIABLE_NAMES = Object.keys(environment.shape) as VariableName[];

export function documentOf(name: VariableName): VariableDocument {
  return documents.get(environment.shape[name]) as VariableDocument;
}

/** Whether an empty line means something else than a missing one. */
export const mayBeEmpty = (name: VariableName): boolean => documentOf(name).empty !== undefined;

/** Settings that only make sense together, each said at the one that is missing. */
export function problemsBetween(given: (name: VariableName) => boolean): [VariableName, string][] {
  const needs: [VariableName, VariableName][] = [
    ['DIRECT_DATABASE_URL', 'DATABASE_URL'],
    ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
    ['TLS_KEY_FILE', 'TLS_CERT_FILE'],
    ['SLACK_CLIENT_CA_FILE', 'TLS_CERT_FILE'],
    ['SLACK_CLIENT_SAN_HEADER', 'TRUSTED_PROXIES'],
  ];
  const keys = ['TOKEN_ENCRYPTION_KEYS', 'TOKEN_ENCRYPTION_KEYS_FILE'] as const;
  return [
    ...(keys.some(given) ? [] : [[keys[0], 'is missing'] as [VariableName, string]]),
    ...(keys.every(given)
      ? [[keys[1], `is set together with ${keys[0]}: set only one of them`] as [VariableName, string]]
      : []),
    ...needs
      .filter(([name, needed]) => given(name) && !given(needed))
      .map(([name, needed]): [VariableName, string] => [needed, `is missing, and ${name} needs it`]),
  ];
}
