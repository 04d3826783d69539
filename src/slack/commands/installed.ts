import { AppError } from '../../errors.ts';
import type { Installations } from '../../installations/installations.ts';
import { isAlive } from '../../installations/rows/find-installation.ts';
import type { SlackContext } from '../../installations/rows/installation-key.ts';

export type Finds = Pick<Installations, 'findInstallation'>;

export async function isInstalled(installations: Finds, context: SlackContext): Promise<boolean> {
  const installation = await installations.findInstallation(context);
  return installation !== undefined && isAlive(installation);
}

/** Thrown, it is answered with the way to add the app, whatever was asked. */
export const notInstalled = () =>
  new AppError({ code: 'not_installed', message: 'A command was typed where the app is not installed.' });
