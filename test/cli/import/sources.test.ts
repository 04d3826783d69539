import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { runImport } from '../../../src/cli/import/run-import.ts';
import { SOURCES } from '../../../src/cli/import/sources.ts';
import type { Database } from '../../../src/database/database.ts';
import {
  install,
  installOrg,
  newId,
  newSecret,
  rotating,
  userOnly,
  withWebhook,
} from '../../contract/grants.ts';
import { startCustody } from '../../support/custody.ts';
import { unmigratedDatabaseUrl } from '../../support/databases.ts';
import { describeRoom } from '../../support/describe-room.ts';
import { type Kept, PEERS } from './peers.ts';

const DAY_MS = 24 * 60 * 60_000;

type Any = Kept['installation'];

/** What an app may have gathered over three days, oldest first. */
function gathered(now: Date): { kept: Kept[]; first: Any; second: Any; member: Any; classic: Any; org: Any } {
  const at = (daysAgo: number) => new Date(Math.floor(now.getTime() / 1000) * 1000 - daysAgo * DAY_MS);
  const [team, user] = [newId('T'), newId('U')];
  const first: Any = install({ team, user });
  const second: Any = rotating(withWebhook(install({ team, user })));
  const member: Any = userOnly(install({ team }));
  const classic: Any = {
    ...install(),
    bot: { id: newId('B'), userId: newId('U'), token: newSecret('xoxb'), scopes: ['bot'] },
    user: { id: newId('U'), token: newSecret('xoxp'), scopes: ['identify', 'bot', 'commands'] },
    authVersion: 'v1',
  };
  const org: Any = installOrg();
  const others: Any = install();
  const kept = [
    { installation: first, at: at(9) },
    { installation: second, at: at(3) },
    { installation: member, at: at(2) },
    { installation: classic, at: at(2) },
    { installation: org, at: at(1) },
    { installation: others, at: at(1), clientId: '9.9' },
  ];
  return { kept, first, second, member, classic, org };
}

describeRoom(
  'moving in',
  (database: Database) => startCustody(database),
  (room) => {
    const folders: string[] = [];
    afterEach(() => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    });
    let apps = 0;

    async function moveIn(peer: (typeof PEERS)[number], kept: readonly Kept[]) {
      apps += 1;
      const clientId = `88.${apps}`;
      const app = await room.startProcess({ clientId });
      const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-import-'));
      folders.push(folder);
      const { where } = await peer.write(kept, { folder, clientId, database: unmigratedDatabaseUrl });
      const open = SOURCES[peer.source];
      if (!open) throw new Error(`There is no source ${peer.source}.`);
      const run = (dryRun = false) =>
        runImport({ source: open({ where, clientId }), clientId, installations: app, dryRun });
      const fetch = (of: Any, userId?: string) =>
        app.installationStore.fetchInstallation({
          teamId: of.team?.id,
          enterpriseId: of.enterprise?.id,
          isEnterpriseInstall: of.isEnterpriseInstall === true,
          userId,
        } as never);
      return { run, fetch, clientId };
    }

    test.each(PEERS.map((peer) => [peer.source, peer.form, peer] as const))(
      'from %s, %s: keeps the newest of each, sealed, and says what it left out',
      async (_, __, peer) => {
        const { kept, second, member, classic, org } = gathered(room.clock());
        const { run, fetch, clientId } = await moveIn(peer, kept);
        const rehearsed = await run(true);
        const rows = () => room.prisma.installation.count({ where: { clientId } });
        expect(await rows()).toBe(0);
        const report = await run();
        expect(rehearsed).toEqual({ ...report, verified: undefined });
        expect(report.bots).toEqual({ imported: 3, already_here: 0, newer_here: 0, ended_here: 0 });
        expect(report.people).toEqual({ imported: 4, already_here: 0, newer_here: 0, ended_here: 0 });
        expect(report.classic).toBe(2);
        expect(report.unreadable).toHaveLength(1);
        expect(report.otherApps).toBe(peer.inFiles || peer.lacks.otherApps ? 0 : peer.botsApart ? 2 : 1);
        expect(report.older).toBeGreaterThan(0);

        const bot = (await fetch(second, second.user.id)) as Any;
        expect(bot.bot).toMatchObject({ ...second.bot, scopes: second.bot?.scopes });
        expect(bot.user).toMatchObject({ id: second.user.id, token: second.user.token });
        expect(bot.team).toEqual(second.team);
        const { channel, ...hook } = second.incomingWebhook ?? {};
        expect(bot.incomingWebhook).toEqual({ ...hook, ...(!peer.lacks.webhookChannel && { channel }) });
        const theirs = (await fetch(member, member.user.id)) as Any;
        expect(theirs.user).toMatchObject({ token: member.user.token });
        expect(theirs.bot?.token).toBe(second.bot?.token);
        expect(await fetch(classic, classic.user.id)).toMatchObject({
          authVersion: 'v1',
          bot: { token: classic.bot?.token, scopes: ['bot'] },
          user: { token: classic.user.token, scopes: classic.user.scopes },
        });
        expect(await fetch(org, org.user.id)).toMatchObject({
          isEnterpriseInstall: true,
          authVersion: 'v2',
          bot: { token: org.bot?.token },
          user: { token: org.user.token },
        });

        const stored = await room.database.sql(
          `SELECT to_jsonb(t)::text AS row FROM installations t WHERE client_id = $1 UNION ALL
           SELECT to_jsonb(t)::text FROM user_authorizations t WHERE client_id = $1 UNION ALL
           SELECT to_jsonb(t)::text FROM audit_entries t WHERE client_id = $1`,
          [clientId],
        );
        expect(stored.length).toBeGreaterThan(10);
        const said = JSON.stringify([stored, report, room.log]);
        for (const { installation } of kept) {
          for (const part of [installation.bot, installation.user, installation.incomingWebhook]) {
            for (const secret of secretsIn(part)) expect(said).not.toContain(secret);
          }
        }

        // Begun again, it finds everything done.
        const again = await run();
        expect(again.bots).toMatchObject({ imported: 0, already_here: 3 });
        expect(again.people).toMatchObject({ imported: 0, already_here: 4 });
        expect(await rows()).toBe(3);
      },
      60_000,
    );
  },
  'PostgreSQL',
);

function secretsIn(part: object | undefined): string[] {
  return Object.entries(part ?? {})
    .flatMap(([name, value]) => (/token$/i.test(name) || name === 'url' ? [String(value)] : []))
    .filter((secret) => secret !== 'undefined');
}
