import { createHash, randomBytes } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import type { Authorizations } from '../authorizations/authorizations.ts';
import type { Admin } from '../authorizations/roles/require-admin.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { toAppError } from '../errors.ts';
import { holdInstallation } from '../installations/rows/hold-installation.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import { contextOf } from '../installations/rows/installation-key.ts';
import type { Coverage, CoverageFigures, KnownPerson, TrendPoint } from './coverage.ts';
import type { Exemption } from './exemptions.ts';
import { TREND_DAYS } from './sweep-coverage.ts';

/** All that is in the file. */
export type CoverageExport = {
  receipt: string;
  at: Date;
  byUserId: string;
  key: InstallationKey;
  placeName: string | undefined;
  figures: CoverageFigures;
  countsGuests: boolean;
  people: (KnownPerson & { exemption: Exemption | undefined })[];
  trend: TrendPoint[];
};

/** What a link is good for now. */
export type LinkState = { kind: 'good'; until: Date } | { kind: 'unknown' | 'used' | 'expired' };

export type Taken =
  | { kind: 'taken'; exported: CoverageExport }
  /** Slack no longer calls them an owner or admin, or nothing is counted anymore. */
  | { kind: 'unknown' | 'used' | 'expired' | 'refused' | 'nothing_counted' };

const LINK_LIFETIME_MS = 10 * 60_000;

type Dependencies = {
  prisma: PrismaClient;
  authorizations: Pick<Authorizations, 'requireAdmin'>;
  coverage: (key: InstallationKey) => Promise<Coverage>;
  everybody: (key: InstallationKey) => Promise<KnownPerson[]>;
  trend: (key: InstallationKey, days: number) => Promise<TrendPoint[]>;
  exemptions: (key: InstallationKey) => Promise<(Exemption & { userId: string })[]>;
  clientId: string;
  clock: () => Date;
};

/** The installation that a link was made on. */
const GONE: ReadonlySet<string> = new Set(['installation_changed', 'not_installed']);

const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** Coverage as a file, through a link that is random, lies here as a hash, and works once within ten minutes. */
export function createExportCoverage(dependencies: Dependencies) {
  const { prisma, authorizations, coverage, everybody, trend, exemptions, clientId, clock } = dependencies;

  async function stateOf(secret: string) {
    const link = await prisma.coverageExport.findFirst({ where: { linkHash: hash(secret), clientId } });
    if (!link) return { kind: 'unknown' } as const;
    if (link.consumedAt) return { kind: 'used' } as const;
    if (link.expiresAt <= clock()) return { kind: 'expired' } as const;
    return { kind: 'good', until: link.expiresAt, link } as const;
  }

  return {
    async createExport({ key, installation, userId }: Admin): Promise<{ secret: string; until: Date }> {
      const secret = randomBytes(32).toString('base64url');
      const until = new Date(clock().getTime() + LINK_LIFETIME_MS);
      const link = {
        linkHash: hash(secret),
        clientId,
        ...key,
        userId,
        authorizedAt: installation.authorizedAt,
        expiresAt: until,
      } satisfies Prisma.CoverageExportUncheckedCreateInput;
      await prisma.$transaction(async (tx) => {
        await holdInstallation(tx, clientId, installation);
        await tx.coverageExport.create({ data: link });
      });
      return { secret, until };
    },

    async lookAtExport(secret: string): Promise<LinkState> {
      const state = await stateOf(secret);
      return state.kind === 'good' ? { kind: 'good', until: state.until } : state;
    },

    async takeExport(secret: string): Promise<Taken> {
      try {
        return await take(secret);
      } catch (thrown) {
        if (GONE.has(toAppError(thrown).code)) return { kind: 'refused' };
        throw thrown;
      }
    },
  };

  async function take(secret: string): Promise<Taken> {
    const state = await stateOf(secret);
    if (state.kind !== 'good') return state;
    const { userId, authorizedAt } = state.link;
    const admission = await authorizations.requireAdmin(
      { context: contextOf(state.link), userId },
      { attempted: 'coverage_export' },
    );
    if (!('admin' in admission)) return { kind: 'refused' };
    const { admin } = admission;
    // Removed and added again since: the person who made the link was an admin of another installation.
    if (authorizedAt?.getTime() !== admin.installation.authorizedAt.getTime()) return { kind: 'refused' };
    const now = await coverage(admin.key);
    if (now.kind === 'not_set_up' || !now.figures) return { kind: 'nothing_counted' };
    const receipt = await useUp(secret, admin);
    if (receipt === undefined) return { kind: 'used' };
    const [people, past, exempted] = await Promise.all([
      everybody(admin.key),
      trend(admin.key, TREND_DAYS),
      exemptions(admin.key),
    ]);
    const exemption = new Map(exempted.map((each) => [each.userId, each]));
    return {
      kind: 'taken',
      exported: {
        receipt,
        at: clock(),
        byUserId: userId,
        key: admin.key,
        placeName: admin.placeName,
        figures: now.figures,
        countsGuests: now.countsGuests,
        trend: past,
        people: people.map((person) => ({ ...person, exemption: exemption.get(person.userId) })),
      },
    };
  }

  /** By one statement: of two at the same moment one wins. @returns the receipt; undefined: it was used or is too old */
  function useUp(secret: string, { key, installation, userId }: Admin): Promise<string | undefined> {
    const now = clock();
    return prisma.$transaction(async (tx) => {
      await holdInstallation(tx, clientId, installation);
      const { count } = await tx.coverageExport.updateMany({
        where: { linkHash: hash(secret), clientId, consumedAt: null, expiresAt: { gt: now } },
        data: { consumedAt: now },
      });
      if (count === 0) return undefined;
      const actor = { kind: 'admin', userId } as const;
      const [receipt] = await recordAudit(tx, [
        { at: now, clientId, ...key, actor, action: 'coverage_exported' },
      ]);
      return receipt;
    });
  }
}
