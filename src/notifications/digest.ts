import type { Authorizations } from '../authorizations/authorizations.ts';
import type { Admin } from '../authorizations/roles/require-admin.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { contextOf } from '../installations/rows/installation-key.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import { type Found, note, notNoted } from './finding/found.ts';
import type { DetailsOf } from './message-item.ts';
import type { KeptPreferences } from './preferences.ts';
import type { Check } from './sending/check-again.ts';
import { weekOf } from './sending/working-hours.ts';

const WEEK_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;
const BATCH = 500;

type Dependencies = {
  prisma: PrismaClient;
  twoFactor: Pick<TwoFactor, 'coverage' | 'trend'>;
  authorizations: Pick<Authorizations, 'whoIs'>;
  preferences: KeptPreferences;
  clientId: string;
  clock: () => Date;
};

/** Two-factor coverage once a week, to admins who asked for it and still are admins. */
export function createDigest({
  prisma,
  twoFactor,
  authorizations,
  preferences,
  clientId,
  clock,
}: Dependencies) {
  const checkDigest: Check = async ({ installedIn, isEnterpriseInstall, userId }) => {
    const key = { installedIn, isEnterpriseInstall };
    // Their right is asked of Slack at each digest, as at every other look at other people's figures.
    if ((await authorizations.whoIs({ context: contextOf(key), userId })) !== 'admin')
      return { drop: 'no_admin' };
    const [coverage, trend] = await Promise.all([
      twoFactor.coverage(key),
      twoFactor.trend(key, 2 * WEEK_DAYS),
    ]);
    if (coverage.kind === 'not_set_up' || !coverage.figures) return { drop: 'no_figures' };
    const { at, on, counted, sharePercent, counts } = coverage.figures;
    const weekBefore = new Date(at.getTime() - (WEEK_DAYS - 1) * DAY_MS);
    const before = trend.filter((point) => point.at < weekBefore).at(-1);
    const details: Omit<DetailsOf<'coverage_digest'>, 'placeName'> = {
      at,
      on,
      counted,
      off: counts.off,
      adminsOff: counts.adminsOff,
      readable: coverage.reader.works,
      ...(sharePercent !== undefined && { sharePercent }),
      ...(before?.sharePercent !== undefined && {
        before: { at: before.at, sharePercent: before.sharePercent },
      }),
    };
    return { details };
  };

  return {
    checkDigest,

    /** One a week for each who wants it. */
    async findDigests(): Promise<number> {
      const now = clock();
      const occasion = `digest:${weekOf(now)}`;
      const rows = await prisma.$queryRaw<
        { installedIn: string; isEnterpriseInstall: boolean; userId: string; name: string | null }[]
      >`SELECT p.installed_in AS "installedIn", p.is_enterprise_install AS "isEnterpriseInstall",
          p.user_id AS "userId", i.name
        FROM notification_preferences p JOIN installations i ON i.client_id = p.client_id
          AND i.installed_in = p.installed_in AND i.is_enterprise_install = p.is_enterprise_install
          AND i.revoked_at IS NULL AND i.uninstalled_at IS NULL
        WHERE p.client_id = ${clientId} AND p.topic = 'coverage_digest' AND p.wanted
          AND ${notNoted('p', Prisma.sql`p.user_id`, Prisma.sql`${occasion}`)}
        ORDER BY p.user_id LIMIT ${BATCH}`;
      const found = rows.map(({ name, ...row }): Found<'coverage_digest'> => {
        return {
          ...row,
          topic: 'coverage_digest',
          occasion,
          details: {
            at: now,
            on: 0,
            counted: 0,
            off: 0,
            adminsOff: 0,
            readable: false,
            ...(name !== null && { placeName: name }),
          },
        };
      });
      return note(prisma, found, { clientId, now });
    },

    setDigest: ({ key, installation, userId }: Admin, on: boolean, madeAt?: Date): Promise<void> =>
      preferences.setPreferences([{ key, userId }], { coverage_digest: on }, { installation, madeAt }),

    async wantsDigest({ key, userId }: Admin): Promise<boolean> {
      return (await preferences.preferences({ key, userId })).coverage_digest;
    },
  };
}
