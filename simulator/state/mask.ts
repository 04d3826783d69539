const TOKEN = /\b(xoxe\.xox[a-z]|xox[a-z]|xapp)[.-][\w.-]+/g;
const KINDS: Record<string, string> = { xoxb: 'bot', xoxp: 'user', xoxe: 'refresh', xapp: 'app-level' };
const SECRET_FIELDS = new Set(['client_secret', 'code', 'token', 'refresh_token', 'response_url']);

/** A copy fit to be shown: every token and secret replaced by its kind. */
export function mask(value: unknown, field = ''): unknown {
  if (typeof value === 'string') {
    const masked = value.replace(TOKEN, (_, prefix: string) => `[${kindOf(prefix)} token]`);
    return SECRET_FIELDS.has(field) && masked === value ? `[${field}]` : masked;
  }
  if (Array.isArray(value)) return value.map((item) => mask(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mask(item, name)]));
}

const kindOf = (prefix: string): string => {
  const kind = KINDS[prefix.replace('xoxe.', '')] ?? 'unknown';
  return prefix.startsWith('xoxe.') ? `expiring ${kind}` : kind;
};
