import { AppError } from '../../errors.ts';
import { readInstallation } from '../../installations/bolt/installation-shape.ts';
import type { Grant } from '../../installations/grants/grant.ts';
import { givenAt } from '../../installations/moving-in/import-grant.ts';
import { hashToken } from '../../installations/rows/token-hash.ts';
import type { ImportOptions, ImportReport } from './import-report.ts';
import type { SourceRecord } from './record.ts';

export type Kind = 'bot' | 'user';
export const KINDS = ['bot', 'user'] as const;

/** By permission: where its newest token is. */
export type Newest = Map<string, { where: string; givenMs: number; tokenHash: string }>;
/** By place: the newest webhook. Stores that keep a bot's renewals apart don't repeat it there. */
export type Webhooks = Map<string, { webhook: NonNullable<Grant['webhook']>; givenMs: number }>;

/** Reads the whole source once, and counts what it holds. */
export async function findNewest(
  { source, clientId, signal, onProgress }: ImportOptions,
  report: ImportReport,
): Promise<{ newest: Newest; webhooks: Webhooks }> {
  const newest: Newest = new Map();
  const webhooks: Webhooks = new Map();
  for await (const record of source()) {
    if (signal?.aborted) break;
    report.read += 1;
    onProgress?.('read', report.read, report.read);
    if (isOthers(record, clientId)) {
      report.otherApps += 1;
      continue;
    }
    const grant = 'unreadable' in record ? record.unreadable : readGrant(record);
    if (typeof grant === 'string') {
      report.unreadable.push({ where: record.where, because: grant });
      continue;
    }
    if (!grant) {
      report.empty += 1;
      continue;
    }
    for (const kind of KINDS) {
      const part = grant[kind];
      if (!part) continue;
      const id = permissionOf(grant, kind);
      const givenMs = givenAt(part, grant.grantedAt).getTime();
      const known = newest.get(id);
      // Of two at the same moment the later record is the newer one; of one token the first says the most.
      const tokenHash = hashToken(part.token);
      if (known && (known.givenMs > givenMs || known.tokenHash === tokenHash)) continue;
      newest.set(id, { where: record.where, givenMs, tokenHash });
    }
    noteWebhook(webhooks, grant);
  }
  const useful = new Set([...newest.values()].map(({ where }) => where)).size;
  report.older = report.read - report.otherApps - report.empty - report.unreadable.length - useful;
  return { newest, webhooks };
}

function noteWebhook(webhooks: Webhooks, { key, webhook, grantedAt }: Grant): void {
  const givenMs = grantedAt.getTime();
  if (!webhook || (webhooks.get(placeOf(key))?.givenMs ?? 0) > givenMs) return;
  webhooks.set(placeOf(key), { webhook, givenMs });
}

/** A grant; undefined: there is no token in it; a text: why it can't be read. */
export function readGrant(record: Exclude<SourceRecord, { unreadable: string }>): Grant | undefined | string {
  const { installation, installedAt } = record;
  const { bot, user } = installation as { bot?: { token?: unknown }; user?: { token?: unknown } };
  if (!bot?.token && !user?.token) return undefined;
  try {
    return readInstallation(installation as never, installedAt);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

export const placeOf = ({ installedIn, isEnterpriseInstall }: Grant['key']): string =>
  JSON.stringify([isEnterpriseInstall, installedIn]);

export const isOthers = (record: SourceRecord, clientId: string): boolean =>
  'clientId' in record && record.clientId !== undefined && record.clientId !== clientId;

export const permissionOf = ({ key, grantedByUserId }: Grant, kind: Kind): string =>
  JSON.stringify([key.isEnterpriseInstall, key.installedIn, kind === 'user' ? grantedByUserId : null]);
