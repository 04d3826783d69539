import type { ChangeFeed } from '../database/change-feed.ts';
import { AUTHORIZE_BUDGET_MS, authorize } from './bolt/authorize.ts';
import { createInstallationStore } from './bolt/installation-store.ts';
import { createStateStore } from './bolt/state-store.ts';
import { createCustody } from './custody/custody.ts';
import { tokenHint } from './custody/token-hint.ts';
import { applyLifecycleEvent } from './endings/lifecycle.ts';
import { claimEvent } from './endings/processed-events.ts';
import { removeApp } from './endings/remove-app.ts';
import { retryRevocations, revokePermission } from './endings/revoke-permission.ts';
import { applyWorkspaceChange } from './endings/workspace-changes.ts';
import { completeGrant } from './grants/complete-grant.ts';
import { createConsent } from './grants/consent.ts';
import { exchangeCode } from './grants/exchange-code.ts';
import { keepGrant } from './grants/keep-grant.ts';
import { learnBotId, learnBotIds } from './grants/learn-bot-id.ts';
import { createOAuthStates } from './grants/oauth-state.ts';
import { type SaveGrant, saveGrant } from './grants/save-grant.ts';
import type { Installations } from './installations.ts';
import { createUseToken } from './lending/use-token.ts';
import { importGrant } from './moving-in/import-grant.ts';
import { verifyImported } from './moving-in/verify-imported.ts';
import { exchangeTokens } from './rotation/exchange-long-lived-tokens.ts';
import { createGetValidToken } from './rotation/get-valid-token.ts';
import { createRotate } from './rotation/rotate.ts';
import { rotateDue } from './rotation/rotate-due.ts';
import { createRotationStore } from './rotation/rotation-store.ts';
import { createAnnouncer } from './rows/change-announcer.ts';
import { createEnd } from './rows/end.ts';
import { type EraseInstallation, type EraseWithin, eraseInstallation } from './rows/erase-installation.ts';
import { findInstallation, findUserAuthorization } from './rows/find-installation.ts';
import { recordVerification } from './rows/record-verification.ts';
import { createRevocationStore } from './rows/revocation-store.ts';
import type { Room } from './rows/room.ts';
import { endAtSlack, eraseNow, planErasure } from './upkeep/erase-now.ts';
import { exportInstallations } from './upkeep/export-installations.ts';
import { installationStats } from './upkeep/installation-stats.ts';
import { purgeUninstalled } from './upkeep/purge-uninstalled.ts';
import { reseal } from './upkeep/reseal-columns.ts';
import { sweepInstallations } from './upkeep/sweep-installations.ts';

const STOP_MS = 2_000;

type Given = Omit<Room, 'announcer'> & {
  /** Absent: nothing is remembered between two lookups. */
  changes?: ChangeFeed | undefined;
  /** What the rest of the app keeps of a workspace or organization, to be deleted with it. */
  alsoErase?: readonly EraseWithin[];
};

/** Wires the room. What its verbs do is written in `Installations`. */
export function createInstallations({ changes, alsoErase = [], ...given }: Given): Installations {
  const announcer = createAnnouncer({ changes, clientId: given.clientId });
  const base: Room = { ...given, announcer };
  const custody = createCustody(base);
  const store = createRotationStore(base);
  const rotate = createRotate({ ...base, custody, store });
  const getValidToken = createGetValidToken({ ...base, custody, rotate });
  const end = createEnd(base);
  const { callerFor, asBot, asUser } = createUseToken({ ...base, custody, rotate, getValidToken, end });
  const revocations = createRevocationStore(base);
  const save: SaveGrant = (grant, readBefore) => saveGrant(base, grant, readBefore);
  const erase: EraseInstallation = (tx, key, mayErase) =>
    eraseInstallation({ ...base, alsoErase }, tx, key, mayErase);
  const states = createOAuthStates(base);
  const room = {
    ...base,
    custody,
    store,
    rotate,
    getValidToken,
    end,
    callerFor,
    asBot,
    revocations,
    saveGrant: save,
    eraseInstallation: erase,
  };

  return {
    findInstallation: (context) => findInstallation(room, context),
    findUserAuthorization: (context, userId) => findUserAuthorization(room, context, userId),
    recordBotVerification: (seen, at, slackError) => recordVerification(room, 'bot', seen, at, slackError),
    recordUserVerification: (seen, at, slackError) => recordVerification(room, 'user', seen, at, slackError),

    botTokenHint: async (context) => tokenHint(custody, (await custody.find(context)).bot),
    userTokenHint: async (context, userId) => tokenHint(custody, (await custody.find(context, userId)).user),

    rotateDue: (signal) => rotateDue(room, signal),
    exchangeTokens: (options) => exchangeTokens(room, options),

    asBot,
    asUser,

    consent: createConsent({
      ...room,
      states,
      exchangeCode: (code, redirectUri, asked) => exchangeCode(room, code, redirectUri, asked),
      completeGrant: (grant) => completeGrant(room, grant),
      keepGrant: (grant, onTrouble) => keepGrant(room, grant, onTrouble),
    }),
    async learnBotId(key) {
      await learnBotId(room, key);
    },
    learnBotIds: (signal) => learnBotIds(room, signal),

    claimEvent: (eventId) => claimEvent(room.prisma, room.clientId, eventId, room.clock()),
    applyLifecycleEvent: (event) => applyLifecycleEvent(room, event),
    applyWorkspaceChange: (change) => applyWorkspaceChange(room, change),
    removeApp: (installation, actor, details) => removeApp(room, installation, actor, details),
    revokePermission: (row, by, why) => revokePermission(room, row, by, why),
    retryRevocations: (signal, onSettled) => retryRevocations(room, signal, onSettled),
    endBot: end.endBot,
    endUser: end.endUser,

    authorize: (source) => authorize(room, source),
    stateStore: createStateStore(states),
    installationStore: createInstallationStore({
      ...room,
      renew: async (row) => (await getValidToken(row, AUTHORIZE_BUDGET_MS)).row,
    }),

    importGrant: (grant, kind, options) => importGrant(room, grant, kind, options),
    verifyImported: (rows, options) => verifyImported(room, rows, options),

    installationStats: () => installationStats(room),
    sweep: () => sweepInstallations(room),
    purgeUninstalled: (signal) => purgeUninstalled(room, signal),
    planErasure: (key) => planErasure(room, key),
    endAtSlack: (key) => endAtSlack(room, key),
    eraseNow: (key, options) => eraseNow(room, key, options),
    exportInstallations: (write, signal) => exportInstallations(room, write, signal),
    reseal: (options) => reseal(room, options),

    onChange: announcer.onChange,
    changeFeed: announcer.state,
    start: announcer.start,
    async stop() {
      await rotate.settled(STOP_MS);
      await announcer.stop();
    },
  };
}
