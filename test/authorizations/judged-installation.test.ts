import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import type { Admin } from '../../src/authorizations/roles/require-admin.ts';
import type { Database } from '../../src/database/database.ts';
import { createNotifications, type Notifications } from '../../src/notifications/notifications.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { type CountingUnderTest, startCounting } from '../support/counting.ts';
import { databasesUnderTest } from '../support/databases.ts';

type Rooms = CountingUnderTest & { notifications: Notifications };

const DAY_MS = 24 * 60 * 60_000;
const soon = () => new Date(Date.now() + DAY_MS);

/** Everything that an admin changes, by one call each. */
const CHANGES: Record<
  string,
  (rooms: Rooms, admin: Admin, person: Person, rowId: string) => Promise<unknown>
> = {
  'agreeing to the count': ({ twoFactor }, admin) => twoFactor.agreeToCoverage(admin),
  'stopping the count': ({ twoFactor }, admin) => twoFactor.stopCoverage(admin),
  'counting guests': ({ twoFactor }, admin) => twoFactor.countGuests(admin, true),
  'exempting somebody': ({ twoFactor }, admin, { id }) =>
    twoFactor.exempt(admin, id, { reason: 'on leave', until: soon() }),
  'counting somebody again': ({ twoFactor }, admin, { id }) => twoFactor.unexempt(admin, id),
  'making an export': ({ twoFactor }, admin) => twoFactor.createExport(admin),
  'marking an alert': ({ authorizations }, admin) =>
    authorizations.markAlert(admin, { cause: 'expired', lastAt: new Date() }, 'acknowledged'),
  "revoking somebody's permission": ({ authorizations }, admin, _, rowId) =>
    authorizations.revokeFor(admin, rowId, 'left'),
  'sending reminders': ({ notifications }, admin) => notifications.sendReminders(admin),
  'choosing the digest': ({ notifications }, admin) => notifications.setDigest(admin, true),
};

describe.each(databasesUnderTest)('what an admin of a workspace does, on $name', ({ open }) => {
  let database: Database;
  let rooms: Rooms;
  beforeAll(async () => {
    database = await open();
    const one = await startCounting(database);
    const { prisma, installations, authorizations, twoFactor, clientId, clock } = one;
    const unused = async () => {
      throw new Error('Nothing is sent here.');
    };
    const notifications = createNotifications({
      prisma,
      installations,
      authorizations,
      twoFactor,
      clientId,
      clock,
      metrics: createMetrics(),
      logger: createLogger({ level: 'silent', secrets: [], destination: { write: () => {} } }),
      deliver: { post: unused, update: unused, remove: unused },
    });
    rooms = { ...one, notifications };
  });
  afterAll(async () => {
    await rooms.stop();
    await database.close();
  });

  /** A workspace with its own installation in an organization with one, and an admin of the workspace alone. */
  async function judged(name: string) {
    const { slack, prisma } = rooms;
    const organization = slack.organization(name);
    const workspace = slack.workspace(`${name} One`, { organization });
    const admin = workspace.person('Ann', { role: 'admin' });
    const owner = workspace.person('Uma', { role: 'primary_owner' });
    const member = workspace.person('Mia');
    await rooms.grant(admin);
    await rooms.grant(member, { forMe: true });
    await rooms.grant(owner, { how: { target: 'organization' } });
    const context = { teamId: workspace.id, enterpriseId: organization.id };
    const admission = await rooms.authorizations.requireAdmin({ context, userId: admin.id });
    if (!('admin' in admission)) throw new Error(`Refused: ${admission.refused}`);
    const { id: rowId } = await prisma.userAuthorization.findFirstOrThrow({ where: { userId: member.id } });
    return { organization, workspace, owner, member, rowId, judged: admission.admin };
  }
  const everything = async (installedIn: string) => {
    const { prisma, clientId } = rooms;
    const where = { clientId, installedIn };
    return JSON.stringify([
      await prisma.auditEntry.findMany({ where }),
      await prisma.alertMark.findMany({ where }),
      await prisma.coverageReader.findMany({ where }),
      await prisma.coverageExemption.findMany({ where }),
      await prisma.coverageExport.findMany({ where }),
      await prisma.coveragePlace.findMany({ where }),
      await prisma.notification.findMany({ where }),
      await prisma.notificationPreference.findMany({ where }),
      (await prisma.installation.findMany({ where })).map(({ uninstalledAt, revokedAt }) => [
        uninstalledAt,
        revokedAt,
      ]),
      (await prisma.userAuthorization.findMany({ where })).map((row) => [
        row.revokeAskedAt,
        row.revokedAt,
        row.uninstalledAt,
      ]),
    ]);
  };

  test.each(Object.entries(CHANGES))(
    '%s changes nothing anywhere once the installation that they were judged on has ended',
    async (name, change) => {
      const made = await judged(`Ended ${name}`);
      const row = await rooms.prisma.installation.findFirstOrThrow({
        where: { installedIn: made.workspace.id },
      });
      await rooms.installations.endBot(row, { at: new Date(), how: 'revoked', actor: { kind: 'slack' } });
      const before = [await everything(made.workspace.id), await everything(made.organization.id)];
      await expect(change(rooms, made.judged, made.member, made.rowId)).rejects.toMatchObject({
        code: 'installation_changed',
        details: { ended: true },
      });
      expect([await everything(made.workspace.id), await everything(made.organization.id)]).toEqual(before);
    },
  );

  test.each(Object.entries(CHANGES))(
    '%s changes nothing once the installation was granted again',
    async (name, change) => {
      const made = await judged(`Again ${name}`);
      rooms.forward(1_000);
      await rooms.grant(made.owner);
      const before = await everything(made.workspace.id);
      await expect(change(rooms, made.judged, made.member, made.rowId)).rejects.toMatchObject({
        code: 'installation_changed',
        details: { ended: false },
      });
      expect(await everything(made.workspace.id)).toBe(before);
    },
  );

  test('the role is judged on the installation that is acted on, also when it ends while Slack is asked', async () => {
    const made = await judged('Meanwhile');
    const context = { teamId: made.workspace.id, enterpriseId: made.organization.id };
    rooms.slack.fault('users.info', {
      meanwhile: async () => {
        const row = await rooms.prisma.installation.findFirstOrThrow({
          where: { installedIn: made.workspace.id },
        });
        await rooms.installations.endBot(row, { at: new Date(), how: 'revoked', actor: { kind: 'slack' } });
      },
    });
    const admission = await rooms.authorizations.requireAdmin({ context, userId: made.judged.userId });
    expect(admission).toMatchObject({
      admin: { key: { installedIn: made.workspace.id, isEnterpriseInstall: false } },
    });
  });

  test('an export made on an installation is refused once another one serves the workspace', async () => {
    const made = await judged('Export');
    const { secret } = await rooms.twoFactor.createExport(made.judged);
    const row = await rooms.prisma.installation.findFirstOrThrow({
      where: { installedIn: made.workspace.id },
    });
    await rooms.installations.endBot(row, { at: new Date(), how: 'revoked', actor: { kind: 'slack' } });
    expect(await rooms.twoFactor.takeExport(secret)).toEqual({ kind: 'refused' });
    rooms.forward(1_000);
    await rooms.grant(made.owner);
    expect(await rooms.twoFactor.takeExport(secret)).toEqual({ kind: 'refused' });
    expect(
      await rooms.prisma.auditEntry.count({
        where: { action: 'coverage_exported', installedIn: made.workspace.id },
      }),
    ).toBe(0);
  });
});
