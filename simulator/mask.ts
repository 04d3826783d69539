const TOKEN = /xox([a-z])[.-][\w.-]+/g;
const SECRET_FIELDS = new Set(['client_secret', 'code', 'token', 'refresh_token']);

/** A copy fit to be shown: every token and secret replaced by its kind. */
export function mask(value: unknown, field = ''): unknown {
  if (typeof value === 'string') {
    const masked = value.replace(TOKEN, (_, letter: string) => `[${letter === 'b' ? 'bot' : 'user'} token]`);
    return SECRET_FIELDS.has(field) && masked === value ? `[${field}]` : masked;
  }
  if (Array.isArray(value)) return value.map((item) => mask(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mask(item, name)]));
}
