import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { VARIABLE_NAMES } from '../../src/config/variables.ts';

type Service = Record<string, unknown> & {
  image?: string;
  environment: Record<string, string>;
  healthcheck: { test: string[] };
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
};

/** What the Compose Specification offers, as far as it is used here. */
const KEYS = [
  ...[
    'build',
    'image',
    'env_file',
    'environment',
    'ports',
    'volumes',
    'depends_on',
    'read_only',
    'tmpfs',
    'cap_drop',
  ],
  ...['security_opt', 'init', 'restart', 'stop_grace_period', 'healthcheck'],
];

describe.each(['compose.yaml', 'compose.postgresql.yaml'])('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const { services, volumes, ...rest } = parse(text, { strict: true, uniqueKeys: true });
  const all = Object.entries(services as Record<string, Service>);
  const lanyard = (services as Record<string, Service>).lanyard as Service;

  test('knows no key that Compose does not, and declares the volumes that it uses', () => {
    expect(rest).toEqual({});
    for (const [, service] of all) {
      expect(Object.keys(service).filter((key) => !KEYS.includes(key))).toEqual([]);
      for (const volume of service.volumes ?? [])
        expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
    }
  });

  test('gives every service a health check and time to stop, and waits for healthy ones', () => {
    for (const [, service] of all) {
      expect(service.healthcheck.test[0]).toBe('CMD');
      expect(service.stop_grace_period).toBeDefined();
      for (const { condition } of Object.values(service.depends_on ?? {}))
        expect(condition).toBe('service_healthy');
    }
  });

  test('runs Lanyard with a read-only file system, no capability and on this machine only', () => {
    expect(lanyard).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(lanyard.ports).toEqual(['127.0.0.1:3000:3000']);
  });

  test('checks health as the image does', () => {
    const [, inImage] = /HEALTHCHECK .* CMD (\[.*\])/.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(lanyard.healthcheck.test).toEqual(['CMD', ...JSON.parse(inImage ?? '[]')]);
    expect(existsSync('scripts/health-check.mjs')).toBe(true);
  });

  test('sets only variables that Lanyard knows, writes no password down, and pins what it pulls', () => {
    for (const name of Object.keys(lanyard.environment)) expect(VARIABLE_NAMES).toContain(name);
    expect(text.match(/POSTGRES_PASSWORD: (?!\$\{POSTGRES_PASSWORD:\?)/g)).toBeNull();
    for (const [, { image }] of all) if (image) expect(image).toMatch(/:\d/);
  });
});
