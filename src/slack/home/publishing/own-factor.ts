import type { Asker } from '../../../authorizations/roles/viewer.ts';
import { toAppError } from '../../../errors.ts';
import type { Logger } from '../../../observability/logger.ts';
import type { TwoFactor } from '../../../two-factor/two-factor.ts';
import { FRESH_MS, type OwnFactor } from '../own-two-factor.ts';

type Dependencies = {
  twoFactor: Pick<TwoFactor, 'ownStatus' | 'rememberedOwnStatus'>;
  logger: Logger;
  clock: () => Date;
};

/**
 * Asks Slack about the second factor of someone who opens their Home. What it said within ten minutes will do, unless that
 * was "off", which people want to see gone, or they press *Refresh*. Never throws: then it is what Slack said last.
 */
export function createAskOwnFactor({ twoFactor, logger, clock }: Dependencies) {
  return async function askOwnFactor({ context, userId }: Asker, refresh: boolean): Promise<OwnFactor> {
    const remembered = twoFactor.rememberedOwnStatus(context, userId);
    const last = remembered && { ...remembered.status, at: remembered.at };
    const fresh = last && Math.abs(clock().getTime() - last.at.getTime()) < FRESH_MS;
    if (last && fresh && !refresh && last.kind !== 'off') return last;
    try {
      const status = await twoFactor.ownStatus(context, userId);
      return status.kind === 'not_visible' ? status : { ...status, at: clock() };
    } catch (thrown) {
      const { code } = toAppError(thrown);
      logger.info({ ...context, userId, code }, 'Home could not get a two-factor status');
      return last ? { ...last, stale: true } : { kind: 'failed' };
    }
  };
}
