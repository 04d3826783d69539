import type { KnownBlock } from '@slack/types';
import { placeOfKey } from '../authorizations/authorization.ts';
import type { Authorization } from '../authorizations/list.ts';
import { AppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import type { Words } from '../locales/words.ts';
import type { Logger } from '../observability/logger.ts';
import { actions, button, context, section } from './blocks.ts';
import { rowAction } from './home/action-ids.ts';
import { dateToken, mention, nameText } from './slack-text.ts';

type Dependencies = { installations: Pick<Installations, 'asBot'>; words: Words; logger: Logger };
type Told = { adminId: string; at: Date; reason: string; receipt: string };

/** Tells a person privately that an admin ended their permission: who, when, why, and how to say that it surprises them. */
export function createTellPerson({ installations, words, logger }: Dependencies) {
  const say = words.admin.told;

  /** @returns whether Slack took the message */
  return async function tell(row: Authorization, { adminId, at, reason, receipt }: Told): Promise<boolean> {
    const place = nameText(row.placeName ?? words.home.thisWorkspace);
    const text = say.text(mention(adminId), place, dateToken(at));
    const blocks: KnownBlock[] = [
      section(text),
      ...(reason ? [section(say.reason(nameText(reason, 300)))] : []),
      context(say.receipt(receipt)),
      ...actions('contest', [
        button({
          actionId: rowAction('contest', row.id),
          text: say.contest,
          label: say.contestLabel,
          value: row.id,
        }),
      ]),
    ];
    try {
      const bot = await installations.asBot(placeOfKey(row.key));
      await bot.call('chat.postMessage', { channel: row.grantedByUserId, text, blocks });
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      logger.warn({ err: error, details: error.details }, 'A person could not be told of a revocation');
      return false;
    }
  };
}
