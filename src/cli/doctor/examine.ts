import { X509Certificate } from 'node:crypto';
import type { Config } from '../../config.ts';
import { checkDatabase } from './check-database.ts';
import { checkManifest, manifestOf } from './check-manifest.ts';
import { checkPublicUrl, checkSlack } from './check-slack.ts';
import { error, type Finding, ok, warning } from './finding.ts';

const SOON_MS = 14 * 24 * 60 * 60 * 1000;

/** Looks at everything that a working Lanyard needs, from here, and changes nothing. */
export async function examine(config: Config, now: () => Date = () => new Date()): Promise<Finding[]> {
  const { manifest, kind } = manifestOf(config);
  const [slack, address, database] = await Promise.all([
    checkSlack(config, now),
    checkPublicUrl(config),
    checkDatabase(config, manifest.settings.token_rotation_enabled),
  ]);
  return [
    ok('Settings', 'all of them are set and have the right form.'),
    ...checkCertificate(config, now()),
    ...checkManifest(config, manifest, kind),
    ...slack,
    address,
    ...database,
  ];
}

function checkCertificate({ tls }: Config, now: Date): Finding[] {
  if (!tls) return [];
  const { validTo } = new X509Certificate(tls.cert);
  const left = Date.parse(validTo) - now.getTime();
  const fix = 'Renew it, and start Lanyard again: it reads the file when it starts.';
  if (left < 0) return [error('Certificate', `TLS_CERT_FILE expired on ${validTo}.`, fix)];
  if (left < SOON_MS) return [warning('Certificate', `TLS_CERT_FILE expires on ${validTo}.`, fix)];
  return [ok('Certificate', `TLS_CERT_FILE is valid until ${validTo}.`)];
}
