import { createHash } from 'node:crypto';
import type { Installations } from '../../installations/installations.ts';

export type Once = (body: unknown) => Promise<boolean>;

/**
 * Slack sends a press and a form once, each with a trigger of its own. The same one again, with its signature good for
 * five minutes, is someone's recording: true only for the first, in all processes together.
 * @throws AppError `database_unavailable`
 */
export function createOnce({ installations }: { installations: Pick<Installations, 'claimEvent'> }): Once {
  return (body) => {
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
    return installations.claimEvent(`interaction ${digest}`);
  };
}
