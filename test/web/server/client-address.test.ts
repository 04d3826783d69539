import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { addressList } from '../../../src/config/values.ts';
import { clientAddress, networkOf } from '../../../src/web/server/client-address.ts';

const proxies = addressList.parse('10.0.0.0/8, 2001:db8:1::/48');
const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('the address of a client', () => {
  test.each([
    ['is its own when it comes by no proxy', '203.0.113.5', undefined, '203.0.113.5'],
    ['is its own whatever it claims', '203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['is what the trusted proxy saw', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['is the last that no proxy has', '10.0.0.1', '192.0.2.9, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['is no invention before what the proxy saw', '10.0.0.1', '10.0.0.7, 198.51.100.1', '198.51.100.1'],
    ['is known of an IPv4 proxy on an IPv6 socket', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['is known of an IPv6 proxy', '2001:db8:1::5', '2001:db8:2::9', '2001:db8:2::9'],
    ['is read without its port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['is read without its port in IPv6', '10.0.0.1', '[2001:db8:2::9]:4711', '2001:db8:2::9'],
    ['is the proxy where it says nothing', '10.0.0.1', undefined, '10.0.0.1'],
    ['is the proxy where it says nonsense', '10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
    ['is the outermost proxy where all are trusted', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ])('%s', (_, remote, forwarded, expected) => {
    expect(clientAddress(request(remote, forwarded), proxies)).toBe(expected);
  });

  test('is that of the connection where no proxy is trusted', () => {
    expect(clientAddress(request('10.0.0.1', '198.51.100.1'), undefined)).toBe('10.0.0.1');
  });
});

describe('the network of a client', () => {
  test('is one for every address that an IPv6 client can take', () => {
    expect(networkOf('2001:db8:2:3::1')).toBe(networkOf('2001:db8:2:3:ffff:1:2:3'));
    expect(networkOf('2001:db8:2:3::1')).not.toBe(networkOf('2001:db8:2:4::1'));
  });

  test('is the address in IPv4, however it is written', () => {
    expect(networkOf('::ffff:198.51.100.1')).toBe(networkOf('198.51.100.1'));
    expect(networkOf('198.51.100.1')).not.toBe(networkOf('198.51.100.2'));
  });
});
