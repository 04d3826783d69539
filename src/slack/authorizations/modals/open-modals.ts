import type { ModalView } from '@slack/types';
import type { Attempt } from '../../../audit/record-refusal.ts';
import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import type { Admin } from '../../../authorizations/roles/require-admin.ts';
import type { Viewer } from '../../../authorizations/roles/viewer.ts';
import type { Installations } from '../../../installations/installations.ts';
import { refText } from '../../../installations/rows/hold-installation.ts';
import type { SlackContext } from '../../../installations/rows/installation-key.ts';
import { contextOf } from '../../../installations/rows/installation-key.ts';
import type { Words } from '../../../locales/words.ts';
import { entryModal, receiptModal } from '../../audit/receipt-modal.ts';
import { readHomeState } from '../../home/home-state.ts';
import type { PublishHome } from '../../home/publishing/publish-home.ts';
import { createOwnRow, type Press, type PressArgs, readPress } from '../../requests/acting.ts';
import { createAsAdmin } from '../../requests/as-admin.ts';
import { stamped } from '../../requests/stamp.ts';
import { messageModal } from '../../requests/submission.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { endingSentence, type Reading } from '../describe-authorization.ts';
import { detailsModal } from './details-modal.ts';
import { reauthorizeModal } from './reauthorize-modal.ts';
import { removeAppModal } from './remove-app-modal.ts';
import { revokeForModal } from './revoke-for-modal.ts';
import { revokeModal } from './revoke-modal.ts';

type Dependencies = {
  authorizations: Pick<
    Authorizations,
    'requireAdmin' | 'explain' | 'find' | 'findInWorkspace' | 'findReceipt' | 'resolveViewer'
  >;
  installations: Pick<Installations, 'asBot'>;
  publishHome: PublishHome;
  words: Words;
  clock: () => Date;
  links: SlackLinks;
};

/** The buttons that open a modal. A trigger is good for three seconds: nothing slow comes before. */
export function createModalActions(dependencies: Dependencies) {
  const { authorizations, installations, publishHome, words, links, clock } = dependencies;
  const ownRow = createOwnRow(dependencies);
  const asAdmin = createAsAdmin(dependencies);

  async function open(context: SlackContext, triggerId: string, view: ModalView): Promise<void> {
    const bot = await installations.asBot(context);
    await bot.call('views.open', { trigger_id: triggerId, view });
  }

  /** By the bot of the installation that the admin was judged on, whatever else serves the place by now. */
  const openFor = ({ key, installation }: Admin, { triggerId }: Press, view: ModalView): Promise<void> =>
    open(contextOf(key), triggerId, stamped(view, { on: refText(installation), madeAt: clock() }));

  /** The list changed since the button was shown: a fresh one, and what happened to the row if it is still known. */
  function stale({ asker, view }: Press, row?: Authorization): Promise<void> {
    const { stale: old, alreadyEndedBecause } = words.home;
    const over =
      row?.cause.kind === 'ended' ? alreadyEndedBecause(endingSentence(words, row.cause, asker.userId)) : old;
    return publishHome(asker.context, asker.userId, { view, notice: { over } });
  }

  const pressed = (run: (press: Press) => Promise<void>) => async (args: PressArgs) => {
    await args.ack();
    await run(readPress(args));
  };

  /** One's own; from the workspace's list, anyone's, for admins. */
  async function visibleRow(press: Press, action: Attempt) {
    const { asker, value, view } = press;
    const own = await ownRow(asker, value);
    if (own) return { row: own.row, reading: readingOfOwn(own.viewer) };
    if (readHomeState(view?.private_metadata).tab === 'mine') return undefined;
    const admin = await asAdmin(press, action);
    if (!admin) return 'refused';
    const row = await authorizations.findInWorkspace(admin, value ?? '');
    const reading = { list: 'workspace', orgWide: admin.key.isEnterpriseInstall } as const;
    return row && { row, reading };
  }

  const readingOfOwn = ({ installation }: Viewer): Reading => ({
    list: 'mine',
    here: installation,
    orgWide: installation?.isEnterpriseInstall === true,
  });

  return {
    details: pressed(async (press) => {
      const { asker, triggerId } = press;
      const found = await visibleRow(press, 'details');
      if (found === 'refused') return;
      if (!found) return stale(press);
      const explained = await authorizations.explain(found.row, asker.userId);
      await open(asker.context, triggerId, detailsModal(words, { ...found, ...explained, asker }));
    }),

    reauthorize: pressed(async (press) => {
      const { asker, value, triggerId } = press;
      const row = (await ownRow(asker, value))?.row;
      if (!row || row.cause.kind === 'ended') return stale(press, row);
      const { installedIn } = row.key;
      const url =
        row.kind === 'bot' ? links.install(installedIn) : links.givePermission(installedIn, asker.userId);
      await open(asker.context, triggerId, reauthorizeModal(words, row, url));
    }),

    revoke: pressed(async (press) => {
      const { asker, value, triggerId } = press;
      const row = (await ownRow(asker, value))?.row;
      if (row?.kind !== 'user' || row.cause.kind === 'ended') return stale(press, row);
      await open(asker.context, triggerId, stamped(revokeModal(words, row), { madeAt: clock() }));
    }),

    revokeFor: pressed(async (press) => {
      const { value } = press;
      const admin = await asAdmin(press, 'revoke_for');
      if (!admin) return;
      const row = await authorizations.findInWorkspace(admin, value ?? '');
      if (row?.kind !== 'user' || row.cause.kind === 'ended') return stale(press, row);
      await openFor(admin, press, revokeForModal(words, row));
    }),

    removeApp: pressed(async (press) => {
      const admin = await asAdmin(press, 'remove_app');
      if (admin) await openFor(admin, press, removeAppModal(words, admin));
    }),

    findReceipt: pressed(async (press) => {
      const admin = await asAdmin(press, 'find_receipt');
      if (admin) await openFor(admin, press, receiptModal(words));
    }),

    /** From Home, or from a message, on which a refusal has nowhere else to be read. */
    async openEntry(args: PressArgs): Promise<void> {
      await args.ack();
      const press = readPress(args);
      const admin = await asAdmin(press, 'find_receipt');
      if (!admin) {
        const text = words.home.notAdmin(undefined);
        if (!press.view) await args.respond({ response_type: 'ephemeral', replace_original: false, text });
        return;
      }
      const found = await authorizations.findReceipt(admin, press.value ?? '');
      const { entryTitle, notFound } = words.admin.receiptModal;
      const view = found ? entryModal(words, found) : messageModal(entryTitle, notFound, words);
      await openFor(admin, press, view);
    },
  };
}
