import { describe, expect, test } from '@jest/globals';
import type { Occasion } from '../../../../src/authorizations/roles/require-admin.ts';
import type { Role } from '../../../../src/authorizations/roles/role.ts';
import { english } from '../../../../src/locales/words.ts';
import { createLogger } from '../../../../src/observability/logger.ts';
import { createReaderFor } from '../../../../src/slack/home/publishing/reader.ts';

const NOW = new Date('2027-01-13T10:00:00Z');

/** For whom a Home is made, and what was asked of Slack for it: nothing where a role was handed over. */
async function read(
  tab: 'mine' | 'workspace',
  {
    role,
    saidMsAgo,
    attempted,
    interim,
  }: { role?: Role; saidMsAgo?: number; attempted?: 'look'; interim?: true },
) {
  const judged: (Role | 'asked')[] = [];
  const readerFor = createReaderFor({
    authorizations: {
      async requireAdmin(_asker, { role: handed }: Occasion = {}) {
        judged.push(handed ?? 'asked');
        return { refused: 'member', receipt: undefined };
      },
    },
    incidentNote: { line: () => undefined, under: (text) => text, underAny: (text) => text },
    words: english,
    logger: createLogger({ level: 'silent', secrets: [], destination: { write: () => {} } }),
    clock: () => NOW,
  });
  const viewer = {
    context: { teamId: 'T1' },
    userId: 'U1',
    installation: undefined,
    role,
    confirmedAt: saidMsAgo === undefined ? undefined : new Date(NOW.getTime() - saidMsAgo),
  };
  const { reader } = await readerFor(viewer, tab, { factor: undefined, attempted, interim });
  return { judged, reader };
}

describe('what only admins see', () => {
  test.each<[string, 'mine' | 'workspace', Parameters<typeof read>[1], (Role | 'asked')[]]>([
    ['on what Slack said a moment ago', 'workspace', { role: 'admin', saidMsAgo: 1_999 }, ['admin']],
    ['and not on what it said two seconds ago', 'workspace', { role: 'admin', saidMsAgo: 2_000 }, ['asked']],
    [
      'nor on what it said by a clock that is ahead',
      'workspace',
      { role: 'admin', saidMsAgo: -60_000 },
      ['asked'],
    ],
    ['nor on what is only remembered', 'workspace', { role: 'admin' }, ['asked']],
    ['the line about everyone on an own list included', 'mine', { role: 'admin' }, ['asked']],
    ['which nobody else has', 'mine', { role: 'member', saidMsAgo: 0 }, []],
    [
      'and which is not asked for while Slack is being asked already',
      'mine',
      { role: 'admin', interim: true },
      [],
    ],
    ['and an attempt is judged whatever somebody is said to be', 'mine', { attempted: 'look' }, ['asked']],
  ])('is judged %s', async (_, tab, viewer, judged) => {
    expect((await read(tab, viewer)).judged).toEqual(judged);
  });

  test('is not shown to somebody whom Slack just refused, whatever was remembered of them', async () => {
    const { reader } = await read('workspace', { role: 'admin' });
    expect(reader).toMatchObject({ kind: 'person', admin: undefined, viewer: { role: 'member' } });
  });
});
