import type { ModalView } from '@slack/types';
import { outdated } from '../../audit/refuse-if-changed.ts';
import type { Admin } from '../../authorizations/roles/require-admin.ts';
import { refText } from '../../installations/rows/hold-installation.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import { createScrub } from '../../observability/scrub.ts';
import { FIELDS, REASON_LIMIT } from '../blocks/forms.ts';
import { mention } from '../blocks/slack-text.ts';
import { remindersSent } from '../notifications/reminder-preview.ts';
import { createAsAdmin } from '../requests/as-admin.ts';
import { stamped } from '../requests/stamp.ts';
import { createSubmission, messageModal, type Reaction } from '../requests/submission.ts';
import { agreedModal } from './agreement-modal.ts';
import { createCountCoverage } from './count-coverage.ts';
import type { CoverageDependencies } from './coverage-dependencies.ts';
import { exemptionsModal, lastDay } from './exemptions-modal.ts';
import { createPeoplePage } from './people-modal.ts';

/** The forms about the two-factor count. Each asks Slack who is handing it in. */
export function createCoverageSubmissions(dependencies: CoverageDependencies) {
  const { installations, twoFactor, notifications, publishHome, inFlight, words, links, logger, clock } =
    dependencies;
  const say = words.coverage;
  const asAdmin = createAsAdmin(dependencies);
  const countCoverage = createCountCoverage(dependencies);
  const peoplePage = createPeoplePage({ twoFactor, words });
  const scrub = createScrub([]);
  const message = (title: string, text: string): Reaction => ({ show: messageModal(title, text, words) });
  const notAllowed = () => message(words.admin.failed.title, words.home.notAdmin(undefined));
  const later = (what: Promise<unknown>) =>
    inFlight.track(what).catch((err) => logger.warn({ err }, 'Home not refreshed'));

  const agree = createSubmission(dependencies, async ({ asker, stamp }) => {
    const admin = await asAdmin({ asker, view: undefined, stamp }, 'coverage_agree');
    if (!admin) return notAllowed();
    const receipt = await twoFactor.agreeToCoverage(admin, stamp.madeAt);
    if (await twoFactor.hasPermission(admin)) {
      later(countCoverage(admin));
      return { show: agreedModal(words, receipt, undefined) };
    }
    later(publishHome(asker.context, asker.userId));
    const giveUrl = links.givePermission(admin.key.installedIn, admin.userId);
    return { show: agreedModal(words, receipt, giveUrl) };
  });

  const settings = createSubmission(dependencies, async ({ asker, stamp, chosen }) => {
    const admin = await asAdmin({ asker, view: undefined, stamp }, 'coverage_settings');
    if (!admin) return notAllowed();
    const receipt = await twoFactor.countGuests(
      admin,
      chosen(FIELDS.guests).includes(FIELDS.guests),
      stamp.madeAt,
    );
    await notifications.setDigest(admin, chosen(FIELDS.digest).includes(FIELDS.digest), stamp.madeAt);
    if (receipt !== undefined) {
      const over = say.settings.saved(receipt);
      later(publishHome(asker.context, asker.userId, { notice: { over } }));
    }
    return 'close';
  });

  const remind = createSubmission(dependencies, async ({ asker, stamp }) => {
    const admin = await asAdmin({ asker, view: undefined, stamp }, 'remind');
    if (!admin) return notAllowed();
    const coverage = await twoFactor.coverage(admin.key);
    const countedAt = coverage.kind === 'set_up' ? coverage.figures?.at : undefined;
    // Who was shown in the form is not who would be reminded anymore.
    if (countedAt && stamp.madeAt && countedAt > stamp.madeAt) throw outdated();
    const sent = await notifications.sendReminders(admin);
    return message(words.notifications.remind.title, remindersSent(words, sent));
  });

  const exempt = createSubmission(dependencies, async ({ asker, stamp, about, field, rootViewId }) => {
    const reason = field(FIELDS.reason).slice(0, REASON_LIMIT);
    if (scrub(reason) !== reason) return { errors: { [FIELDS.reason]: say.exempt.looksLikeSecret } };
    const end = twoFactor.endOf(field(FIELDS.until));
    if ('problem' in end) return { errors: { [FIELDS.until]: say.exempt.badDay[end.problem] } };
    const { until } = end;
    const admin = await asAdmin({ asker, view: undefined, stamp }, 'coverage_exempt');
    if (!admin) return notAllowed();
    const userId = field(FIELDS.person);
    const receipt = await twoFactor.exempt(admin, userId, { reason, until, madeAt: stamp.madeAt });
    const done = say.exempt.doneText(mention(userId), lastDay(until), receipt);
    later(publishHome(asker.context, asker.userId, { notice: { over: done } }));
    const list =
      about === 'people'
        ? await peoplePage(admin.key, 1)
        : exemptionsModal(words, await twoFactor.exemptions(admin.key), done);
    if (!list || !rootViewId) return message(say.exempt.done, done);
    await update(admin, rootViewId, list);
    return 'close';
  });

  /** The list under it shows that; if it can't be shown now, it's right when it is opened next. */
  async function update({ key, installation }: Admin, viewId: string, view: ModalView): Promise<void> {
    const bot = await installations.asBot(contextOf(key));
    await bot
      .call('views.update', {
        view_id: viewId,
        view: stamped(view, { on: refText(installation), madeAt: clock() }),
      })
      .catch((err) => logger.info({ err }, 'The list under a form was not updated'));
  }

  return { agree, remind, settings, exempt };
}
