import { setTimeout as pause } from 'node:timers/promises';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Asker } from '../../authorizations/listing/visible-to.ts';
import type { Role } from '../../authorizations/roles/role.ts';
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
  const { authorizations, installations, words, logger, clock } = dependencies;
  const homeView = createHomeView(dependencies);
  const sendHome = createSendHome(dependencies);
  const inOrder = createInOrder();
  const outageCallers = createOutageCallers(dependencies);

  async function show(asker: Asker, told: Role | undefined, occasion: Occasion) {
    const { context, userId } = asker;
    const { notice = {}, view, look = (state) => state } = occasion;
    const installation = await installations.findInstallation(context);
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
        const role = told ?? authorizations.remembers(asker) ?? shownAs ?? undefined;
        const { reader, over } = await readerFor(asker, installation, role, state);
        const made = await homeView(reader, state, over === undefined ? notice : { over, ...notice });
        return { ...made, shownAs: (reader.kind === 'admin' ? 'admin' : reader.role) ?? null };
      },
    });
  }

  /**
   * Another tab than one's own needs the right to it, asked of Slack each time; one's own needs to know who is a guest.
   * `over`: why they see less than they asked for.
   */
  async function readerFor(
    asker: Asker,
    installation: InstallationRecord,
    role: Role | undefined,
    { tab }: HomeState,
  ): Promise<{ reader: Reader; over?: string }> {
    if (tab === 'mine') return { reader: { kind: 'person', asker, role } };
    try {
      const admission = await authorizations.requireAdmin(asker, { installation });
      if ('admin' in admission) return { reader: { kind: 'admin', admin: admission.admin } };
      return { reader: { kind: 'person', asker, role: admission.refused } };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'database_unavailable') throw thrown;
      logger.warn(
        { err: thrown, ...asker.context, userId: asker.userId },
        'An admin’s tab could not be shown',
      );
      return { reader: { kind: 'person', asker, role }, over: words.home.roleUnknown };
    }
  }

  async function publish(context: SlackContext, userId: string, occasion: Occasion): Promise<void> {
    const asker = { context, userId };
    const showAs = (role: Role | undefined, over?: string) => {
      const notice = over === undefined ? occasion.notice : { over, ...occasion.notice };
      return inOrder(`${contextKey(context)} ${userId}`, () =>
        show(asker, role, { ...occasion, ...(notice && { notice }) }),
      );
    };
    if (!occasion.present) return showAs(undefined);

    const told = authorizations.whoIsRecently(asker).then(
      (role) => ({ role }),
      (error: unknown) => ({ error }),
    );
    const first = await Promise.race([told, pause(PATIENCE_MS, 'late' as const, { ref: false })]);
    if (first === 'late') await showAs(undefined, words.home.stillAsking);
    const last = await told;
    if ('role' in last) {
      if (last.role === 'deactivated')
        return logger.info({ ...context, userId }, 'Home not published: deactivated');
      return showAs(last.role);
    }
    const { code } = toAppError(last.error);
    if (code === 'database_unavailable' || code === 'not_installed' || code === 'slack_token_dead') {
      throw last.error;
    }
    return showAs(undefined, words.home.notConfirmed);
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
