import { expect, test } from '@jest/globals';
import { startCustody } from '../../support/custody.ts';
import { describeRoom } from '../../support/describe-room.ts';

describeRoom('the id of a bot', startCustody, (one) => {
  test('is asked for after the installation, and by the next sweep where that did not come to it', async () => {
    const [asked, missed] = ['Asked', 'Missed'].map((name) =>
      one.slack.workspace(name).person('Olga', { role: 'owner' }),
    );
    for (const person of [asked, missed]) if (person) await one.grant(person);
    const keyOf = (person: typeof asked) => ({
      installedIn: person?.workspace.id ?? '',
      isEnterpriseInstall: false,
    });
    const idOf = async (person: typeof asked) =>
      (await one.prisma.installation.findFirstOrThrow({ where: keyOf(person) })).botId;
    expect([await idOf(asked), await idOf(missed)]).toEqual([null, null]);

    await one.installations.learnBotId(keyOf(asked));
    expect(await idOf(asked)).toMatch(/^B/);
    expect(await idOf(missed)).toBeNull();

    const { signal } = new AbortController();
    one.slack.fault('auth.test', { status: 503 });
    expect(await one.installations.learnBotIds(signal)).toEqual({ botIds: 0 });
    expect(await one.installations.learnBotIds(signal)).toEqual({ botIds: 1 });
    expect(await idOf(missed)).toMatch(/^B/);
    expect(await one.installations.learnBotIds(signal)).toEqual({ botIds: 0 });
  });

  test('is asked for in the order of the installations, and a failure keeps no other from it', async () => {
    const places = [];
    for (const [name, hours] of [
      ['Newest', 1],
      ['Oldest', 3],
      ['Between', 2],
    ] as const) {
      const workspace = one.slack.workspace(name);
      await one.grant(workspace.person('Olga', { role: 'owner' }));
      const where = { installedIn: workspace.id };
      const authorizedAt = new Date(one.clock().getTime() - hours * 60 * 60_000);
      await one.prisma.installation.updateMany({ where, data: { authorizedAt } });
      places.push({ name, where });
    }
    one.slack.fault('auth.test', { status: 503 });
    expect(await one.installations.learnBotIds(new AbortController().signal)).toEqual({ botIds: 2 });
    const unknown = [];
    for (const { name, where } of places) {
      if ((await one.prisma.installation.findFirstOrThrow({ where })).botId === null) unknown.push(name);
    }
    expect(unknown).toEqual(['Oldest']);
  });
});
