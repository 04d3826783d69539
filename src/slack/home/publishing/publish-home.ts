import { setTimeout as pause } from 'node:timers/promises';
import type { Attempt } from '../../../audit/record-refusal.ts';
import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Viewer } from '../../../authorizations/roles/viewer.ts';
import { toAppError } from '../../../errors.ts';
import type { Installations } from '../../../installations/installations.ts';
import { isAlive, notInstalled } from '../../../installations/rows/find-installation.ts';
import { refText } from '../../../installations/rows/hold-installation.ts';
import type { SlackContext } from '../../../installations/rows/installation-key.ts';
import { contextOf } from '../../../installations/rows/installation-key.ts';
import type { Words } from '../../../locales/words.ts';
import type { Logger } from '../../../observability/logger.ts';
import { currentReference } from '../../../observability/request-context.ts';
import { isSlackError, slackCodeOf } from '../../../slack-api/slack-error.ts';
import type { TwoFactor } from '../../../two-factor/two-factor.ts';
import type { IncidentNote } from '../../incident-note.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { type HomeState, readHomeState } from '../home-state.ts';
import { createHomeView, outageView, type SeenView } from '../home-view.ts';
import type { HomeNotice } from '../member-home.ts';
import type { OwnFactor } from '../own-two-factor.ts';
import { createInOrder } from './in-order.ts';
import { contextKey, createOutageCallers } from './outage-callers.ts';
import { createAskOwnFactor } from './own-factor.ts';
import { createReaderFor } from './reader.ts';
import { createSendHome } from './send-home.ts';

type Occasion = {
  notice?: HomeNotice;
  /** What the person had before them when they did something. */
  view?: SeenView | undefined;
  /** Where they go next from there. */
  look?: (state: HomeState) => HomeState;
  /** They asked for what only owners and admins see: without the right it is noted, and they read so. */
  attempted?: Attempt;
  /** They press *Refresh*: what Slack said lately is asked again. */
  refresh?: boolean;
  /** Something to look at until Slack has said who they are. */
  interim?: true;
  /** They are there and look: worth asking Slack who they are. Otherwise what Slack said last is used. */
  present?: boolean;
};

export type PublishHome = (context: SlackContext, userId: string, occasion?: Occasion) => Promise<void>;

type Dependencies = {
  authorizations: Authorizations;
  installations: Pick<Installations, 'asBot' | 'findInstallation' | 'onChange'>;
  twoFactor: Pick<TwoFactor, 'coverage' | 'ownStatus' | 'peopleWithout' | 'rememberedOwnStatus' | 'trend'>;
  words: Words;
  links: SlackLinks;
  incidentNote: IncidentNote;
  logger: Logger;
  clock: () => Date;
  /** Whether Slack is asked about someone's second factor when they open their Home. */
  asksOnOpening: boolean;
};

/** So long a person waits for Slack to say who they are before they see what is known without that. */
const PATIENCE_MS = 1_000;
/** So much longer for their second factor, which is asked about at the same time. */
const FACTOR_PATIENCE_MS = 300;
const ASKING: OwnFactor = { kind: 'asking' };

/**
 * Shows a person their Home as it is now. Without a working installation there is no bot to publish with, and no app
 * whose Home anyone could open: then nothing is done, and the log says so. Without a database they see what they saw
 * before, under a sentence that says so.
 */
export function createPublishHome(dependencies: Dependencies): PublishHome {
  const { authorizations, installations, incidentNote, words, logger, clock, asksOnOpening } = dependencies;
  const askOwnFactor = createAskOwnFactor(dependencies);
  const readerFor = createReaderFor(dependencies);
  const homeView = createHomeView(dependencies);
  const sendHome = createSendHome(dependencies);
  const inOrder = createInOrder();
  const outageCallers = createOutageCallers(dependencies);

  async function show(viewer: Viewer, factor: OwnFactor | undefined, occasion: Occasion) {
    const { context, userId, installation } = viewer;
    const { notice = {}, view, look = (state) => state, attempted, interim } = occasion;
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
        const { reader, over } = await readerFor(known, state.tab, { factor, attempted, interim });
        const made = await homeView(reader, state, over === undefined ? notice : { over, ...notice });
        return { ...made, shownAs: (reader.kind === 'admin' ? 'admin' : reader.viewer.role) ?? null };
      },
    });
  }

  async function publish(context: SlackContext, userId: string, occasion: Occasion): Promise<void> {
    const { attempted: _, ...rest } = occasion;
    const atFirst = { ...rest, interim: true } as const;
    const tab = tabOf(occasion);
    const showAs = (viewer: Viewer, factor?: OwnFactor, over?: string, as: Occasion = occasion) => {
      const notice = over === undefined ? as.notice : { over, ...as.notice };
      return inOrder(`${contextKey(context)} ${userId}`, () =>
        show(viewer, factor, { ...as, ...(notice && { notice }) }),
      );
    };
    const asker = { context, userId };
    if (!occasion.present) return showAs(await authorizations.lookUp(asker));

    // The other pages show no second factor.
    const asks = asksOnOpening && tab === 'mine';
    const asking = asks ? askOwnFactor(asker, occasion.refresh === true) : Promise.resolve(undefined);
    const { viewer, late, settled } = await authorizations.resolveViewer(asker, PATIENCE_MS);
    const soon = await Promise.race([asking, pause(FACTOR_PATIENCE_MS, ASKING, { ref: false })]);
    // A refusal is noted once: with what Slack says in the end.
    if (late) await showAs(viewer, soon, incidentNote.under(words.home.stillAsking), atFirst);
    else if (soon === ASKING) await showAs(viewer, soon, undefined, atFirst);
    const [{ error, viewer: told }, factor] = await Promise.all([settled, asking]);
    const last = late || soon === ASKING ? await again(told) : told;
    if (error === undefined) {
      if (last.role === 'deactivated')
        return logger.info({ ...context, userId }, 'Home not published: deactivated');
      return showAs(last, factor);
    }
    const { code } = toAppError(error);
    if (code === 'database_unavailable' || code === 'not_installed' || code === 'slack_token_dead')
      throw error;
    return showAs(last, factor, incidentNote.under(words.home.notConfirmed));
  }

  /** Slack took its time: the installation may be another one by now, of which it said nothing. */
  async function again(told: Viewer): Promise<Viewer> {
    const now = await authorizations.lookUp(told);
    const same =
      told.installation && now.installation && refText(told.installation) === refText(now.installation);
    return same ? { ...now, role: told.role, confirmedAt: told.confirmedAt } : now;
  }

  async function showOutage(context: SlackContext, userId: string, { notice, view }: Occasion) {
    const bot = outageCallers.of(context);
    if (!bot) return;
    const { database_unavailable: down, reference } = words.errors;
    const sentence = notice?.over ?? `${down} ${reference(currentReference())}.`;
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
      logger.info({ ...context, userId, why }, 'Home not published: there is no one to show it to');
    }
  };
}

/** Which page it will be, as far as the view that they had before them says. */
const tabOf = ({ view, look = (state) => state }: Occasion) =>
  look(readHomeState(view?.private_metadata)).tab;

const NOBODY_TO_SHOW: ReadonlySet<string> = new Set(['not_installed', 'slack_token_dead']);
