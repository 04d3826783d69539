import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Puts TLS with a certificate of one's choice before a PostgreSQL. */
export async function startTlsServer(databaseUrl: string, { cert, key }: { cert: string; key: string }) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {});
    // Its first message asks for TLS (SSLRequest); what comes after the answer is the handshake.
    client.once('data', () => {
      client.write('S');
      const secure = new TLSSocket(client, { isServer: true, cert, key });
      const upstream = connect(Number(target.port), target.hostname);
      sockets.add(upstream);
      for (const socket of [secure, upstream]) {
        socket.on('error', () => {});
        socket.on('close', () => [client, upstream].map((each) => each.destroy()));
      }
      secure.pipe(upstream).pipe(secure);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
