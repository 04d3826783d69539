import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { envExample, settingsTable } from '../src/config/documents.ts';
import { documentOf, VARIABLE_NAMES } from '../src/config/variables.ts';
import { parseConfig } from '../src/config.ts';
import { AppError } from '../src/errors.ts';

const complete = {
  PUBLIC_URL: 'https://lanyard.example.com/',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret',
  SLACK_SIGNING_SECRET: 'signing-secret',
  TOKEN_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};

function problemOf(env: Record<string, string | undefined>): AppError {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('the configuration was accepted');
}

describe('the configuration', () => {
  test('needs five values; the others have defaults', () => {
    const config = parseConfig(complete);
    expect(config).toMatchObject({
      port: 3000,
      publicUrl: 'https://lanyard.example.com',
      databaseUrl: undefined,
      dataDir: './data',
      slack: { apiUrl: 'https://slack.com/api/', authorizeUrl: 'https://slack.com/oauth/v2/authorize' },
    });
  });

  test('names every missing variable at once, where its value is found, and the demo', () => {
    const error = problemOf({});
    for (const name of Object.keys(complete)) expect(error.message).toContain(`${name} is missing`);
    expect(error.message).toContain('Basic Information > App Credentials > Signing Secret');
    expect(error.message).toContain('openssl rand -base64 32');
    expect(error.hint).toContain('npm run demo');
  });

  test('takes an empty value for a missing one', () => {
    expect(problemOf({ ...complete, SLACK_CLIENT_ID: ' ' }).message).toContain('SLACK_CLIENT_ID is missing');
  });

  test('never repeats a value', () => {
    const error = problemOf({
      ...complete,
      PUBLIC_URL: 'http://secret.example.com',
      TOKEN_ENCRYPTION_KEYS: 'k1:c2VjcmV0',
    });
    expect(error.message).not.toMatch(/secret\.example|c2VjcmV0/);
    expect(error.message).toContain('PUBLIC_URL must be an https URL');
    expect(error.message).toContain('TOKEN_ENCRYPTION_KEYS entry 1 ("k1") has a key of 6 bytes');
  });

  test.each([
    ['PUBLIC_URL', 'http://lanyard.example.com'],
    ['PUBLIC_URL', 'https://example.com/lanyard'],
    ['SLACK_API_URL', 'http://slack.example.com/api/'],
    ['SLACK_AUTHORIZE_URL', 'ftp://127.0.0.1/'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['LOG_LEVEL', 'loud'],
    ['SLACK_APP_TOKEN', 'xoxb-1-anything'],
    ['OPERATOR_CONTACT', 'call me'],
    ['OPERATOR_CONTACT', 'javascript:alert(1)'],
    ['TLS_CERT_FILE', '/nowhere/cert.pem'],
    ['TLS_KEY_FILE', 'package.json'],
    ['SLACK_CLIENT_SAN_HEADER', 'two words'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', 'proxy.internal'],
    ['METRICS_PORT', 'many'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemOf({ ...complete, [name]: value }).message).toContain(`${name} `);
  });

  test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'takes %s: this machine itself',
    (url) => {
      expect(parseConfig({ ...complete, PUBLIC_URL: url }).publicUrl).toBe(url);
    },
  );

  test('TRUSTED_PROXIES is of use without mutual TLS', () => {
    const { trustedProxies, proxySan } = parseConfig({ ...complete, TRUSTED_PROXIES: '10.0.0.0/8' });
    expect(trustedProxies?.check('10.1.2.3')).toBe(true);
    expect(proxySan).toBeUndefined();
  });

  test.each([['SLACK_CLIENT_SAN_HEADER', 'x-client-san', 'TRUSTED_PROXIES']])(
    '%s alone is refused, and the setting that it needs is named',
    (name, value, needed) => {
      expect(problemOf({ ...complete, [name]: value }).message).toContain(
        `${needed} is missing, and ${name} needs it`,
      );
    },
  );

  test('every problem of every kind is named in one go', () => {
    const { message, details } = problemOf({
      PUBLIC_URL: 'http://example.com',
      PORT: 'x',
      SLACK_CLIENT_SAN_HEADER: 'x-client-san',
    });
    expect(message).toContain('7 settings need attention');
    expect(details.variables).toHaveLength(7);
  });
});

describe('what people read about the environment', () => {
  const settings = readFileSync('docs/settings.md', 'utf8');

  test('.env.example is what `npm run settings` writes', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });

  test('the table in docs/settings.md is what `npm run settings` writes', () => {
    expect(/<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(settings)?.[1]).toBe(settingsTable());
  });

  test('each variable has its own words', () => {
    const documents = VARIABLE_NAMES.map(documentOf);
    expect(documents.every(({ is, where }) => is !== '' && where !== '')).toBe(true);
    expect(new Set(documents.map(({ is }) => is)).size).toBe(VARIABLE_NAMES.length);
  });

  test('a copy of .env.example lacks the secrets and nothing else', () => {
    const copy = Object.fromEntries(
      [...envExample().matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(problemOf(copy).details.variables).toEqual([
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
      'SLACK_SIGNING_SECRET',
      'TOKEN_ENCRYPTION_KEYS',
    ]);
  });
});
