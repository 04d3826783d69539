// What the container's engine asks: 0 when the process answers. Not /readyz: a restart does not bring a database back.
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

const { PORT = '3000', TLS_CERT_FILE } = process.env;
const get = TLS_CERT_FILE ? getHttps : getHttp;
// Over this machine's own loopback: the certificate is for another name.
const options = {
  host: '127.0.0.1',
  port: PORT,
  path: '/healthz',
  timeout: 4_000,
  rejectUnauthorized: false,
};
const unwell = (why) => {
  console.error(why);
  process.exit(1);
};
get(options, ({ statusCode }) => {
  if (statusCode === 200) process.exit(0);
  unwell(`/healthz answers ${statusCode}`);
})
  .on('timeout', () => unwell('/healthz does not answer in time'))
  .on('error', (error) => unwell(`/healthz cannot be reached: ${error.code ?? error.message}`));
