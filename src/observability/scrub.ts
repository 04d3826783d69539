const REMOVED = '[secret removed]';

/** Tokens of every kind Slack gives, also behind `xoxe.`, the URLs that let anyone post, and our links to a download. */
const SECRET_SHAPES = [
  /\bx(?:ox[a-z]|app|wfp)(?:\.xox[a-z])?-[\w-]+/g,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'\\]+/g,
  /\/export\?link=[\w-]+/g,
];

/** Shorter than this, a value would be found in words that are no secret. */
const SHORTEST = 6;

/** Makes a function that takes every known secret, and everything shaped like one, out of a text. */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(asWritten))];
  return (text) => {
    let clean = text;
    for (const shape of SECRET_SHAPES) clean = clean.replace(shape, REMOVED);
    for (const secret of known) clean = clean.replaceAll(secret, REMOVED);
    return clean;
  };
}

/** The forms in which a value gets into a line: as it is, in JSON, in JSON within JSON, in a URL, in HTTP Basic. */
function asWritten(secret: string): string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  return [...forms, inJson(secret), inJson(inJson(secret))];
}
