import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Who sent a request: the address of the connection or, where that is a trusted proxy, the last one in
 * `X-Forwarded-For` that no trusted proxy has. The sender may have written what comes before it.
 */
export function clientAddress(request: IncomingMessage, trusted: BlockList | undefined): string {
  let client = request.socket.remoteAddress ?? '';
  if (!trusted) return client;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  while (isTrusted(client, trusted)) {
    const next = withoutPort(forwarded.pop()?.trim() ?? '');
    if (!ipaddr.isValid(next)) break;
    client = next;
  }
  return client;
}

/** Also for an IPv4 address on a socket of both families. */
export function isTrusted(address: string | undefined, trusted: BlockList): boolean {
  if (address === undefined || !ipaddr.isValid(address)) return false;
  const plain = ipaddr.process(address);
  return trusted.check(plain.toString(), plain.kind());
}

/** What one client can change at will is left out: of an IPv6 address the second half. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return '';
  const plain = ipaddr.process(address);
  return plain.kind() === 'ipv4' ? plain.toString() : plain.toByteArray().slice(0, 8).join('.');
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
const withoutPort = (text: string) =>
  text.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
