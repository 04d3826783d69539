/** What one check found, in words for the operator, with the fix where there is something to fix. */
export type Finding = {
  level: 'ok' | 'warning' | 'error';
  /** The subject, as in "Database". */
  about: string;
  text: string;
  fix?: string;
};

export const ok = (about: string, text: string): Finding => ({ level: 'ok', about, text });
export const warning = (about: string, text: string, fix: string): Finding => ({
  level: 'warning',
  about,
  text,
  fix,
});
export const error = (about: string, text: string, fix: string): Finding => ({
  level: 'error',
  about,
  text,
  fix,
});

const MARK = { ok: '  ok   ', warning: '  !    ', error: '  FAIL ' } as const;

/** One line a finding, the fix below it. */
export function printed({ level, about, text, fix }: Finding): string {
  return `${MARK[level]} ${about}: ${text}${fix ? `\n          ${fix}` : ''}`;
}

export function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const plural = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;
  if (errors + warnings === 0) return `All ${findings.length} checks are fine.`;
  return `${plural(findings.length, 'check')}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}.`;
}
