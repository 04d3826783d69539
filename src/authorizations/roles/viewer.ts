import { setTimeout as pause } from 'node:timers/promises';
import { type InstallationRecord, isAlive } from '../../installations/rows/find-installation.ts';
import type { SlackContext } from '../../installations/rows/installation-key.ts';
import type { Role } from './role.ts';

/**
 * Who asks, and where: as Slack’s signed request says. The context only tells which installation is meant; what someone
 * may do there is judged on that installation.
 */
export type Asker = { context: SlackContext; userId: string };

/** Who looks at something: resolved once for each request, and passed on from there. */
export type Viewer = Asker & {
  /** What serves their context, which may have ended; undefined: the app was never added there. */
  installation: InstallationRecord | undefined;
  /** Undefined: Slack has not said yet. */
  role: Role | undefined;
  /** When Slack said so for this very request: for a moment that is good for rights, too. Undefined: it was not asked. */
  confirmedAt: Date | undefined;
};

/** Whether the app works there. */
export const isInstalled = ({ installation }: Viewer): boolean =>
  installation !== undefined && isAlive(installation);

/** Someone whom the workspace doesn't concern: they are shown and offered nothing of it. */
export const isOutsider = (role: Role | undefined): boolean => role === 'stranger' || role === 'deactivated';

/** Sees what they granted themselves, and nothing of the workspace: a guest, and anyone of whom Slack has not spoken. */
export const seesOnlyOwn = (role: Role | undefined): boolean => role !== 'admin' && role !== 'member';

/** What Slack said in the end; `error`: why it could not, and then the role is what it said last. */
export type Settled = { viewer: Viewer; error?: unknown };

/** A viewer as far as Slack said it in time. */
export type Arrival = {
  viewer: Viewer;
  /** Whether Slack is still being asked. */
  late: boolean;
  /** Never rejects. */
  settled: Promise<Settled>;
};

/** Waits for Slack's word on a viewer so long, and no longer. Until then they are what it said last. */
export async function arrive(
  viewer: Viewer,
  asking: Promise<Pick<Viewer, 'role' | 'confirmedAt'>>,
  patienceMs: number,
): Promise<Arrival> {
  const settled = asking.then(
    ({ role, confirmedAt }): Settled => ({ viewer: { ...viewer, role, confirmedAt } }),
    (error: unknown): Settled => ({ viewer, error }),
  );
  const waiting = new AbortController();
  const first = await Promise.race([
    settled,
    pause(patienceMs, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined),
  ]);
  waiting.abort();
  return { viewer: first?.viewer ?? viewer, late: first === undefined, settled };
}
