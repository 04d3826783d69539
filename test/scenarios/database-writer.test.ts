import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { makeTeam } from '../support/home-team.ts';
import { until } from '../support/until.ts';

/** What SECURITY.md says of somebody who writes to the database and has no keys: what they can do, and what not. */
describeLanyard('somebody who can write to the database', (lanyard) => {
  const write = (table: string, row: Record<string, unknown>) =>
    lanyard.database.sql(`INSERT INTO ${table} SELECT (jsonb_populate_record(NULL::${table}, $1::jsonb)).*`, [
      JSON.stringify({ client_id: lanyard.credentials.clientId, is_enterprise_install: false, ...row }),
    ]);
  const calls = (method: string) => lanyard.slack.calls.filter((call) => call.method === method).length;

  test('can have two-factor sign-in counted through an admin who never agreed, and download it as that admin', async () => {
    const { workspace, owner, member } = await makeTeam(lanyard, 'Forged');
    const here = { installed_in: workspace.id, user_id: owner.id };
    const now = lanyard.clock.now();
    await write('coverage_readers', { ...here, agreed_at: now });
    expect(await lanyard.runJob('count-coverage')).toMatchObject({ counted: 1 });

    const installation = await lanyard.prisma.installation.findFirstOrThrow({
      where: { installedIn: workspace.id },
    });
    await write('coverage_exports', {
      ...here,
      link_hash: createHash('sha256').update('of my own making').digest('hex'),
      team_id: workspace.id,
      authorized_at: installation.authorizedAt,
      expires_at: new Date(now.getTime() + 60_000),
    });
    const link = `${lanyard.url}/export?link=${encodeURIComponent('of my own making')}`;
    const response = await fetch(link, { method: 'POST', body: new URLSearchParams({ form: 'csv' }) });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(member.id);
  });

  test('can have a living permission revoked, in the name of whom they like', async () => {
    const { workspace, owner, member } = await makeTeam(lanyard, 'Revoked');
    await lanyard.install(member, { forMe: true });
    const past = new Date(lanyard.clock.now().getTime() - 60_000);
    await lanyard.prisma.userAuthorization.updateMany({
      where: { installedIn: workspace.id, userId: member.id },
      data: { revokeAskedAt: past, revokeAskedByUserId: owner.id, revokeRetryAt: past },
    });
    const before = calls('auth.revoke');
    expect(await lanyard.runJob('retry-revocations')).toMatchObject({ revoked: 1 });
    expect(calls('auth.revoke')).toBeGreaterThan(before);
    expect(() => member.tokens()).toThrow();
    const [entry] = await lanyard.prisma.auditEntry.findMany({
      where: { installedIn: workspace.id, action: 'permission_revoked' },
    });
    expect(entry).toMatchObject({ actor: 'admin', actorUserId: owner.id });
  });

  test('can make Lanyard forget a revocation that Slack has not confirmed', async () => {
    const { workspace, member } = await makeTeam(lanyard, 'Forgotten');
    await lanyard.install(member, { forMe: true });
    const where = { installedIn: workspace.id, userId: member.id };
    const past = new Date(lanyard.clock.now().getTime() - 60_000);
    await lanyard.prisma.userAuthorization.updateMany({
      where,
      data: { revokeAskedAt: past, revokeAskedByUserId: member.id, revokeRetryAt: past, revokeTries: 1 },
    });
    await lanyard.prisma.userAuthorization.updateMany({
      where,
      data: { revokeAskedAt: null, revokeAskedByUserId: null, revokeRetryAt: null, revokeTries: 0 },
    });
    expect(await lanyard.runJob('retry-revocations')).toMatchObject({ asked: 0 });
    expect(member.tokens().access).toMatch(/^xoxp-/);
  });

  test('can put an older sealed value back in its own place, where it opens; Slack then refuses the token that ended', async () => {
    const { workspace, member } = await makeTeam(lanyard, 'Put back');
    await lanyard.install(member, { forMe: true });
    const where = { installedIn: workspace.id, userId: member.id };
    const own = () => lanyard.prisma.userAuthorization.findFirstOrThrow({ where });
    const { sealedUserToken } = await own();
    await member.revokesOwnPermission();
    await lanyard.slack.settled();
    expect(await own()).toMatchObject({ sealedUserToken: null });

    await lanyard.prisma.userAuthorization.updateMany({
      where,
      data: { sealedUserToken, revokedAt: null, endedBy: null, endedByUserId: null },
    });
    const before = calls('auth.test');
    await member.types('/token-status', 'verify');
    // It was opened and used; nothing but Slack says that it is over.
    await until(
      () => calls('auth.test'),
      (now) => now > before,
      'a call with the old token',
    );
    await until(own, (row) => row.sealedUserToken === null, 'the end of it');
  });

  test('cannot make a sealed value work for another person or in another workspace', async () => {
    const [one, other] = [await makeTeam(lanyard, 'One'), await makeTeam(lanyard, 'Other')];
    const of = (team: typeof one) => ({ where: { installedIn: team.workspace.id, userId: team.owner.id } });
    const { sealedUserToken } = await lanyard.prisma.userAuthorization.findFirstOrThrow(of(one));
    await lanyard.prisma.userAuthorization.updateMany({ ...of(other), data: { sealedUserToken } });
    const used = lanyard.slack.calls.length;
    await other.owner.types('/2fa');
    await until(
      () => lanyard.log.join(''),
      (log) => log.includes('token_unreadable'),
      'the refusal in the log',
    );
    const tokens = lanyard.slack.calls.slice(used).map((call) => JSON.stringify(call));
    expect(tokens.join()).not.toContain(one.owner.tokens().access);
  });
});
