import { LRUCache } from 'lru-cache';
import { toAppError } from '../../errors.ts';
import type { Installations } from '../../installations/installations.ts';
import {
  type InstallationRecord,
  isAlive,
  notInstalled,
} from '../../installations/rows/find-installation.ts';
import { refText } from '../../installations/rows/hold-installation.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import { type Role, roleIn } from './role.ts';
import { type Arrival, type Asker, arrive, type Viewer } from './viewer.ts';

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'findInstallation'>;
  clock: () => Date;
};

type Remembered = { role: Role; at: number; installation: string };

const REMEMBERED_MS = 5 * 60 * 1000;
const MOST_REMEMBERED = 10_000;

/**
 * Who asks, as Slack says. Rights are asked for at every act; what only decides what is shown is remembered, for the
 * installation that it was said of.
 */
export function createWhoIs({ installations, clock }: Dependencies) {
  const remembered = new LRUCache<string, Remembered>({ max: MOST_REMEMBERED });
  const keyOf = ({ context, userId }: Asker) =>
    JSON.stringify([context.teamId, context.enterpriseId, userId]);

  function remember(asker: Asker, role: Role, installation: InstallationRecord): void {
    remembered.set(keyOf(asker), {
      role,
      at: clock().getTime(),
      installation: refText(installation),
    });
  }

  /**
   * Asks Slack now, with the token of exactly this installation.
   * @throws AppError of the Slack client: who could not be asked about has no rights
   */
  async function judge(asker: Asker, installation: InstallationRecord): Promise<Role> {
    const bot = await installations.asBot(contextOf(installation));
    const role = await bot
      .call('users.info', { user: asker.userId })
      .then(({ user }) => roleIn(user, installation))
      .catch((thrown): Role => {
        const error = toAppError(thrown);
        if (isSlackError(error, 'nobody')) return 'stranger';
        throw error;
      });
    remember(asker, role, installation);
    return role;
  }

  /** What Slack said last of this person in this very installation, however long ago. */
  function knownOf(asker: Asker, installation: InstallationRecord | undefined): Remembered | undefined {
    const known = remembered.get(keyOf(asker));
    return known && installation && known.installation === refText(installation) ? known : undefined;
  }

  /** Without asking Slack: the role is what Slack said last, however long ago. */
  async function lookUp(asker: Asker): Promise<Viewer> {
    const installation = await installations.findInstallation(asker.context);
    return { ...asker, installation, role: knownOf(asker, installation)?.role, confirmedAt: undefined };
  }

  function alive({ installation, context }: Viewer): InstallationRecord {
    if (!installation || !isAlive(installation)) throw notInstalled(context);
    return installation;
  }

  async function roleNow(viewer: Viewer): Promise<Pick<Viewer, 'role' | 'confirmedAt'>> {
    const installation = alive(viewer);
    const known = knownOf(viewer, installation);
    // A clock that was set back makes nothing recent.
    const recent = known && Math.abs(clock().getTime() - known.at) < REMEMBERED_MS;
    if (recent) return { role: known.role, confirmedAt: undefined };
    return { role: await judge(viewer, installation), confirmedAt: clock() };
  }

  return {
    judge,
    lookUp,
    whoIs: async (asker: Asker): Promise<Role> => {
      const viewer = await lookUp(asker);
      return judge(viewer, alive(viewer));
    },
    async resolveViewer(asker: Asker, patienceMs: number): Promise<Arrival> {
      const viewer = await lookUp(asker);
      return arrive(viewer, roleNow(viewer), patienceMs);
    },
  };
}
