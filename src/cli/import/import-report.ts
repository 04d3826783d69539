import type { Installations } from '../../installations/installations.ts';
import type { ImportOutcome } from '../../installations/moving-in/import-grant.ts';
import type { VerifiedImports } from '../../installations/moving-in/verify-imported.ts';
import type { Source } from './record.ts';

export type Outcomes = Record<ImportOutcome, number>;

export type ImportReport = {
  /** Files, rows or lines. */
  read: number;
  /** Of which something was older than another record's; many stores keep every renewal. */
  older: number;
  /** Of other apps, by their client id. */
  otherApps: number;
  /** Those that hold no token: of someone who only installed, or what a deletion left. */
  empty: number;
  unreadable: { where: string; because: string }[];
  bots: Outcomes;
  people: Outcomes;
  /** Permissions that a classic app was given. */
  classic: number;
  /** Absent: nothing was asked. */
  verified?: VerifiedImports;
  stopped: boolean;
};

export type ImportOptions = {
  source: Source;
  clientId: string;
  installations: Pick<Installations, 'importGrant' | 'verifyImported'>;
  /** Judges all of it, and writes nothing. */
  dryRun?: boolean;
  verify?: boolean;
  signal?: AbortSignal;
  onProgress?: (what: 'read' | 'import' | 'verify', done: number, total: number) => void;
};
