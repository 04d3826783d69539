import type { ModalView } from '@slack/types';
import type { Attempt } from '../../audit/record-refusal.ts';
import type { Admin } from '../../authorizations/roles/require-admin.ts';
import { refText } from '../../installations/rows/hold-installation.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import type { Coverage } from '../../two-factor/coverage.ts';
import { nameOfPlace } from '../authorizations/modals/remove-app-modal.ts';
import { reminderModal } from '../notifications/reminder-preview.ts';
import { type Press, type PressArgs, readPress } from '../requests/acting.ts';
import { createAsAdmin } from '../requests/as-admin.ts';
import { stamped } from '../requests/stamp.ts';
import { messageModal } from '../requests/submission.ts';
import { agreeModal } from './agreement-modal.ts';
import { createCountCoverage } from './count-coverage.ts';
import type { CoverageDependencies } from './coverage-dependencies.ts';
import { exemptionsModal, exemptModal } from './exemptions-modal.ts';
import { exportModal } from './export-modal.ts';
import { createPeoplePage } from './people-modal.ts';
import { settingsModal } from './settings-modal.ts';

/** What owners and admins press about the two-factor count: on Home, and in the modals that it opens. */
export function createCoverageActions(dependencies: CoverageDependencies) {
  const { authorizations, installations, twoFactor, notifications, publishHome, words, links, clock, once } =
    dependencies;
  const say = words.coverage;
  const asAdmin = createAsAdmin(dependencies);
  const countCoverage = createCountCoverage(dependencies);
  const peoplePage = createPeoplePage({ twoFactor, words });

  /** Acknowledged first; then the person who presses has to be an admin, as Slack says now. */
  const asked =
    (attempted: Attempt, run: (admin: Admin, press: Press) => Promise<void>) =>
    async (args: PressArgs): Promise<void> => {
      await args.ack();
      if (!(await once(args.body))) return;
      const press = readPress(args);
      const admin = await asAdmin(press, attempted);
      if (admin) await run(admin, press);
    };

  const stampedFor = ({ installation }: Admin, view: ModalView) =>
    stamped(view, { on: refText(installation), madeAt: clock() });

  /** From Home a modal opens; from a modal another one is laid upon it. */
  async function show(admin: Admin, { triggerId, view: from }: Press, view: ModalView): Promise<void> {
    const bot = await installations.asBot(contextOf(admin.key));
    const method = from?.type === 'modal' ? 'views.push' : 'views.open';
    await bot.call(method, { trigger_id: triggerId, view: stampedFor(admin, view) });
  }

  /** The modal itself changes; from Home it opens. */
  async function showHere(admin: Admin, press: Press, view: ModalView): Promise<void> {
    if (press.view?.type !== 'modal' || !press.viewId) return show(admin, press, view);
    const bot = await installations.asBot(contextOf(admin.key));
    await bot.call('views.update', { view_id: press.viewId, view: stampedFor(admin, view) });
  }

  const refreshHome = ({ context, userId }: Admin, over?: string) =>
    publishHome(context, userId, over === undefined ? {} : { notice: { over } });

  async function setUp(admin: Admin): Promise<Extract<Coverage, { kind: 'set_up' }> | undefined> {
    const coverage = await twoFactor.coverage(admin.key);
    if (coverage.kind === 'set_up') return coverage;
    await refreshHome(admin, words.home.stale);
    return undefined;
  }

  return {
    agree: asked('coverage_agree', async (admin, press) => {
      const hasPermission = await twoFactor.hasPermission(admin);
      const place = nameOfPlace(words, admin);
      const orgWide = admin.key.isEnterpriseInstall;
      await show(admin, press, agreeModal(words, { place, orgWide, hasPermission }));
    }),

    countNow: asked('coverage_count', async (admin) => {
      const turn = await authorizations.consumeRateLimit(admin, 'count_coverage');
      if (!turn.granted) return refreshHome(admin, say.counting.already);
      await countCoverage(admin);
    }),

    people: asked('coverage_people', async (admin, press) => {
      const page = await peoplePage(admin.key, Number(press.value ?? 1));
      if (page) await showHere(admin, press, page);
      else await refreshHome(admin, words.home.stale);
    }),

    exemptions: asked('coverage_exemptions', async (admin, press) => {
      await showHere(admin, press, exemptionsModal(words, await twoFactor.exemptions(admin.key)));
    }),

    exempt: asked('coverage_exempt', async (admin, press) => {
      const userId = /^[UW][A-Z0-9]{1,30}$/.test(press.value ?? '') ? press.value : undefined;
      const until = twoFactor.usualLastDay();
      await show(admin, press, exemptModal(words, { userId, until, list: userId ? 'people' : 'exemptions' }));
    }),

    unexempt: asked('coverage_unexempt', async (admin, press) => {
      const receipt = await twoFactor.unexempt(admin, press.value ?? '', press.stamp.madeAt);
      const left = await twoFactor.exemptions(admin.key);
      await showHere(admin, press, exemptionsModal(words, left, receipt && say.exemptions.done(receipt)));
      await refreshHome(admin);
    }),

    exportFile: asked('coverage_export', async (admin, press) => {
      const coverage = await setUp(admin);
      if (!coverage) return;
      if (!coverage.figures) {
        return show(admin, press, messageModal(say.export.title, say.export.nothing, words));
      }
      const { secret, until } = await twoFactor.createExport(admin);
      await show(admin, press, exportModal(words, { url: links.exportCoverage(secret), until }));
    }),

    settings: asked('coverage_settings', async (admin, press) => {
      const coverage = await setUp(admin);
      if (!coverage) return;
      const wantsDigest = await notifications.wantsDigest(admin);
      await show(admin, press, settingsModal(words, coverage, { viewerUserId: admin.userId, wantsDigest }));
    }),

    remind: asked('remind', async (admin, press) => {
      const coverage = await setUp(admin);
      if (!coverage) return;
      const found = coverage.figures && (await notifications.previewReminder(admin));
      await show(admin, press, reminderModal(words, found, coverage.figures));
    }),

    stop: asked('coverage_stop', async (admin, press) => {
      const receipt = await twoFactor.stopCoverage(admin, press.stamp.madeAt);
      await showHere(admin, press, messageModal(say.settings.title, say.settings.stopped(receipt), words));
      await refreshHome(admin);
    }),
  };
}
