import { expect, test } from '@jest/globals';
import type { AppPresentation } from '../../src/apps/apps.ts';
import { createApps } from '../../src/apps/create-apps.ts';
import type { Database } from '../../src/database/database.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { describeRoom } from '../support/describe-room.ts';

const EXPENSES = {
  name: 'Expenses',
  about: 'Files receipts from Slack.',
  homeUrl: 'https://expenses.example',
};

async function startApps(database: Database) {
  let minutes = 0;
  const clock = () => new Date(Date.UTC(2026, 10, 28, 0, minutes));
  const app = (clientId: string) => createApps({ prisma: database.prisma, clientId, clock });
  return {
    app,
    prisma: database.prisma,
    later() {
      minutes += 1;
    },
    async stop() {},
  };
}

describeRoom('the register of apps', startApps, (room) => {
  test('lists every app on the database, by name, as each presents itself', async () => {
    await room.app('2.2').register({ name: 'Rota', about: 'Who is on call.' });
    await room.app('1.1').register(EXPENSES);
    expect(await room.app('3.3').list()).toEqual([
      { clientId: '1.1', ...EXPENSES, registeredAt: expect.any(Date) },
      {
        clientId: '2.2',
        name: 'Rota',
        about: 'Who is on call.',
        homeUrl: undefined,
        registeredAt: expect.any(Date),
      },
    ]);
  });

  test('keeps one entry of an app, as it presented itself last, also when processes start at once', async () => {
    const starts = Array.from({ length: 8 }, () => room.app('4.4').register(EXPENSES));
    await Promise.all(starts);
    const entry = () => room.prisma.registeredApp.findUniqueOrThrow({ where: { clientId: '4.4' } });
    const first = await entry();
    room.later();
    await room.app('4.4').register(EXPENSES);
    expect(await entry()).toEqual(first);
    await room.app('4.4').register({ ...EXPENSES, about: 'Files receipts.' });
    const changed = await entry();
    expect(changed).toMatchObject({ about: 'Files receipts.', registeredAt: first.registeredAt });
    expect(changed.changedAt.getTime()).toBe(first.changedAt.getTime() + 60_000);
  });

  const wrong: [string, Partial<Record<keyof AppPresentation, unknown>>, string][] = [
    ['an empty name', { name: ' ' }, 'name is empty'],
    ['a name of 36 characters', { name: 'n'.repeat(36) }, 'name is longer than 35'],
    ['a line break in a name', { name: 'Two\nlines' }, 'name has control characters'],
    ['a name that is turned around', { name: 'evil\u202Egnp' }, 'name has control characters'],
    ['a description of 141 characters', { about: 'a'.repeat(141) }, 'about is longer than 140'],
    ['a NUL in a description', { about: 'a\u0000b' }, 'about has control characters'],
    ['no description', { about: undefined }, 'about has to be text'],
    ['a page without TLS', { homeUrl: 'http://expenses.example' }, 'homeUrl has to begin with https'],
    ['a page that is a script', { homeUrl: 'javascript:alert(1)' }, 'homeUrl has to begin with https'],
    ['a password in the address', { homeUrl: 'https://me:secret@expenses.example' }, 'homeUrl has to begin'],
    ['a line break in the address', { homeUrl: 'https://expenses.example/\nx' }, 'homeUrl has to begin'],
    [
      'an address that is far too long',
      { homeUrl: `https://a.example/${'x'.repeat(500)}` },
      'longer than 500',
    ],
  ];
  test.each(wrong)('refuses %s, and enters nothing', async (_, over, problem) => {
    const before = await room.prisma.registeredApp.count();
    await expect(room.app('5.5').register({ ...EXPENSES, ...over } as AppPresentation)).rejects.toMatchObject(
      { code: 'config_invalid', message: expect.stringContaining(problem) },
    );
    expect(await room.prisma.registeredApp.count()).toBe(before);
  });

  test('tells everything that is wrong at once, and never what was given', async () => {
    const given = { name: '', about: 'b'.repeat(200), homeUrl: 'http://secret.example' };
    const error = await room
      .app('5.5')
      .register(given)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/name is empty.*about is longer.*homeUrl has to/);
    expect(String(error)).not.toContain('secret.example');
  });

  test('takes exactly Slack’s limits, and a page on this machine', async () => {
    const limits = { name: 'n'.repeat(35), about: 'a'.repeat(140), homeUrl: 'http://localhost:3000/' };
    await room.app('6.6').register(limits);
    expect((await room.app('6.6').list()).find(({ clientId }) => clientId === '6.6')).toMatchObject(limits);
  });
});

describeLanyard('Lanyard', { on: 'PGlite' }, (lanyard) => {
  test('enters itself when it starts, as its manifest presents it', async () => {
    const { clientId } = lanyard.credentials;
    const entry = await lanyard.prisma.registeredApp.findUniqueOrThrow({ where: { clientId } });
    expect(entry).toMatchObject({ name: 'Lanyard', homeUrl: lanyard.publicUrl });
    expect(entry.about).toContain('sign-in is safe');
  });
});
