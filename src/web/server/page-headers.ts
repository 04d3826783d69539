import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * What every answer carries: no scripts, no frames, nothing from elsewhere, and no referrer with a code in it.
 *
 * @param ownScripts lets script files of this server run, and still nothing inline; they can send nothing anywhere
 */
export function pageHeaders({
  https,
  ownScripts = false,
}: {
  https: boolean;
  ownScripts?: boolean;
}): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      ...(ownScripts && { scriptSrc: ["'self'"] }),
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    // For browsers that do not know frame-ancestors.
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: https ? 'max-age=31536000' : false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  });
}
