const INHERITED = /^(PATH$|LD_PRELOAD$|FAKETIME|NO_FAKE_STAT$)/;

/** What processes that a test starts have from this one: where programs are and, in a run under faketime, its date. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.test(name)));
