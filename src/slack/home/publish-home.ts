import type { Attempt } from '../../audit/record-refusal.ts';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Viewer } from '../../authorizations/roles/viewer.ts';
import { toAppError } from '../../errors.ts';
import type { Installations } from '../../installations/installations.ts';
import {
  type InstallationRecord,
  isAlive,
  notInstalled,
} from '../../installations/rows/find-installation.ts';
import { refText } from '../../installations/rows/hold-installation.ts';
import type { SlackContext } from '../../installations/rows/installation-key.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import { isSlackError, slackCodeOf } from '../../slack-api/slack-error.ts';
import type { TwoFactor } from '../../two-factor/two-factor.ts';
import type { IncidentNote } from '../incident-note.ts';
import type { SlackLinks } from '../slack-links.ts';
import { type HomeState, readHomeState } from './home-state.ts';
import { createHomeView, outageView, type Reader, type SeenView } from './home-view.ts';
import { createInOrder } from './in-order.ts';
import type { HomeNotice } from './member-home.ts';
import { contextKey, createOutageCallers } from './outage-callers.ts';
import { createSendHome } from './send-home.ts';

type Occasion = {
  notice?: HomeNotice;
  /** What the person had before them when they did something. */
  view?: SeenView | undefined;
  /** Where they go next from there. */
  look?: (state: HomeState) => HomeState;
  /** They asked for what only owners and admins see: without the right it is noted, and they read so. */
  attempted?: Attempt;
  /** They are there and look: worth asking Slack who they are. Otherwise what Slack said last is used. */
  present?: boolean;
};

export type PublishHome = (context: SlackContext, userId: string, occasion?: Occasion) => Promise<void>;

type Dependencies = {
  authorizations: Authorizations;
  installations: Pick<Installations, 'asBot' | 'findInstallation' | 'onChange'>;
  twoFactor: Pick<TwoFactor, 'coverage' | 'peopleWithout' | 'trend'>;
  words: Words;
  links: SlackLinks;
  incidentNote: IncidentNote;
  logger: Logger;
  clock: () => Date;
};

/** So long a person waits for Slack to say who they are before they see what is known without that. */
const PATIENCE_MS = 1_000;

/**
 * Shows a person their Home as it is now. Without a working installation there is no bot to publish with, and no app
 * whose Home anyone could open: then nothing is done, and the log says so. Without a database they see what they saw
 * before, under a sentence that says so.
 */
export function createPublishHome(dependencies: Dependencies): PublishHome {
  const { authorizations, installations, incidentNote, words, logger, clock } = dependencies;
  const homeView = createHomeView(dependencies);
  const sendHome = createSendHome(dependencies);
  const inOrder = createInOrder();
  const outageCallers = createOutageCallers(dependencies);

  async function show(viewer: Viewer, occasion: Occasion) {
    const { context, userId, installation } = viewer;
    const { notice = {}, view, look = (state) => state, attempted } = occasion;
    if (!installation || !isAlive(installation)) throw notInstalled(context);
    const { installedIn, isEnterpriseInstall } = installation;
    const key = { installedIn, isEnterpriseInstall };
    const bot = await installations.asBot(contextOf(key));
    outageCallers.remember(context, bot);
    await sendHome({
      home: { key, userId },
      bot,
      seenHash: view?.type === 'home' ? view.hash : undefined,
      make: async ({ lookingAt, shownAs }) => {
        const seen = look(readHomeState(lookingAt ?? view?.private_metadata));
        const state = { ...seen, on: refText(installation), madeAt: clock().toISOString() };
        const known = { ...viewer, role: viewer.role ?? shownAs ?? undefined };
        const { reader, over } = await readerFor(known, { installation, attempted }, state);
        const made = await homeView(reader, state, over === undefined ? notice : { over, ...notice });
        return { ...made, shownAs: (reader.kind === 'admin' ? 'admin' : reader.viewer.role) ?? null };
      },
    });
  }

  /**
   * Another tab than one's own needs the right to it, asked of Slack each time; one's own needs to know who is a guest.
   * `over`: why they see less than they asked for.
   */
  async function readerFor(
    viewer: Viewer,
    on: { installation: InstallationRecord; attempted: Attempt | undefined },
    { tab }: HomeState,
  ): Promise<{ reader: Reader; over?: string }> {
    const person = { kind: 'person', viewer } as const;
    if (tab === 'mine' && !on.attempted) return { reader: person };
    try {
      const admission = await authorizations.requireAdmin(viewer, on);
      if ('admin' in admission) {
        return { reader: tab === 'mine' ? person : { kind: 'admin', admin: admission.admin } };
      }
      const reader = { kind: 'person', viewer: { ...viewer, role: admission.refused } } as const;
      return on.attempted ? { reader, over: words.home.notAdmin(admission.receipt) } : { reader };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'database_unavailable') throw thrown;
      const { context, userId } = viewer;
      logger.warn({ err: thrown, ...context, userId }, 'An admin’s tab could not be shown');
      return { reader: person, over: incidentNote.under(words.home.roleUnknown) };
    }
  }

  async function publish(context: SlackContext, userId: string, occasion: Occasion): Promise<void> {
    const showAs = (viewer: Viewer, over?: string, as: Occasion = occasion) => {
      const notice = over === undefined ? as.notice : { over, ...as.notice };
      return inOrder(`${contextKey(context)} ${userId}`, () =>
        show(viewer, { ...as, ...(notice && { notice }) }),
      );
    };
    const asker = { context, userId };
    if (!occasion.present) return showAs(await authorizations.lookUp(asker));

    const { viewer, late, settled } = await authorizations.resolveViewer(asker, PATIENCE_MS);
    // A refusal is noted once: with what Slack says in the end.
    const { attempted: _, ...atFirst } = occasion;
    if (late) await showAs(viewer, incidentNote.under(words.home.stillAsking), atFirst);
    const { error, viewer: told } = await settled;
    // Slack took its time: the installation may be another one by now.
    const last = late ? { ...(await authorizations.lookUp(asker)), role: told.role } : told;
    if (error === undefined) {
      if (last.role === 'deactivated')
        return logger.info({ ...context, userId }, 'Home not published: deactivated');
      return showAs(last);
    }
    const { code } = toAppError(error);
    if (code === 'database_unavailable' || code === 'not_installed' || code === 'slack_token_dead')
      throw error;
    return showAs(last, incidentNote.under(words.home.notConfirmed));
  }

  async function showOutage(context: SlackContext, userId: string, { notice, view }: Occasion) {
    const bot = outageCallers.of(context);
    if (!bot) return;
    const sentence = notice?.over ?? words.errors.database_unavailable;
    const before = view?.type === 'home' ? view : undefined;
    await bot.call('views.publish', {
      user_id: userId,
      view: outageView(words, sentence, before),
      ...(before?.hash && { hash: before.hash }),
    });
  }

  return async function publishHome(context, userId, occasion = {}): Promise<void> {
    try {
      await publish(context, userId, occasion);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'database_unavailable') {
        await showOutage(context, userId, occasion);
        logger.warn({ err: thrown, ...context, userId }, 'Home shown without the database');
        return;
      }
      if (!NOBODY_TO_SHOW.has(error.code) && !isSlackError(error, 'nobody')) throw thrown;
      const why = slackCodeOf(error) ?? error.code;
      logger.info({ ...context, userId, why }, 'Home not published: there is nobody to show it to');
    }
  };
}

const NOBODY_TO_SHOW: ReadonlySet<string> = new Set(['not_installed', 'slack_token_dead']);
