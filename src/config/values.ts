import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { problemInAddress } from '../database/postgresql/postgresql-address.ts';
import { parseKeyring } from '../vault/keyring.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/** https anywhere, http on this machine only: tokens and codes travel through these URLs. */
export const webAddress = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !safe) {
    context.addIssue({ code: 'custom', message: 'must be an https URL (http only for this machine itself)' });
    return z.NEVER;
  }
  return url.href;
});

export const port = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must not be negative')
  .max(65535, 'must be at most 65535');

export const keyring = z.string().transform(readKeyring);

/** The same in a file, as secret stores hand it over: one key a line, or with commas. */
export const keyringFile = z.string().transform((file, context) => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    context.addIssue({ code: 'custom', message: 'names a file that cannot be read' });
    return z.NEVER;
  }
  return readKeyring(text.trim().replaceAll(/\s*\n\s*/g, ','), context);
});

function readKeyring(text: string, context: z.RefinementCtx) {
  const { keys, problems } = parseKeyring(text);
  for (const message of problems) context.addIssue({ code: 'custom', message });
  return keys;
}

/** An email address or a page, as a link that a browser can follow. */
export const contact = z.string().transform((text, context) => {
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return { text, href: `mailto:${text}` };
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return { text, href: text };
  context.addIssue({ code: 'custom', message: 'must be an email address or an https URL' });
  return z.NEVER;
});

/** @returns the certificates' PEM text */
export const certificateFile = fileOf('a certificate in PEM', (pem) => new X509Certificate(pem));

/** @returns the key's PEM text */
export const privateKeyFile = fileOf('a private key in PEM, without a password', createPrivateKey);

function fileOf(what: string, check: (pem: string) => unknown) {
  return z.string().transform((file, context) => {
    let pem: string;
    try {
      pem = readFileSync(file, 'utf8');
    } catch {
      context.addIssue({ code: 'custom', message: 'names a file that cannot be read' });
      return z.NEVER;
    }
    try {
      check(pem);
      return pem;
    } catch {
      context.addIssue({ code: 'custom', message: `names a file that does not hold ${what}` });
      return z.NEVER;
    }
  });
}

/** A comma-separated list of addresses and of networks such as `10.0.0.0/8`. */
export const addressList = z.string().transform((text, context) => {
  const list = new BlockList();
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = isIP(address);
    const longest = family === 4 ? 32 : 128;
    const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    // A network of length 0 would trust everyone.
    if (family === 0 || rest.length > 0 || !(bits >= 1 && bits <= longest)) {
      context.addIssue({ code: 'custom', message: 'must list IP addresses or networks such as 10.0.0.0/8' });
      return z.NEVER;
    }
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
});

export const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of an HTTP header')
  .transform((name) => name.toLowerCase());

/** A PostgreSQL URL that can be used; why not is said without any of it but the paths of files. */
export const postgresqlUrl = z.string().check((context) => {
  const message = /^postgres(ql)?:\/\//.test(context.value)
    ? problemInAddress(context.value)
    : 'must begin with "postgresql://"';
  if (message) context.issues.push({ code: 'custom', message, input: '' });
});
