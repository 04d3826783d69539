import type { Authorizations } from '../../authorizations/authorizations.ts';
import { type AppError, toAppError } from '../../errors.ts';
import type { Installations } from '../../installations/installations.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import { organizationTeams } from '../../installations/rows/organization-teams.ts';
import type { SlackCaller } from '../../slack-api/slack-client.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import type { Coverage } from '../coverage.ts';
import { type SeenPerson, seenPerson } from '../seen-person.ts';
import { type SingleSignOn, usesSingleSignOn } from '../single-sign-on.ts';
import { createReadPeople, type Pause } from './read-people.ts';
import type { LossReason, Readers } from './readers.ts';
import type { Position, Reading, ReadingLease } from './reading-lease.ts';

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'asUser'>;
  authorizations: Pick<Authorizations, 'whoIs'>;
  readers: Readers;
  lease: ReadingLease;
  coverage: (key: InstallationKey) => Promise<Coverage>;
  clock: () => Date;
  pause: Pause;
};

export type RefreshOptions = {
  /** Raised: it stops where it is, and the next one continues from there. */
  signal?: AbortSignal;
  /** How many people were read so far. */
  onProgress?: (people: number) => void;
};

/** How often to look whether another process has finished. */
const LOOK_MS = 1_000;

/**
 * Reads everyone's second factor again, through one of those who agreed. One reading at a time for each place, over
 * all processes: a caller that comes while one is under way waits for that one.
 */
export function createRefreshCoverage(dependencies: Dependencies) {
  const { installations, authorizations, readers, lease, coverage, clock, pause } = dependencies;
  const underWay = new Map<string, { done: Promise<void>; watchers: Set<(people: number) => void> }>();

  async function refresh(key: InstallationKey, signal: AbortSignal, progress: (people: number) => void) {
    for (const { userId, state } of await readers.all(key)) {
      if (state === 'no_permission_yet' || state === 'permission_ended') {
        await readers.noteLoss(key, userId, state);
        continue;
      }
      const reading = await lease.take(key, userId);
      if (!reading) return waitForOther(key, signal, progress);
      const outcome = await readThrough(reading, signal, progress);
      if (outcome === 'finished') return readers.noteWorks(key, userId);
      if (outcome === 'left') return;
      await readers.noteLoss(key, userId, outcome);
    }
  }

  /** A loss is the reader's, and the next one is tried; what may pass is thrown. */
  async function readThrough(
    reading: Reading,
    signal: AbortSignal,
    progress: (people: number) => void,
  ): Promise<'finished' | 'left' | LossReason> {
    const asker = { context: contextOf(reading.key), userId: reading.userId };
    try {
      if ((await authorizations.whoIs(asker)) !== 'admin') return await lose(reading, 'no_admin_any_more');
      const caller = await installations.asUser(asker.context, reading.userId);
      if (!(await readAll(reading, caller, signal, progress))) return 'left';
      // What Slack showed to someone whose rights ended on the way says of the rest nothing, not "off".
      if ((await authorizations.whoIs(asker)) !== 'admin') return await lose(reading, 'no_admin_any_more');
      return (await lease.finish(reading)) ? 'finished' : 'left';
    } catch (thrown) {
      if (signal.aborted) {
        await lease.leave(reading, null);
        return 'left';
      }
      const error = toAppError(thrown);
      const loss = lossOf(error);
      if (loss) return lose(reading, loss);
      // A place in the list that Slack does not know anymore: from the beginning, next time.
      if (isSlackError(error, 'lost_cursor')) await lease.discard(reading);
      await lease.leave(reading, error.code).catch(() => {});
      throw thrown;
    }
  }

  async function lose(reading: Reading, because: LossReason): Promise<LossReason> {
    await lease.discard(reading);
    return because;
  }

  /** @returns false when the reading is someone else's by now */
  async function readAll(
    reading: Reading,
    caller: SlackCaller,
    signal: AbortSignal,
    progress: (people: number) => void,
  ): Promise<boolean> {
    const { key } = reading;
    const readPage = createReadPeople({ clock, pause });
    const signOns = new Map<string | null, SingleSignOn>();
    let position: Position = reading.position ?? { teams: await teamsOf(key, caller), cursor: '' };
    let people = reading.people;
    const beforeWait = async (ms: number) => {
      if (!(await lease.extend(reading, ms))) throw new Overtaken();
    };
    try {
      for (let [teamId] = position.teams; teamId !== undefined; [teamId] = position.teams) {
        signal.throwIfAborted();
        const singleSignOn =
          signOns.get(teamId) ?? (await usesSingleSignOn(installations, contextOf(key), teamId ?? undefined));
        signOns.set(teamId, singleSignOn);
        const { cursor } = position;
        const { members, nextCursor } = await readPage(caller, { teamId, cursor }, { signal, beforeWait });
        const seen = new Map<string, SeenPerson>();
        for (const member of members) {
          const person = seenPerson(member, { teamId: teamId ?? ownTeam(key), singleSignOn });
          if (person) seen.set(person.userId, person);
        }
        position = nextCursor
          ? { ...position, cursor: nextCursor }
          : { teams: position.teams.slice(1), cursor: '' };
        if (!(await lease.keep(reading, [...seen.values()], position))) return false;
        people += seen.size;
        progress(people);
      }
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  }

  /** Of an organization, the workspaces in which the permission may act. */
  async function teamsOf(key: InstallationKey, caller: SlackCaller): Promise<Position['teams']> {
    return key.isEnterpriseInstall ? (await organizationTeams(caller)).map(({ id }) => id) : [null];
  }

  async function waitForOther(key: InstallationKey, signal: AbortSignal, progress: (people: number) => void) {
    for (;;) {
      const now = await coverage(key);
      if (now.kind === 'not_set_up' || !now.reading || signal.aborted) return;
      progress(now.reading.people);
      await pause(LOOK_MS, signal).catch(() => {});
    }
  }

  return async function refreshCoverage(
    key: InstallationKey,
    { signal = new AbortController().signal, onProgress = () => {} }: RefreshOptions = {},
  ): Promise<Coverage> {
    const name = JSON.stringify([key.installedIn, key.isEnterpriseInstall]);
    const running = underWay.get(name);
    if (running) {
      running.watchers.add(onProgress);
      await running.done;
      return coverage(key);
    }
    const watchers = new Set([onProgress]);
    const done = refresh(key, signal, (people) => {
      for (const watch of watchers) watch(people);
    }).finally(() => underWay.delete(name));
    underWay.set(name, { done, watchers });
    await done;
    return coverage(key);
  };
}

/** Someone else reads on, or no one wants it anymore. */
class Overtaken extends Error {}

const ownTeam = ({ installedIn, isEnterpriseInstall }: InstallationKey) =>
  isEnterpriseInstall ? undefined : installedIn;

function lossOf(error: AppError): LossReason | undefined {
  if (error.code === 'not_authorized_yet' || error.code === 'slack_token_dead') return 'permission_ended';
  return isSlackError(error, 'missing_scope') ? 'no_permission_yet' : undefined;
}
