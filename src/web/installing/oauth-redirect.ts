import type { Context } from 'hono';
import { toAppError } from '../../errors.ts';
import type { InFlight } from '../../in-flight.ts';
import type { WayBack } from '../../installations/grants/consent.ts';
import { ConsentStopped } from '../../installations/grants/consent-stopped.ts';
import type { Grant } from '../../installations/grants/grant.ts';
import type { Installations } from '../../installations/installations.ts';
import { isAlive } from '../../installations/rows/find-installation.ts';
import {
  contextOf,
  type InstallationKey,
  type SlackContext,
} from '../../installations/rows/installation-key.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import { INSTALL_PATH, REDIRECT_PATH } from '../../slack-api/app-surface.ts';
import type { Turns } from '../../turns.ts';
import type { OutcomeToShow, ShowOutcome } from '../show-outcome.ts';
import { describeGrant } from './describe-grant.ts';
import { installPath, outcomeOf } from './stopped-outcome.ts';

type Dependencies = {
  installations: Pick<Installations, 'consent' | 'findInstallation'>;
  /** Brings what the person sees in Slack up to date. */
  onGranted: (key: InstallationKey, context: SlackContext, userId: string) => Promise<void>;
  /** A few installations at a time, in the order in which people came: a code is only spent when its turn has come. */
  installTurns: Turns;
  authorizeUrl: string;
  publicUrl: string;
  inFlight: InFlight;
  words: Words;
  showOutcome: ShowOutcome;
  logger: Logger;
};

/** `GET /slack/oauth_redirect`: where Slack sends the browser back to. Every way it can end has its own page. */
export function createOAuthRedirectRoute(dependencies: Dependencies) {
  const { installations, installTurns, onGranted, inFlight, publicUrl, showOutcome, logger } = dependencies;
  const { consent } = installations;

  async function finish(context: Context): Promise<OutcomeToShow> {
    const { code, state, error } = context.req.query();
    const back = { code, state, error, cookies: context.req.header('cookie') };
    // What leads to no statement needs no turn.
    const isOn = code && state && !error;
    try {
      // A stop waits for it, also when the browser does not: what was spent is to be kept.
      return await (isOn ? inFlight.track(installTurns.run(() => install(back))) : install(back));
    } catch (thrown) {
      if (thrown instanceof ConsentStopped) return outcomeOf(thrown);
      if (toAppError(thrown).code !== 'overloaded') throw thrown;
      logger.warn({ err: thrown }, 'An installation was turned away');
      return { kind: 'busy' };
    }
  }

  async function install(back: WayBack): Promise<OutcomeToShow> {
    const { code, intent } = await consent.accept(back);
    const grant = await consent.exchange(code, intent, `${publicUrl}${REDIRECT_PATH}`);
    const { before } = await consent.keep(grant, intent, inFlight.track);
    const retryPath = installPath(intent);

    const { installedIn, isEnterpriseInstall } = grant.key;
    logger.info({ installedIn, isEnterpriseInstall, bot: Boolean(grant.bot) }, 'A permission was granted');
    const context = isEnterpriseInstall
      ? { enterpriseId: installedIn, isEnterpriseInstall }
      : { teamId: installedIn, enterpriseId: grant.enterpriseId };
    // The page does not wait for this, and a stop may cut it off: opening Home shows it as well.
    inFlight
      .later(() => onGranted(grant.key, context, grant.grantedByUserId))
      .catch((err) => logger.warn({ err }, 'Home not refreshed'));
    if (intent.teamId && isElsewhere(grant, intent.teamId)) {
      return { kind: 'other_workspace', chosen: grant.name ?? '', retryPath };
    }
    if (intent.userId && intent.userId !== grant.grantedByUserId) return { kind: 'other_person', retryPath };
    if (intent.purpose === 'workspace' && !grant.bot && !(await hasBot(grant.key))) {
      return { kind: 'app_not_added', retryPath };
    }
    return describeGrant(dependencies, grant, before, intent.channelId);
  }

  /** Saving reads only what it writes: of a person's permission, nothing of the bot's. */
  async function hasBot(key: InstallationKey): Promise<boolean> {
    try {
      const found = await installations.findInstallation(contextOf(key));
      return found !== undefined && isAlive(found);
    } catch (cause) {
      const { code, details } = toAppError(cause);
      logger.error({ err: cause, code, details }, 'An installation failed');
      throw new ConsentStopped('install_unavailable', { cause });
    }
  }

  return async function oauthRedirect(context: Context): Promise<Response> {
    const { code, state } = context.req.query();
    // From Slack's own pages (its directory, "Manage distribution") people come back without having begun here. Their
    // code is left alone, for nothing ties it to this browser; the way through the consent page is theirs to go again.
    if (code && !state) return context.redirect(INSTALL_PATH, 302);
    return showOutcome(context, await finish(context));
  };
}

/** An org-wide grant may cover the workspace that was meant: Slack does not say. */
const isElsewhere = ({ key }: Grant, meant: string) => !key.isEnterpriseInstall && key.installedIn !== meant;
