import type { PrismaClient } from '../database/generated/client.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import type { Vault } from '../vault/vault.ts';
import { createEnd } from './end.ts';
import { createExchangeCode } from './exchange-code.ts';
import { createFind } from './find.ts';
import { createLifecycle } from './lifecycle.ts';
import { createOAuthState } from './oauth-state.ts';
import { createClaimEvent } from './processed-events.ts';
import { createRecordVerification } from './record-verification.ts';
import { createRemoveApp } from './remove-app.ts';
import { createSaveGrant } from './save-grant.ts';
import { createTokenHint } from './token-hint.ts';
import { createUseToken } from './use-token.ts';

export type InstallationsDependencies = {
  prisma: PrismaClient;
  vault: Vault;
  slack: SlackClient;
  metrics: Metrics;
  /** Rows of other apps in the same database are never seen. */
  clientId: string;
  clock: () => Date;
};

export type Installations = ReturnType<typeof createInstallations>;

/** Custody of every token: the verbs of this room, on one database and for one app. */
export function createInstallations(dependencies: InstallationsDependencies) {
  const end = createEnd(dependencies);
  return {
    ...createFind(dependencies),
    ...createUseToken(dependencies),
    ...createRecordVerification(dependencies),
    exchangeCode: createExchangeCode(dependencies),
    saveGrant: createSaveGrant(dependencies),
    ...createTokenHint(dependencies),
    removeApp: createRemoveApp({ ...dependencies, end }),
    endBot: end.endBot,
    endUser: end.endUser,
    claimEvent: createClaimEvent(dependencies),
    applyLifecycleEvent: createLifecycle({ ...dependencies, end }),
    oauthState: createOAuthState(dependencies),
  };
}
