import type { Attempt } from '../../../audit/record-refusal.ts';
import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Admin } from '../../../authorizations/roles/require-admin.ts';
import type { Viewer } from '../../../authorizations/roles/viewer.ts';
import { toAppError } from '../../../errors.ts';
import type { Words } from '../../../locales/words.ts';
import type { Logger } from '../../../observability/logger.ts';
import type { IncidentNote } from '../../incident-note.ts';
import type { HomeState } from '../home-state.ts';
import type { OwnFactor } from '../own-two-factor.ts';

/** For whom a Home is made: an admin who looks at the workspace, or anyone who looks at their own. */
export type Reader =
  | { kind: 'admin'; admin: Admin }
  | {
      kind: 'person';
      viewer: Viewer;
      /** Of an owner or admin; `unknown`: Slack did not confirm it. */
      admin: Admin | 'unknown' | undefined;
      /** Undefined: as Slack said it last. */
      factor: OwnFactor | undefined;
    };

type Reading = {
  factor: OwnFactor | undefined;
  /** They asked for what only owners and admins see: without the right it is noted, and they read so. */
  attempted: Attempt | undefined;
  /** Something to look at while Slack is being asked who they are: then it is not asked a second time. */
  interim: true | undefined;
};

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin'>;
  incidentNote: IncidentNote;
  words: Words;
  logger: Logger;
  clock: () => Date;
};

/** For so long Slack's word on an admin counts for what only admins see; after that it is asked again. */
const CONFIRMED_MS = 2_000;

/**
 * Another page than one's own needs the right to it, asked of Slack each time, and so does the line about everyone on an
 * admin's own. `over`: why they see less than they asked for.
 * @throws AppError `database_unavailable`
 */
export function createReaderFor({ authorizations, incidentNote, words, logger, clock }: Dependencies) {
  /** Undefined: Slack has to be asked. */
  function roleOf({ role, confirmedAt }: Viewer): Viewer['role'] {
    const ageMs = confirmedAt && Math.abs(clock().getTime() - confirmedAt.getTime());
    return ageMs !== undefined && ageMs < CONFIRMED_MS ? role : undefined;
  }

  return async function readerFor(
    viewer: Viewer,
    tab: HomeState['tab'],
    { factor, attempted, interim }: Reading,
  ): Promise<{ reader: Reader; over?: string }> {
    const person = { kind: 'person', viewer, admin: undefined, factor } as const;
    const unknown = { ...person, admin: 'unknown' } as const;
    const onlyOwn = tab === 'mine' && !attempted;
    if (onlyOwn && viewer.role !== 'admin') return { reader: person };
    if (onlyOwn && interim) return { reader: unknown };
    try {
      const { installation } = viewer;
      const admission = await authorizations.requireAdmin(viewer, {
        attempted,
        role: roleOf(viewer),
        ...(installation && { installation }),
      });
      if ('admin' in admission) {
        const { admin } = admission;
        return { reader: tab === 'mine' ? { ...person, admin } : { kind: 'admin', admin } };
      }
      const reader = { ...person, viewer: { ...viewer, role: admission.refused } };
      return attempted ? { reader, over: words.home.notAdmin(admission.receipt) } : { reader };
    } catch (thrown) {
      if (toAppError(thrown).code === 'database_unavailable') throw thrown;
      const { context, userId } = viewer;
      logger.warn(
        { err: thrown, ...context, userId },
        'Slack did not confirm that someone is an admin, for Home',
      );
      return onlyOwn
        ? { reader: unknown }
        : { reader: unknown, over: incidentNote.under(words.home.roleUnknown) };
    }
  };
}
