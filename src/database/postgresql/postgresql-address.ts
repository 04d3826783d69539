import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../../errors.ts';

/** What a `DATABASE_URL` says. */
export type PostgresqlAddress = {
  /** The variable that holds it, for messages. */
  variable: string;
  /** For node-postgres, without the parameters that are ours. Holds the password. */
  connectionString: string;
  /** The one schema in which everything of ours lives; `schema=`, else `public`. */
  schema: string;
  /** The most connections that the queries of one process open; `connection_limit=`, else 10. */
  connectionLimit: number;
  /** Parameters that look as if they did something, each with what to use instead. */
  ignored: Readonly<Record<string, string>>;
};

const DEFAULT_SCHEMA = 'public';
const DEFAULT_CONNECTION_LIMIT = 10;

/** Ours, or known from elsewhere: node-postgres must not see them. `pgbouncer` is detected, not configured. */
const NOT_FOR_THE_DRIVER = ['schema', 'connection_limit', 'pgbouncer'];

const INSTEAD: Record<string, string> = {
  max: 'connection_limit',
  pool_max: 'connection_limit',
  pool_size: 'connection_limit',
  search_path: 'schema',
  currentSchema: 'schema',
  sslaccept: 'sslmode',
};

const SSL_MODES = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'];

const ENCODING =
  'In a user name or password, percent-encode the characters # (%23), / (%2F), ? (%3F), @ (%40), : (%3A) and % (%25).';

/** Why the URL cannot be used, as the end of a sentence that begins with the variable's name. Never part of its value. */
class BadAddress extends Error {}

/** @throws AppError `config_invalid` */
export function readAddress(text: string, variable = 'DATABASE_URL'): PostgresqlAddress {
  try {
    return { variable, ...parse(text) };
  } catch (error) {
    // Not as the cause: errors about URLs hold the URL.
    const problem = error instanceof BadAddress ? error.message : 'cannot be read.';
    throw new AppError({
      code: 'config_invalid',
      message: `${variable} ${problem}`,
      hint: `It has the form postgresql://user:password@host:5432/database. ${ENCODING}`,
    });
  }
}

/**
 * The address for queries, and the one for what needs a session of its own: LISTEN, migrations, backups.
 * @throws AppError `config_invalid`, also when they name two schemas
 */
export function readAddresses(
  url: string,
  directUrl: string | undefined,
): { address: PostgresqlAddress; direct: PostgresqlAddress } {
  const address = readAddress(url, 'DATABASE_URL');
  if (directUrl === undefined) return { address, direct: address };
  const direct = readAddress(directUrl, 'DIRECT_DATABASE_URL');
  if (direct.schema !== address.schema) {
    throw new AppError({
      code: 'config_invalid',
      message: `DATABASE_URL and DIRECT_DATABASE_URL name two schemas: "${address.schema}" and "${direct.schema}".`,
      hint: 'Give both the same schema=, or leave it out of both.',
    });
  }
  return { address, direct };
}

/** What is wrong with the URL, as the end of a sentence that begins with the variable's name; undefined when nothing is. */
export function problemInAddress(text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return error instanceof BadAddress ? error.message : `cannot be read. ${ENCODING}`;
  }
}

function parse(text: string): Omit<PostgresqlAddress, 'variable'> {
  const url = parseUrl(text);
  const parameters = url.searchParams;
  const schema = parameters.get('schema') ?? DEFAULT_SCHEMA;
  // Prisma does not escape a quotation mark in it.
  if (!/^[^\0"]{1,63}$/.test(schema) || /^pg_|^information_schema$/.test(schema))
    throw new BadAddress('has a schema= that cannot be used. Use a name such as schema=lanyard.');
  const limit = parameters.get('connection_limit') ?? String(DEFAULT_CONNECTION_LIMIT);
  if (!/^[1-9]\d{0,3}$/.test(limit))
    throw new BadAddress('has a connection_limit= that is not a whole number from 1 to 9999.');
  const ignored = Object.entries(INSTEAD).filter(([name]) => parameters.has(name));
  useStrictTls(parameters);
  for (const name of [...NOT_FOR_THE_DRIVER, ...Object.keys(INSTEAD)]) parameters.delete(name);
  return {
    connectionString: url.href,
    schema,
    connectionLimit: Number(limit),
    ignored: Object.fromEntries(ignored),
  };
}

function parseUrl(text: string): URL {
  // Without a host, as for a socket (`?host=/cloudsql/…`), it isn't a URL to the standard.
  const complete = URL.canParse(text) ? text : text.replace('@/', '@localhost/');
  const url = URL.canParse(complete) ? new URL(complete) : undefined;
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const rest = text.slice(text.indexOf('//') + 2 + authority.length).split('?')[0] ?? '';
  // The first of these characters ends the host: what follows, up to the real @, was meant as part of the password.
  const cutOff = text.includes('#') || (!authority.includes('@') && rest.includes('@'));
  const cutOffByQuery = !authority.includes('@') && /^[^=&]*@/.test(url?.search ?? text.split('?')[1] ?? '');
  const decodes = [url?.username, url?.password].every((part) => part === undefined || canDecode(part));
  if (cutOff || cutOffByQuery || !decodes)
    throw new BadAddress(`has a character that must be percent-encoded. ${ENCODING}`);
  if (!url) throw new BadAddress(`is not a URL. ${ENCODING}`);
  return url;
}

function canDecode(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/**
 * Every mode that encrypts checks the certificate and the host name, but for `no-verify`. So it is in node-postgres 8;
 * named here, so that an update of it cannot weaken a connection silently.
 */
function useStrictTls(parameters: URLSearchParams): void {
  const mode = parameters.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode))
    throw new BadAddress(`has an unknown sslmode=. Use one of ${SSL_MODES.join(', ')}.`);
  const libpq = parameters.get('uselibpqcompat') === 'true';
  if (!libpq && ['prefer', 'require', 'verify-ca'].includes(mode ?? ''))
    parameters.set('sslmode', 'verify-full');
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) checkFile(name, parameters.get(name));
}

function checkFile(name: string, file: string | null): void {
  if (file === null) return;
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadAddress(
      `names a file in ${name}= that cannot be read: ${file} (${code}). Check the path and the permissions, inside the container too.`,
    );
  }
  if (name === 'sslkey') return;
  try {
    new X509Certificate(pem);
  } catch {
    throw new BadAddress(`names a file in ${name}= that does not hold a certificate in PEM: ${file}.`);
  }
}
