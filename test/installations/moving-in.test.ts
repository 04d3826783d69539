import { expect, test } from '@jest/globals';
import type { SourceRecord } from '../../src/cli/import/record.ts';
import { runImport } from '../../src/cli/import/run-import.ts';
import type { Grant } from '../../src/installations/grants/grant.ts';
import { newId, newPair, newSecret } from '../contract/grants.ts';
import { startCustody } from '../support/custody.ts';
import { describeRoom } from '../support/describe-room.ts';

const HOUR_MS = 60 * 60_000;

describeRoom(
  'a permission that another store has kept',
  (database) => startCustody(database, { rotation: false }),
  (room) => {
    const ago = (hours: number) => new Date(room.clock().getTime() - hours * HOUR_MS);

    function aGrant(grantedAt: Date, key = { installedIn: newId('T'), isEnterpriseInstall: false }): Grant {
      return {
        key,
        grantedAt,
        grantedByUserId: newId('U'),
        bot: { token: newSecret('xoxb'), scopes: ['commands'], userId: newId('U'), id: newId('B') },
      };
    }
    const rowOf = ({ key }: Grant) =>
      room.prisma.installation.findFirstOrThrow({ where: { installedIn: key.installedIn } });
    const keep = (grant: Grant, rehearsal = false) =>
      room.installations.importGrant(grant, 'bot', { rehearsal });
    const outcome = async (grant: Grant) => (await keep(grant)).outcome;
    const ended = { how: 'revoked', actor: { kind: 'slack' } } as const;

    test('is kept with the date of its grant and an entry in the audit trail, and once', async () => {
      const grant = aGrant(ago(100));
      const { outcome: first, unchecked } = await keep(grant);
      const row = await rowOf(grant);
      expect([first, unchecked]).toEqual(['imported', { kind: 'bot', id: row.id }]);
      expect(row).toMatchObject({ authorizedAt: grant.grantedAt, installerUserId: grant.grantedByUserId });
      expect(await keep(grant)).toEqual({ outcome: 'already_here', unchecked: { kind: 'bot', id: row.id } });
      const audit = await room.prisma.auditEntry.findMany({ where: { installedIn: grant.key.installedIn } });
      expect(audit).toMatchObject([{ action: 'installation_imported', actor: 'system' }]);
    });

    test('is only judged in a rehearsal', async () => {
      const grant = aGrant(ago(1));
      expect(await keep(grant, true)).toEqual({ outcome: 'imported' });
      expect(await room.prisma.installation.count({ where: { installedIn: grant.key.installedIn } })).toBe(0);
    });

    test('never takes the place of a later grant, and does of an earlier one', async () => {
      const here = aGrant(ago(10));
      await room.saveGrant(here);
      const { tokenHash } = await rowOf(here);
      expect(await outcome(aGrant(ago(11), here.key))).toBe('newer_here');
      expect(await outcome(aGrant(here.grantedAt, here.key))).toBe('newer_here');
      expect(await rowOf(here)).toMatchObject({ tokenHash });
      const newer = aGrant(ago(9), here.key);
      expect(await outcome(newer)).toBe('imported');
      expect(await rowOf(here)).toMatchObject({ authorizedAt: newer.grantedAt });
      // What it replaced is no news either.
      expect(await outcome(here)).toBe('newer_here');
    });

    test('counts as given when its token was: a pair renewed since is newer than an older grant here', async () => {
      const here = aGrant(ago(10));
      await room.saveGrant(here);
      const renewed = (hoursLeft: number): Grant => {
        const grant = aGrant(ago(500), here.key);
        const expiresAt = new Date(room.clock().getTime() + hoursLeft * HOUR_MS);
        return { ...grant, bot: grant.bot && { ...grant.bot, ...newPair('bot'), expiresAt } };
      };
      expect(await outcome(renewed(1))).toBe('newer_here');
      expect(await outcome(renewed(3))).toBe('imported');
    });

    test('is not brought back to life when it ended here since, also after the row was erased', async () => {
      const grant = aGrant(ago(10));
      await keep(grant);
      await room.installations.endBot(await rowOf(grant), { ...ended, at: ago(5) });
      expect(await outcome(grant)).toBe('ended_here');
      expect(await outcome(aGrant(ago(6), grant.key))).toBe('ended_here');
      await room.installations.eraseNow(grant.key);
      expect(await outcome(grant)).toBe('ended_here');
      expect(await outcome(aGrant(ago(4), grant.key))).toBe('imported');
    });

    test('of two imports at once is kept once', async () => {
      const grant = aGrant(ago(3));
      const outcomes = await Promise.all([1, 2, 3, 4].map(() => outcome(grant)));
      expect(outcomes.sort()).toEqual(['already_here', 'already_here', 'already_here', 'imported']);
    });

    test('of a person leaves the bot alone, and the bot leaves the person alone', async () => {
      const grant = aGrant(ago(5));
      const user = { token: newSecret('xoxp'), scopes: ['users:read'] };
      await room.installations.importGrant({ ...grant, bot: undefined, user }, 'user');
      expect(await room.prisma.installation.count({ where: { installedIn: grant.key.installedIn } })).toBe(0);
      await keep(grant);
      const where = { installedIn: grant.key.installedIn };
      expect(await room.prisma.userAuthorization.findFirst({ where })).toMatchObject({
        userId: grant.grantedByUserId,
        grantedScopes: ['users:read'],
      });
    });

    /** Records of workspaces in which the app is installed at this simulated Slack. */
    async function recordsOf(names: readonly string[]) {
      const records: SourceRecord[] = [];
      const workspaces = [];
      for (const name of names) {
        const workspace = room.slack.workspace(name);
        const owner = workspace.person('Olga', { role: 'owner' });
        const { key, bot, user } = await room.exchange(owner);
        workspaces.push(workspace);
        records.push({
          where: name,
          installedAt: ago(2),
          clientId: undefined,
          installation: {
            team: { id: key.installedIn },
            user: { id: owner.id, token: user?.token, scopes: user?.scopes },
            bot: { userId: bot?.userId, token: bot?.token, scopes: bot?.scopes },
            isEnterpriseInstall: false,
          },
        });
      }
      async function* source() {
        yield* records;
      }
      const run = (
        options: { signal?: AbortSignal; onProgress?: (what: string, done: number) => void } = {},
      ) => runImport({ source, clientId: room.clientId, installations: room.installations, ...options });
      return { run, workspaces, records };
    }

    test('is asked about at Slack afterwards: dead tokens end with Slack’s reason, the others have the date of a check', async () => {
      const { run, workspaces } = await recordsOf(['Lives', 'Is dead']);
      await workspaces[1]?.uninstall();
      const { verified } = await run();
      expect(verified).toMatchObject({ total: 4, working: 2, unanswered: 0 });
      expect(Object.values(verified?.refused ?? {}).reduce((sum, count) => sum + count, 0)).toBe(2);
      const [reason = ''] = Object.keys(verified?.refused ?? {});
      const at = (index: number) => ({ where: { installedIn: workspaces[index]?.id ?? '' } });
      expect(await room.prisma.installation.findFirst(at(0))).toMatchObject({
        verifiedAt: expect.any(Date),
        verifyError: null,
        revokedAt: null,
      });
      for (const row of [
        await room.prisma.installation.findFirst(at(1)),
        await room.prisma.userAuthorization.findFirst(at(1)),
      ]) {
        expect(row).toMatchObject({
          revokedAt: expect.any(Date),
          endedBy: 'slack',
          verifyError: expect.stringMatching(/^(account_inactive|token_revoked)$/),
        });
      }
      expect(reason).toMatch(/^(account_inactive|token_revoked)$/);
      // Begun again, nothing is asked twice.
      const calls = room.slack.calls.length;
      expect((await run()).verified).toBeUndefined();
      expect(room.slack.calls).toHaveLength(calls);
    });

    test('is asked about within Slack’s limits: as long as Slack wants to be left alone, nothing is', async () => {
      const { run } = await recordsOf(['Limited']);
      room.slack.fault('auth.test', { status: 429, retryAfterSeconds: 1 }, 1);
      const before = performance.now();
      expect((await run()).verified).toMatchObject({ working: 2, unanswered: 0 });
      expect(performance.now() - before).toBeGreaterThan(900);
    });

    test('that was left over when somebody stopped is kept by the next run, and what is done is not done twice', async () => {
      const { run } = await recordsOf(['One', 'Two', 'Three']);
      const stopping = new AbortController();
      const stopped = await run({
        signal: stopping.signal,
        onProgress: (what, done) => what === 'import' && done === 2 && stopping.abort(),
      });
      expect(stopped).toMatchObject({ stopped: true, bots: { imported: 1 }, people: { imported: 1 } });
      expect(await run()).toMatchObject({
        stopped: false,
        bots: { imported: 2, already_here: 1 },
        people: { imported: 2, already_here: 1 },
        // The two of the first run had not been asked about yet.
        verified: { total: 6, working: 6 },
      });
    });
  },
);
