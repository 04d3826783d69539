import { expect, test } from '@jest/globals';
import { startCustody } from '../../support/custody.ts';
import { describeRoom } from '../../support/describe-room.ts';

const HOUR_MS = 60 * 60_000;

describeRoom('the answer to a code', startCustody, (one) => {
  test('is taken when it is about the same app as the newest installation, and refused when it is not', async () => {
    const [first, second] = ['First', 'Second'].map((name) =>
      one.slack.workspace(name).person('Olga', { role: 'owner' }),
    );
    if (!first || !second) throw new Error('There are two.');
    const { appId } = await one.grant(first);
    const { id: _, metadata: __, ...row } = await one.prisma.installation.findFirstOrThrow();
    const authorizedAt = (hours: number) => new Date(row.authorizedAt.getTime() + hours * HOUR_MS);
    const other = { ...row, installedIn: 'T0OTHER', appId: 'A0OTHER', authorizedAt: authorizedAt(-1) };
    const { id: otherId } = await one.prisma.installation.create({ data: other });
    expect(await one.exchange(second)).toMatchObject({ appId });
    await one.prisma.installation.update({ where: { id: otherId }, data: { authorizedAt: authorizedAt(1) } });
    await expect(one.exchange(second)).rejects.toMatchObject({ stop: 'slack_unreachable' });
    await one.prisma.installation.update({ where: { id: otherId }, data: { appId: null } });
    expect(await one.exchange(second)).toMatchObject({ appId });
  });
});
