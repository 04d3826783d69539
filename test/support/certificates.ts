import { generate } from 'selfsigned';

/** A certificate authority for one test, and what it signs. PEM all through. */
export async function createAuthority() {
  const ca = await generate([{ name: 'commonName', value: 'An authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    cert: ca.cert,
    /** @param names the subject alternative names */
    async sign(names: string[], commonName = 'somebody', validity?: { from: Date; to: Date }) {
      const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: { key: ca.private, cert: ca.cert },
        ...(validity && { notBeforeDate: validity.from, notAfterDate: validity.to }),
        extensions: [
          {
            name: 'subjectAltName',
            altNames: names.map((name) =>
              /^[\d.]+$/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
            ),
          },
          { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
        ],
      });
      return { cert, key };
    },
  };
}
