import type { PrismaClient } from '../../database/generated/client.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { SlackClient } from '../../slack-api/slack-client.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Announcer } from './change-announcer.ts';

/** What the verbs of this room work with, for one app on one database. Each verb names the parts it needs. */
export type Room = {
  prisma: PrismaClient;
  vault: Vault;
  slack: SlackClient;
  announcer: Announcer;
  metrics: Metrics;
  logger: Logger;
  /** The app. Rows of other apps in the same database are never read or written. */
  clientId: string;
  clock: () => Date;
};
