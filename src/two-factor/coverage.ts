/** How many people of a workspace sign in with two factors. A share is never told where it could not be counted. */
export type Coverage = { kind: 'not_set_up' };

/** Slack shows it only through an admin's own permission, and none is asked for yet: so nothing is known. */
export function createCoverage() {
  return async function coverage(): Promise<Coverage> {
    return { kind: 'not_set_up' };
  };
}
