import type { ChangeFeed } from '../database/change-feed.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import type { Vault } from '../vault/vault.ts';
import { AUTHORIZE_BUDGET_MS, createAuthorize } from './bolt/authorize.ts';
import { createInstallationStore } from './bolt/installation-store.ts';
import { createCustody } from './custody/custody.ts';
import { createTokenHint } from './custody/token-hint.ts';
import { createAccessNow } from './endings/access-now.ts';
import { createLifecycle } from './endings/lifecycle.ts';
import { createClaimEvent } from './endings/processed-events.ts';
import { createRemoveApp } from './endings/remove-app.ts';
import { createRevokePermission } from './endings/revoke-permission.ts';
import { createWorkspaceChanges } from './endings/workspace-changes.ts';
import { createExchangeCode } from './grants/exchange-code.ts';
import { createKeepGrant } from './grants/keep-grant.ts';
import { createLearnBotIds } from './grants/learn-bot-id.ts';
import { createOAuthState } from './grants/oauth-state.ts';
import { createSaveGrant } from './grants/save-grant.ts';
import { createHandleRejectedToken } from './lending/handle-rejected-token.ts';
import { createUseToken } from './lending/use-token.ts';
import { createExchangeTokens } from './rotation/exchange-long-lived-tokens.ts';
import { createGetValidToken } from './rotation/get-valid-token.ts';
import { createRotate } from './rotation/rotate.ts';
import { createRotateDue } from './rotation/rotate-due.ts';
import { createRotationStore } from './rotation/rotation-store.ts';
import { createAnnouncer } from './rows/change-announcer.ts';
import { createEnd } from './rows/end.ts';
import { createErasePlace, type EraseWithin } from './rows/erase-installation.ts';
import { createFind } from './rows/find-installation.ts';
import { createRecordVerification } from './rows/record-verification.ts';
import { createRevocationStore } from './rows/revocation-store.ts';
import { createEraseNow } from './upkeep/erase-now.ts';
import { createPurgeUninstalled } from './upkeep/purge-uninstalled.ts';
import { createReseal } from './upkeep/reseal-columns.ts';
import { createSweep } from './upkeep/sweep-installations.ts';

const STOP_MS = 2_000;

export type InstallationsDependencies = {
  prisma: PrismaClient;
  /** Absent: nothing is remembered between two lookups. */
  changes?: ChangeFeed | undefined;
  vault: Vault;
  slack: SlackClient;
  metrics: Metrics;
  logger: Logger;
  /** What the rest of the app keeps of a place, to be deleted with it. */
  alsoErase?: readonly EraseWithin[];
  /** Rows of other apps in the same database are never seen. */
  clientId: string;
  clock: () => Date;
};

export type Installations = ReturnType<typeof createInstallations>;

/** Custody of every token: the verbs of this room, on one database and for one app. */
export function createInstallations(given: InstallationsDependencies) {
  const announcer = createAnnouncer({ changes: given.changes, clientId: given.clientId });
  const base = { ...given, announcer };
  const custody = createCustody(base);
  const store = createRotationStore(base);
  const rotate = createRotate({ ...base, custody, store });
  const getValidToken = createGetValidToken({ ...base, custody, rotate });
  const end = createEnd(base);
  const refused = createHandleRejectedToken({ ...base, custody, rotate, end });
  const saveGrant = createSaveGrant(base);
  const erasePlaceWithin = createErasePlace(base);
  const { callerFor, ...useToken } = createUseToken({ ...base, custody, getValidToken, refused });
  return {
    /** For Bolt: see docs/installation-store.md. */
    authorize: createAuthorize({ custody, getValidToken }),
    installationStore: createInstallationStore({
      ...base,
      custody,
      saveGrant,
      end,
      renew: async (row) => (await getValidToken(row, AUTHORIZE_BUDGET_MS)).row,
    }),
    ...createFind(base),
    ...useToken,
    ...createRevokePermission({ ...base, revocations: createRevocationStore(base), end, callerFor }),
    ...createRecordVerification(base),
    exchangeCode: createExchangeCode(base),
    keepGrant: createKeepGrant({ ...base, saveGrant }),
    ...createLearnBotIds({ ...base, asBot: useToken.asBot }),
    ...createTokenHint({ custody }),
    removeApp: createRemoveApp({ ...base, getValidToken, end }),
    endBot: end.endBot,
    endUser: end.endUser,
    claimEvent: createClaimEvent(base),
    applyLifecycleEvent: createLifecycle({ ...base, getValidToken, rotate, end }),
    applyWorkspaceChange: createWorkspaceChanges({
      ...base,
      accessNow: createAccessNow({ ...base, custody, getValidToken }),
    }),
    oauthState: createOAuthState(base),
    rotateDue: createRotateDue({ ...base, rotate }),
    sweep: createSweep(base),
    purgeUninstalled: createPurgeUninstalled({ ...base, erasePlaceWithin }),
    ...createEraseNow({ ...base, end, getValidToken, callerFor, erasePlaceWithin }),
    reseal: createReseal(base),
    exchangeTokens: createExchangeTokens({ ...base, custody, store }),
    /** Hears in which place something changed, after the commit, in whichever process it did. */
    onChange: (heard: (installedIn: string) => void, onGap: () => void) => announcer.onChange(heard, onGap),
    /** Whether changes of other processes are heard. When not, nothing is remembered between two lookups. */
    changeFeed: () => announcer.state(),
    /** Begins to hear of what other processes change. */
    start: () => announcer.start(),
    /** Lets a rotation that is under way be kept, for two seconds; one that is cut off heals at its next try. */
    async stop(): Promise<void> {
      await rotate.settled(STOP_MS);
      await announcer.stop();
    },
  };
}
