const REMOVED = '[secret removed]';

/** Tokens of every kind Slack gives, also behind `xoxe.`, and the URLs that let anyone post. */
const SECRET_SHAPES = [
  /\bx(?:ox[a-z]|app|wfp)(?:\.xox[a-z])?-[\w-]+/g,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'\\]+/g,
];

/** Makes a function that takes every known secret, and everything shaped like one, out of a text. */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 6);
  return (text) => {
    let clean = text;
    for (const shape of SECRET_SHAPES) clean = clean.replace(shape, REMOVED);
    for (const secret of known) clean = clean.replaceAll(secret, REMOVED);
    return clean;
  };
}
