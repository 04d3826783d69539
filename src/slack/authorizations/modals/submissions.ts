import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import { toAppError } from '../../../errors.ts';
import type { Words } from '../../../locales/words.ts';
import type { Notifications, Told } from '../../../notifications/notifications.ts';
import type { Logger } from '../../../observability/logger.ts';
import { createScrub } from '../../../observability/scrub.ts';
import { receiptModal } from '../../audit/receipt-modal.ts';
import { FIELDS, REASON_LIMIT } from '../../blocks/forms.ts';
import { dateToken, mention } from '../../blocks/slack-text.ts';
import type { TellFailure } from '../../failures/tell-failure.ts';
import type { PublishHome } from '../../home/publishing/publish-home.ts';
import type { IncidentNote } from '../../incident-note.ts';
import { createAsAdmin } from '../../requests/as-admin.ts';
import type { Once } from '../../requests/once.ts';
import { stamped } from '../../requests/stamp.ts';
import { createSubmission, messageModal, type Reaction } from '../../requests/submission.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { endingSentence } from '../describe-authorization.ts';
import { nameOfPlace } from './remove-app-modal.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin' | 'findReceipt' | 'removeApp' | 'revokeFor'>;
  notifications: Pick<Notifications, 'tellOfEnding'>;
  publishHome: PublishHome;
  once: Once;
  incidentNote: IncidentNote;
  tellFailure: TellFailure;
  words: Words;
  links: SlackLinks;
  logger: Logger;
};

/** What admins hand in. Each asks Slack again who they are: a form may have been open for hours. */
export function createSubmissions(dependencies: Dependencies) {
  const { authorizations, notifications, publishHome, words, links, logger } = dependencies;
  const { admin: say } = words;
  const asAdmin = createAsAdmin(dependencies);
  const scrub = createScrub([]);
  const message = (title: string, text: string): Reaction => ({ show: messageModal(title, text, words) });
  const notAllowed = () => message(say.failed.title, words.home.notAdmin(undefined));

  /** A reason is read by others and kept: no place for what looks like a token. */
  const badReason = (reason: string): Reaction | undefined =>
    scrub(reason) === reason ? undefined : { errors: { [FIELDS.reason]: say.revokeFor.looksLikeSecret } };

  const revokeFor = createSubmission(dependencies, async ({ asker, about, stamp, field }) => {
    const reason = field(FIELDS.reason).slice(0, REASON_LIMIT);
    const bad = badReason(reason);
    if (bad) return bad;
    const admin = await asAdmin({ asker, view: undefined, stamp }, 'revoke_for');
    if (!admin) return notAllowed();
    const result = await authorizations.revokeFor(admin, about, reason, stamp.madeAt);
    if (!result) return message(say.failed.title, say.revokeFor.gone);
    const { authorization } = result;
    const told = result.outcome === 'revoked' ? await tellOwner(authorization, admin.userId) : 'sent';
    await refresh(admin.userId, authorization, asker.context);
    if (result.outcome === 'already_ended') {
      const why = result.ended ? endingSentence(words, result.ended, asker.userId) : words.home.alreadyEnded;
      return message(say.revokeFor.alreadyEnded, why);
    }
    const who = mention(authorization.grantedByUserId);
    if (result.outcome === 'unfinished') {
      return message(say.revokeFor.unfinished, say.revokeFor.unfinishedText(who, result.receipt));
    }
    const done = say.revokeFor.doneText(who, dateToken(result.at), result.receipt);
    return message(say.revokeFor.done, `${done} ${toldSentence[told]}`);
  });

  /** The revocation is in any case, and the job tries again what could not be sent now. */
  async function tellOwner({ key, cause, grantedByUserId }: Authorization, adminId: string): Promise<Told> {
    // No one needs a message about what they did themselves.
    if (grantedByUserId === adminId) return 'sent';
    // They had revoked it themselves, and hear that Slack has confirmed it now.
    if (cause.kind === 'revoking' && cause.byUserId === grantedByUserId) return 'later';
    return notifications.tellOfEnding(key, grantedByUserId).catch((err): Told => {
      logger.warn({ err, userId: grantedByUserId }, 'A person could not be told about a revocation yet');
      return 'later';
    });
  }
  const toldSentence: Record<Told, string> = {
    sent: say.revokeFor.told,
    later: say.revokeFor.toldLater,
    opted_out: say.revokeFor.optedOut,
    not_sent: say.revokeFor.notTold,
  };

  async function refresh(adminId: string, { grantedByUserId }: Authorization, place: object): Promise<void> {
    for (const userId of new Set([adminId, grantedByUserId])) {
      // The revocation is committed: a Home that cannot be shown now is shown at its next opening.
      await publishHome(place, userId).catch((error) =>
        logger.warn({ err: error, userId }, 'Home not refreshed'),
      );
    }
  }

  const removeApp = createSubmission(dependencies, async ({ asker, stamp, field }) => {
    const reason = field(FIELDS.reason).slice(0, REASON_LIMIT);
    const bad = badReason(reason);
    if (bad) return bad;
    if (field(FIELDS.word).toLowerCase() !== say.removeApp.word) {
      return { errors: { [FIELDS.word]: say.removeApp.wrongWord(say.removeApp.word) } };
    }
    const gone = () => message(say.removeApp.gone, say.removeApp.goneText);
    const admin = await asAdmin({ asker, view: undefined, stamp }, 'remove_app').catch((thrown) => {
      const { code, details } = toAppError(thrown);
      if ((code === 'installation_changed' && details.ended) || code === 'not_installed')
        return 'gone' as const;
      throw thrown;
    });
    if (admin === 'gone') return gone();
    if (!admin) return notAllowed();
    const removal = await authorizations.removeApp(admin, reason);
    if (removal.outcome === 'already_removed') return gone();
    if (removal.outcome === 'only_in_slack') {
      const url = links.manageApps(admin.installation.appId ?? '');
      return message(say.removeApp.onlyInSlack, say.removeApp.onlyInSlackText(url));
    }
    const place = nameOfPlace(words, admin);
    return message(say.removeApp.done, say.removeApp.doneText(place, removal.receipt));
  });

  const receipt = createSubmission(dependencies, async ({ asker, stamp, field }) => {
    const admin = await asAdmin({ asker, view: undefined, stamp }, 'find_receipt');
    if (!admin) return notAllowed();
    const found = await authorizations.findReceipt(admin, field(FIELDS.receipt));
    return found
      ? { show: stamped(receiptModal(words, found), stamp) }
      : { errors: { [FIELDS.receipt]: say.receiptModal.notFound } };
  });

  return { revokeFor, removeApp, receipt };
}
