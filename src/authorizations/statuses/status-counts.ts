import { type AuthorizationStatus, PROBLEMS, STATUSES } from './status.ts';

/** How many there are of each status; a status that nothing has is absent. */
export type StatusCounts = Partial<Record<AuthorizationStatus, number>>;

const sumOf = (counts: StatusCounts, of: (status: AuthorizationStatus) => boolean): number =>
  STATUSES.filter(of).reduce((sum, status) => sum + (counts[status] ?? 0), 0);

export const totalOf = (counts: StatusCounts): number => sumOf(counts, () => true);

/** Those that have not ended. */
export const aliveIn = (counts: StatusCounts): number => sumOf(counts, (status) => status !== 'revoked');

/** Those that ask someone to do something. */
export const problemsIn = (counts: StatusCounts): number => sumOf(counts, (status) => PROBLEMS.has(status));
