import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseConfig, VARIABLE_NAMES } from '../src/config.ts';
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
    ['SLACK_APP_TOKEN', 'xapp-1-anything'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemOf({ ...complete, [name]: value }).message).toContain(`${name} `);
  });

  test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'takes %s: this machine itself',
    (url) => {
      expect(parseConfig({ ...complete, PUBLIC_URL: url }).publicUrl).toBe(url);
    },
  );

  test('.env.example documents every variable, and no other', () => {
    const documented = readFileSync('.env.example', 'utf8')
      .split('\n')
      .flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect(documented.sort()).toEqual([...VARIABLE_NAMES].sort());
  });
});
