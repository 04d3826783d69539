import { roleIn } from '../../authorizations/roles/role.ts';
import { toAppError } from '../../errors.ts';
import type { Installations } from '../../installations/installations.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import { knownTimeZone } from './working-hours.ts';

/** Who is told, in which installation: its bot writes to them. */
export type PersonAt = { key: InstallationKey; userId: string };

export type Recipient = { timeZone: string };

/**
 * Asks Slack which time zone the person is in. Undefined: no one is there to read a message anymore.
 * @throws AppError as the Slack client does, `not_installed`
 */
export async function findRecipient(
  installations: Pick<Installations, 'asBot' | 'findInstallation'>,
  { key, userId }: PersonAt,
): Promise<Recipient | undefined> {
  const context = contextOf(key);
  const installation = await installations.findInstallation(context);
  const bot = await installations.asBot(context);
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
}
