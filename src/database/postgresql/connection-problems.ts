import { AppError } from '../../errors.ts';
import type { PostgresqlAddress } from './postgresql-address.ts';

type Problem = { message: string; hint: string };
type Place = { variable: string; host: string; port: string; user: string; database: string };
type Failure = Error & { code?: string; reason?: string; host?: string };

const ENCODING =
  'Characters such as # / ? @ : % in it must be percent-encoded: # is %23, / is %2F, @ is %40, % is %25.';

/**
 * Why a connection to PostgreSQL fails, in one sentence, and what to do. Nothing of it holds the password or the URL.
 * Each cause is as PostgreSQL, PgBouncer, node-postgres or Node's TLS say it.
 */
export function connectionProblem(error: unknown, address: PostgresqlAddress): AppError {
  const cause = firstOf(error);
  const { message, hint } = explain(cause, placeOf(address));
  return new AppError({
    code: 'database_unavailable',
    message: `Cannot connect to the database: ${message}`,
    hint,
    retryable: true,
    cause,
  });
}

function placeOf({ connectionString, variable }: PostgresqlAddress): Place {
  const { hostname, port, username, pathname, searchParams } = new URL(connectionString);
  return {
    variable,
    host: searchParams.get('host') ?? (hostname || 'localhost'),
    port: port || '5432',
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** `localhost` fails once per address; Node then gives an error without words around those that have them. */
function firstOf(error: unknown): Failure {
  // By their shape: Node's own errors are of another realm where Lanyard is loaded into one.
  const failure = error as Failure & { errors?: unknown[] };
  if (Array.isArray(failure?.errors) && failure.errors.length > 0) return firstOf(failure.errors[0]);
  return typeof failure?.message === 'string' ? failure : new Error(String(error));
}

function explain(error: Failure, place: Place): Problem {
  return explainTls(error, place) ?? explainServer(error, place) ?? explainNetwork(error, place);
}

const PRIVATE_CA = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
];

function explainTls(error: Failure, { variable, host }: Place): Problem | undefined {
  const { code = '', message } = error;
  if (PRIVATE_CA.includes(code)) {
    return {
      message: `the server's certificate comes from an authority that this machine does not know (${code}).`,
      hint: `Add sslrootcert=/path/to/ca.pem to ${variable}, with the certificate of that authority; your provider offers it for download.`,
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      message: `the server's certificate ${code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}.`,
      hint: 'Renew the certificate on the database server. If it is valid, correct the clock of this machine.',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      message: `the server's certificate is for another name than ${host}. ${error.reason ?? ''}`.replace(
        /:?\s*$/,
        '',
      ),
      hint: `Use a host name in ${variable} that the certificate contains.`,
    };
  }
  if (message.includes('does not support SSL')) {
    return {
      message: 'the server does not offer encrypted connections, and the sslmode asks for one.',
      hint: `Turn TLS on at the server (ssl = on). On a network that you trust you can use sslmode=disable in ${variable} instead.`,
    };
  }
  if (/client certificate|alert certificate required|handshake failure/i.test(message)) {
    return {
      message: 'the server asks for a client certificate.',
      hint: `Add sslcert=/path/to/client.crt and sslkey=/path/to/client.key to ${variable}.`,
    };
  }
  if (/^(ERR_SSL|ERR_TLS|ERR_OSSL|EPROTO)/.test(code)) {
    return {
      message: `TLS could not be agreed on with ${host} (${code}).`,
      hint: `Check that ${variable} names the port of PostgreSQL, and that the server accepts TLS 1.2 or newer.`,
    };
  }
  return undefined;
}

function explainServer(error: Failure, { variable, host, user, database }: Place): Problem | undefined {
  const { code = '', message } = error;
  if (/pg_hba\.conf.*(no encryption|SSL off)|SSL required|SSL connection is required/is.test(message)) {
    return {
      message: 'the server refuses connections that are not encrypted.',
      hint: `Add sslmode=require to ${variable}; with a private authority sslrootcert=/path/to/ca.pem, too.`,
    };
  }
  if (/pg_hba\.conf/.test(message)) {
    return {
      message: `the server has no rule that lets the user "${user}" into the database "${database}" from this machine.`,
      hint: 'Add one to pg_hba.conf, or allow this machine in your provider’s network settings.',
    };
  }
  if (code === '28P01' || /password authentication failed|SASL authentication failed/.test(message)) {
    return {
      message: `password authentication failed for the user "${user}".`,
      hint: `Check the user and the password in ${variable}. ${ENCODING}`,
    };
  }
  if (/password must be a (non-empty )?string/.test(message)) {
    return {
      message: `the server asks for a password, and ${variable} has none.`,
      hint: `Write it after the user: postgresql://user:password@host/database. ${ENCODING}`,
    };
  }
  if (code === '3D000' || /no such database/.test(message)) {
    return {
      message: `database "${database}" does not exist on ${host}.`,
      hint: `Create it (CREATE DATABASE), or correct its name at the end of ${variable}.`,
    };
  }
  if (code === '28000' || /no such user/.test(message)) {
    return {
      message: `the server doesn’t let the user "${user}" in: ${message}.`,
      hint: `Check that the user exists, may log in, and is spelled as in ${variable}.`,
    };
  }
  if (code === '53300' || /too many connections|no more connections allowed/.test(message)) {
    return {
      message: 'the server has no connection left.',
      hint: `Lower connection_limit in ${variable} (each process opens that many and one more), or raise the server's limit.`,
    };
  }
  if (/unsupported startup parameter/.test(message)) {
    return {
      message: `the pooler refuses a parameter: ${message}.`,
      hint: `Take options= out of ${variable}; the schema is chosen by schema=.`,
    };
  }
  if (code.startsWith('57P')) {
    return {
      message: `${message}.`,
      hint: 'The server is starting or stopping: try again in a moment.',
    };
  }
  return undefined;
}

function explainNetwork(error: Failure, { variable, host, port }: Place): Problem {
  const { code = '', message } = error;
  const where = `${host}:${port}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      message: `there is no host named ${host} (${code}).`,
      hint: `Check the host name in ${variable}. If part of a password is in its place: ${ENCODING}`,
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      message: `nothing answers at ${where} (ECONNREFUSED).`,
      hint: `Check that PostgreSQL runs there, and the host and port in ${variable}. Inside a container, localhost is the container itself.`,
    };
  }
  if (/timeout/i.test(message) || ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)) {
    return {
      message: `${where} did not answer in time.`,
      hint: `Check the host and port in ${variable}, and that no firewall is in between.`,
    };
  }
  if (code === 'ECONNRESET' || /terminated unexpectedly/.test(message)) {
    return {
      message: `${where} ended the connection.`,
      hint: `Check that ${variable} names the port of PostgreSQL or its pooler, and look at that server's log.`,
    };
  }
  return {
    message,
    hint: `Check that PostgreSQL runs and that ${variable} names its host, port, user and database.`,
  };
}
