import { expect, test } from '@jest/globals';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { pressesButton } from '../support/home.ts';
import { makeTeam, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { lastInteraction, replays, sendsInteraction } from '../support/slack-signs.ts';
import { until, untilHome } from '../support/until.ts';

describeLanyard('a recorded request that is sent again', (lanyard) => {
  test('neither restores an agreement after Stop nor makes another export', async () => {
    const { owner, workspace } = await makeTeam(lanyard, 'Replayed');
    const { prisma } = lanyard;
    await opensHome(owner);
    await opensWorkspaceTab(owner);
    await pressesButton(owner, 'coverage_agree');
    await untilModal(owner, 'What your permission is used for');
    await owner.submits();
    const agreement = lastInteraction(lanyard, owner.id, 'view_submission');
    await untilHome(owner, 'Counted just now.');
    await owner.closes();

    await pressesButton(owner, 'coverage_export');
    const links = () => prisma.coverageExport.count({ where: { installedIn: workspace.id } });
    await until(links, (number) => number === 1, 'a link');
    const exported = lastInteraction(lanyard, owner.id, 'block_actions');
    for (let again = 0; again < 5; again += 1) {
      expect((await replays(lanyard, exported)).status).toBe(200);
    }
    await owner.closes();

    await pressesButton(owner, 'coverage_settings');
    await untilModal(owner, 'Stop');
    await owner.presses('coverage_stop');
    const agreed = () => prisma.coverageReader.count({ where: { installedIn: workspace.id } });
    await until(agreed, (number) => number === 0, 'the end of the agreement');
    expect((await replays(lanyard, agreement)).text).toContain('Nothing was changed');
    // The same form, as if it had never arrived before.
    const late = await sendsInteraction(lanyard, { ...agreement.payload, trigger_id: '1.2.late' });
    expect(late.text).toContain('Nothing was changed');
    expect(await agreed()).toBe(0);
    expect(await links()).toBe(1);
    const agreements = { installedIn: workspace.id, action: 'coverage_agreed' };
    expect(await prisma.auditEntry.count({ where: agreements })).toBe(1);
  });
});
