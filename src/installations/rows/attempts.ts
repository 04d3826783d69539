/** The attempts to install that are this app's. One without an app was begun by a version that didn't note it. */
export const begunBy = (clientId: string) => ({ clientId: { in: [clientId, ''] } });
