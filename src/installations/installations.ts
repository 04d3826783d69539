import type { ChangeFeed } from '../database/change-feed.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import type { Vault } from '../vault/vault.ts';
import { createAccessNow } from './access-now.ts';
import { AUTHORIZE_BUDGET_MS, createAuthorize } from './authorize.ts';
import { createAnnouncer } from './change-announcer.ts';
import { createCustody } from './custody.ts';
import { createEnd } from './end.ts';
import { createEraseGone } from './erase-gone.ts';
import { createEraseNow } from './erase-now.ts';
import { createErasePlace, type EraseWithin } from './erase-place.ts';
import { createExchangeCode } from './exchange-code.ts';
import { createExchangeTokens } from './exchange-tokens.ts';
import { createFind } from './find.ts';
import { createFreshToken } from './fresh-token.ts';
import { createInstallationStore } from './installation-store.ts';
import { createKeepGrant } from './keep-grant.ts';
import { createLearnBotIds } from './learn-bot-id.ts';
import { createLifecycle } from './lifecycle.ts';
import { createOAuthState } from './oauth-state.ts';
import { createClaimEvent } from './processed-events.ts';
import { createRecordVerification } from './record-verification.ts';
import { createRefusedToken } from './refused-token.ts';
import { createRemoveApp } from './remove-app.ts';
import { createReseal } from './reseal.ts';
import { createRevocationStore } from './revocation-store.ts';
import { createRevokePermission } from './revoke-permission.ts';
import { createRotate } from './rotate.ts';
import { createRotateDue } from './rotate-due.ts';
import { createRotationStore } from './rotation-store.ts';
import { createSaveGrant } from './save-grant.ts';
import { createSweep } from './sweep.ts';
import { createTokenHint } from './token-hint.ts';
import { createUseToken } from './use-token.ts';
import { createWorkspaceChanges } from './workspace-changes.ts';

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
  const freshToken = createFreshToken({ ...base, custody, rotate });
  const end = createEnd(base);
  const refused = createRefusedToken({ ...base, custody, rotate, end });
  const saveGrant = createSaveGrant(base);
  const erasePlaceWithin = createErasePlace(base);
  const { lend, ...useToken } = createUseToken({ ...base, custody, freshToken, refused });
  return {
    /** For Bolt: see docs/installation-store.md. */
    authorize: createAuthorize({ custody, freshToken }),
    installationStore: createInstallationStore({
      ...{ ...base, custody, saveGrant, end },
      renew: async (row) => (await freshToken(row, AUTHORIZE_BUDGET_MS)).row,
    }),
    ...createFind(base),
    ...useToken,
    ...createRevokePermission({ ...base, revocations: createRevocationStore(base), end, lend }),
    ...createRecordVerification(base),
    exchangeCode: createExchangeCode(base),
    keepGrant: createKeepGrant({ ...base, saveGrant }),
    ...createLearnBotIds({ ...base, asBot: useToken.asBot }),
    ...createTokenHint({ custody }),
    removeApp: createRemoveApp({ ...base, freshToken, end }),
    endBot: end.endBot,
    endUser: end.endUser,
    claimEvent: createClaimEvent(base),
    applyLifecycleEvent: createLifecycle({ ...base, freshToken, rotate, end }),
    applyWorkspaceChange: createWorkspaceChanges({
      ...base,
      accessNow: createAccessNow({ ...base, custody, freshToken }),
    }),
    oauthState: createOAuthState(base),
    rotateDue: createRotateDue({ ...base, rotate }),
    sweep: createSweep(base),
    eraseGone: createEraseGone({ ...base, erasePlaceWithin }),
    ...createEraseNow({ ...base, end, freshToken, lend, erasePlaceWithin }),
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
