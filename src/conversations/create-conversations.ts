import { AsyncLocalStorage } from 'node:async_hooks';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import { keysFor, type SlackContext } from '../installations/rows/installation-key.ts';
import type { Logger } from '../observability/logger.ts';
import type { Vault } from '../vault/vault.ts';
import { fromJson, toJson } from './conversation-value.ts';
import type { Conversations } from './conversations.ts';
import { resealConversations } from './reseal-conversations.ts';
import { sealedPlace } from './sealed-place.ts';
import { CONVERSATION_LIFETIME_MS, sweepConversations } from './sweep-conversations.ts';

type Given = {
  prisma: PrismaClient;
  vault: Vault;
  logger: Logger;
  clientId: string;
  clock: () => Date;
  /** Whether what is noted from now on is sealed. What was noted before is read either way. */
  sealed: boolean;
};

/** Bolt's own limit is that of a channel id; a longer text is none. */
const LONGEST_ID = 255;
/** The end of the year 9999: what ends later doesn't end. */
const LATEST_MS = 253_402_300_799_999;

const notFound = () => new Error('Conversation not found');

/** What its verbs do is written in `Conversations`. */
export function createConversations(given: Given): Conversations {
  const { prisma, vault, logger, clientId, clock, sealed } = given;
  const requests = new AsyncLocalStorage<SlackContext>();

  /** The installation that serves the request under way, as its own rows are keyed. */
  function whose() {
    const context = requests.getStore();
    if (!context?.teamId && !context?.enterpriseId) return { installedIn: null, isEnterpriseInstall: null };
    const [key] = keysFor(context);
    return { installedIn: key?.installedIn ?? null, isEnterpriseInstall: key?.isEnterpriseInstall ?? null };
  }

  return {
    conversationStore: {
      async set(conversationId, value, expiresAt) {
        if (!isId(conversationId)) {
          throw new AppError({ code: 'bad_request', message: "This isn't the id of a conversation." });
        }
        const json = toJson(value);
        const keep = sealed && json !== null;
        const row = {
          value: keep ? null : json,
          sealedValue: keep ? vault.seal(json, sealedPlace(clientId, conversationId)) : null,
          expiresAt: readExpiry(expiresAt),
          writtenAt: clock(),
          ...whose(),
        } satisfies Prisma.ConversationStateUncheckedUpdateInput;
        await prisma.conversationState.upsert({
          where: { clientId_conversationId: { clientId, conversationId } },
          create: { clientId, conversationId, ...row },
          update: row,
        });
      },

      async get(conversationId) {
        if (!isId(conversationId)) throw notFound();
        const where = { clientId_conversationId: { clientId, conversationId } };
        const row = await prisma.conversationState.findUnique({ where });
        if (!row) throw notFound();
        const { value, sealedValue, expiresAt, writtenAt } = row;
        const endsMs = expiresAt?.getTime() ?? writtenAt.getTime() + CONVERSATION_LIFETIME_MS;
        if (clock().getTime() > endsMs) {
          // Only what was read: a newer note stays.
          await prisma.conversationState.deleteMany({ where: { clientId, conversationId, writtenAt } });
          throw new Error('Conversation expired');
        }
        if (sealedValue === null) return fromJson(value);
        return fromJson(vault.open(sealedValue, sealedPlace(clientId, conversationId)));
      },
    },

    within: (context, request) => requests.run(context, request),
    sweep: () => sweepConversations({ prisma, clock }),
    reseal: (signal) => resealConversations({ prisma, vault, logger, clientId }, signal),
  };
}

/** As PostgreSQL takes it. */
const isId = (id: unknown): id is string =>
  typeof id === 'string' && id.length > 0 && id.length <= LONGEST_ID && !id.includes('\u0000');

/** In Bolt's memory anything is compared with the time: what isn't a number is never later, so it has no end. */
function readExpiry(expiresAt: unknown): Date | null {
  if (typeof expiresAt !== 'number' || Number.isNaN(expiresAt)) return null;
  return new Date(Math.max(0, Math.min(Math.floor(expiresAt), LATEST_MS)));
}
