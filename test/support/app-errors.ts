const KEPT = 5;

/** The last errors that the apps of this test file have logged, oldest first. */
export const appErrors: string[] = [];

/** Keeps a line of an app's log if it is an error. */
export function keepAppError(line: string): void {
  if (!/"level":"(?:error|fatal)"/.test(line)) return;
  appErrors.push(line.trimEnd());
  if (appErrors.length > KEPT) appErrors.shift();
}
