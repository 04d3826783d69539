import { toAppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import { type InstallationRecord, isAlive, notInstalled } from '../installations/rows/find-installation.ts';
import { refText } from '../installations/rows/hold-installation.ts';
import { placeOfKey } from './authorization.ts';
import type { Asker } from './scope.ts';
import { type Standing, standingIn } from './standing.ts';

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'findInstallation'>;
  clock: () => Date;
};

type Remembered = { standing: Standing; at: number; installation: string };

const REMEMBERED_MS = 5 * 60 * 1000;
const MOST_REMEMBERED = 10_000;
const NOBODY_HERE: ReadonlySet<unknown> = new Set(['user_not_found', 'user_not_visible']);

/**
 * Who asks, by Slack's word. Rights are asked for at every act; what only decides what is shown is remembered, for the
 * installation that it was said of.
 */
export function createWhoIs({ installations, clock }: Dependencies) {
  const remembered = new Map<string, Remembered>();
  const keyOf = ({ place, userId }: Asker) => JSON.stringify([place.teamId, place.enterpriseId, userId]);

  function remember(asker: Asker, standing: Standing, installation: InstallationRecord): void {
    if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
    remembered.delete(keyOf(asker));
    remembered.set(keyOf(asker), {
      standing,
      at: clock().getTime(),
      installation: refText(installation),
    });
  }

  /**
   * Asks Slack now, with the token of exactly this installation.
   * @throws AppError of the Slack client: who could not be asked about has no rights
   */
  async function judge(asker: Asker, installation: InstallationRecord): Promise<Standing> {
    const bot = await installations.asBot(placeOfKey(installation));
    const standing = await bot
      .call('users.info', { user: asker.userId })
      .then(({ user }) => standingIn(user, installation))
      .catch((thrown): Standing => {
        const error = toAppError(thrown);
        if (NOBODY_HERE.has(error.details.slackError)) return 'stranger';
        throw error;
      });
    remember(asker, standing, installation);
    return standing;
  }

  async function serving({ place }: Asker): Promise<InstallationRecord> {
    const installation = await installations.findInstallation(place);
    if (!installation || !isAlive(installation)) throw notInstalled(place);
    return installation;
  }

  return {
    judge,
    /** Asks Slack now. @throws AppError `not_installed`, and as the Slack client does */
    whoIs: async (asker: Asker): Promise<Standing> => judge(asker, await serving(asker)),
    /** What Slack said last, however long ago; undefined: it was never asked by this process. */
    remembers: (asker: Asker): Standing | undefined => remembered.get(keyOf(asker))?.standing,
    /** As `whoIs`, unless Slack said it within the last five minutes. Never for rights. */
    async whoIsRecently(asker: Asker): Promise<Standing> {
      const installation = await serving(asker);
      const known = remembered.get(keyOf(asker));
      const recent = known && clock().getTime() - known.at < REMEMBERED_MS;
      return recent && known.installation === refText(installation)
        ? known.standing
        : judge(asker, installation);
    },
  };
}
