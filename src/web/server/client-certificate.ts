import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isTrusted } from './client-address.ts';

/** The one name under slack.com that counts. @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
const SLACKS_NAME = 'platform-tls-client.slack.com';

type Options = {
  /** Clients show their certificate to our own TLS, which trusts Slack's authority alone. */
  ownTls: boolean;
  /** Proxies end TLS and name in this header whose certificate they checked. */
  proxySan: { header: string; trusted: BlockList } | undefined;
};

/**
 * Mutual TLS: whether a request came with Slack's client certificate. Undefined when it is not asked for, since the
 * signature alone then decides.
 */
export function createClientCertificateCheck({ ownTls, proxySan }: Options) {
  if (!ownTls && !proxySan) return undefined;
  return (request: IncomingMessage): boolean =>
    (ownTls && showsSlacksCertificate(request)) ||
    (proxySan !== undefined && isNamedByProxy(request, proxySan.header, proxySan.trusted));
}

function showsSlacksCertificate({ socket }: IncomingMessage): boolean {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
  // By the alternative names alone: the subject may say anything.
  const certificate = socket.getPeerX509Certificate();
  return certificate?.checkHost(SLACKS_NAME, { subject: 'never', wildcards: false }) !== undefined;
}

/** One header line with that one name: a second line would be the sender's own, that the proxy let through. */
function isNamedByProxy(request: IncomingMessage, header: string, trusted: BlockList): boolean {
  const lines = request.headersDistinct[header] ?? [];
  return isTrusted(request.socket.remoteAddress, trusted) && lines.length === 1 && isSlacksName(lines[0]);
}

const isSlacksName = (value = '') => value.trim().replace(/^DNS:/i, '') === SLACKS_NAME;
