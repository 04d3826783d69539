import { contextOf } from '../authorizations/listed-authorization.ts';
import { roleIn } from '../authorizations/role.ts';
import { toAppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import { isSlackError } from '../slack-api/slack-error.ts';
import { knownTimeZone } from './working-hours.ts';

/** Who is told, in which installation: its bot writes to them. */
export type PersonAt = { key: InstallationKey; userId: string };

export type Recipient = { timeZone: string };

type Dependencies = { installations: Pick<Installations, 'asBot' | 'findInstallation'> };

/**
 * Asks Slack about whom is to be written to: which hour it is for them. Undefined: nobody is there to read it any more.
 * @throws AppError as the Slack client does, `not_installed`
 */
export function createRecipient({ installations }: Dependencies) {
  return async function recipient({ key, userId }: PersonAt): Promise<Recipient | undefined> {
    const place = contextOf(key);
    const installation = await installations.findInstallation(place);
    const bot = await installations.asBot(place);
    if (!installation) return undefined;
    try {
      const { user } = await bot.call('users.info', { user: userId });
      const role = roleIn(user, installation);
      if (user.is_bot || role === 'stranger' || role === 'deactivated') return undefined;
      return { timeZone: knownTimeZone(user.tz) };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (isSlackError(error, 'nobody')) return undefined;
      throw error;
    }
  };
}
