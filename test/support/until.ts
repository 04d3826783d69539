import { appErrors } from './app-errors.ts';

const PAUSE_MS = 5;
/** Only who fails waits so long: on a machine that is busy with other workers things take their time. */
const PATIENCE_MS = 15_000;

/** Looks again and again until it is so, and answers what it saw then; fails with what it saw instead. */
export async function until<T>(
  look: () => T | Promise<T>,
  isSo: (seen: T) => boolean,
  what: string,
  limitMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`Waited ${limitMs} ms for ${what}. Last seen:\n${show(seen)}\n${loggedErrors()}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

const loggedErrors = () =>
  appErrors.length === 0
    ? 'The app has logged no errors.'
    : `Last errors in the app’s log:\n${appErrors.join('\n')}`;

const show = (seen: unknown) => (typeof seen === 'string' ? seen : JSON.stringify(seen, null, 2));

/** Waits until a person's Home says these words. */
export const untilHome = (person: { homeText(): string }, text: string) =>
  until(
    () => person.homeText(),
    (home) => home.includes(text),
    `“${text}” on Home`,
  );
