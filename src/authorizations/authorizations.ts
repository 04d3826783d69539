import type { AuditFilter, AuditLine } from '../audit/read-audit.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Removal } from '../installations/endings/remove-app.ts';
import type { Installations } from '../installations/installations.ts';
import { type Alert, type AlertMark, createAlerts } from './alerts.ts';
import { consumeRateLimit, type LimitedAction, type LimitedPerson, type Turn } from './consume-rate-limit.ts';
import { createExplain, type Explanation } from './explain.ts';
import {
  type AuditPage,
  createForAdmins,
  type RevocationFor,
  type WorkspaceAuthorizations,
} from './for-admins.ts';
import type { RowFilter } from './listing/find-rows.ts';
import { createList, type MyAuthorizations, type MyList } from './listing/list.ts';
import type { Authorization } from './listing/listed-authorization.ts';
import type { Wanted } from './listing/page.ts';
import { createOrganizationWorkspaces, type OrganizationWorkspaces } from './organization-workspaces.ts';
import { type Revocation, type RevocationReason, type Revoker, revoke } from './revoke.ts';
import { type Admin, type Admission, type Occasion, requireAdmin } from './roles/require-admin.ts';
import type { Role } from './roles/role.ts';
import type { Arrival, Asker, Viewer } from './roles/viewer.ts';
import { createWhoIs } from './roles/who-is.ts';
import { createShownHome, type HomeNowShown, type HomeOf, type Shown } from './shown-home.ts';
import { sweepTurns } from './sweep-rate-limits.ts';
import { createVerify, type Verification } from './verify.ts';

/**
 * What people see and do with what they authorized. A verb that takes an `Asker` shows that person what is theirs to
 * see; one that takes an `Admin` is for someone whom `requireAdmin` has just admitted. Lists ask the database and not
 * Slack, by a constant number of queries; where there is nothing to see they are empty.
 */
export type Authorizations = {
  /** Asks Slack now what someone is there. @throws AppError `not_installed`, and as the Slack client does */
  whoIs(asker: Asker): Promise<Role>;
  /**
   * Who someone is in what serves their context: looked up once for each request, and passed to the verbs below. Slack
   * is asked unless it said so within the last five minutes; to act for others takes `requireAdmin` as well.
   * @param patienceMs how long to wait for Slack
   * @throws AppError `database_unavailable`; why Slack could not say it is in `settled`
   */
  resolveViewer(asker: Asker, patienceMs: number): Promise<Arrival>;
  /** The same without asking Slack: their role is what it said last, however long ago. */
  lookUp(asker: Asker): Promise<Viewer>;
  /**
   * Asks Slack, now, whether this person may act for the installation that serves the place.
   * @throws AppError `not_installed`; `installation_changed`: what it was made on has ended or was granted again; and
   *   those of the Slack client: if it cannot be asked, no one is admitted
   */
  requireAdmin(asker: Asker, occasion?: Occasion): Promise<Admission>;
  /** Counts something that a person does against its limit, in all processes together. */
  consumeRateLimit(person: LimitedPerson, what: LimitedAction): Promise<Turn>;

  /** One page of all that is this person's own to see. */
  listMine(viewer: Viewer, wanted: MyList): Promise<MyAuthorizations>;
  /** What one press verifies: the longest unchecked first. `left`: how many living ones come after them. */
  listToVerify(viewer: Viewer, wanted: { most: number }): Promise<{ rows: Authorization[]; left: number }>;
  /** One that is this person's own to see; undefined for every other id, also one that exists. */
  find(viewer: Viewer, id: string): Promise<Authorization | undefined>;
  /** What happened to an authorization, and how its token is recognized. @param viewerUserId who will read it */
  explain(authorization: Authorization, viewerUserId: string): Promise<Explanation>;

  /**
   * Asks Slack by a live `auth.test` and keeps the answer. A token that Slack calls dead is ended at once and erased;
   * an answer that says nothing about the token (rate limit, no connection) changes nothing. Two clicks at once ask once.
   * @see https://docs.slack.dev/reference/methods/auth.test
   */
  verify(authorization: Authorization): Promise<Verification>;
  /**
   * Revokes a person's permission; never the workspace's bot. The caller has made sure that the actor may: it is
   * theirs, or they are an admin of the place.
   * @throws AppError `slack_refused`: then nothing has changed; `bad_request`: it is a bot's
   */
  revoke(authorization: Authorization, actor: Revoker, why?: RevocationReason): Promise<Revocation>;
  /**
   * Notes, once for each revocation, that a person did not expect an admin to revoke theirs; admins see it among the
   * alerts. @returns whether there was such a revocation
   */
  contestRevocation(authorization: Authorization): Promise<boolean>;

  /** One page of everyone's in the installation. */
  listWorkspace(admin: Admin, wanted: RowFilter & Wanted): Promise<WorkspaceAuthorizations>;
  /** Which workspaces of the organization have Lanyard; undefined: it's no organization, or Slack doesn't say in time. */
  organizationWorkspaces(admin: Admin): Promise<OrganizationWorkspaces | undefined>;
  /** One of the installation; undefined for every other id. */
  findInWorkspace(admin: Admin, id: string): Promise<Authorization | undefined>;
  /**
   * Revokes someone else's permission.
   * @param madeAt when the form was made: a permission that was granted later is not the one that was meant
   * @returns undefined: there is no such permission in this workspace
   * @throws AppError `slack_refused`: then nothing has changed; `installation_changed`
   */
  revokeFor(admin: Admin, id: string, reason: string, madeAt?: Date): Promise<RevocationFor | undefined>;
  /** Uninstalls the app. @param reason empty: none was given. @throws AppError as `Installations.removeApp` */
  removeApp(admin: Admin, reason: string): Promise<Removal>;

  /** Problems and refusals that no one has resolved, the most frequent first. Three queries at most, whatever there is. */
  alerts(admin: Admin): Promise<Alert[]>;
  /**
   * Acknowledged: someone looks after it. Resolved: what was seen so far is settled.
   * @param madeAt when the surface was made on which someone says so
   * @returns the receipt; undefined: it was marked so already
   * @throws AppError `outdated`, `installation_changed`
   */
  markAlert(
    admin: Admin,
    alert: Pick<Alert, 'cause' | 'lastAt'>,
    how: AlertMark,
    madeAt?: Date,
  ): Promise<string | undefined>;
  /** One page of what was done in the installation, newest first. */
  auditTrail(admin: Admin, wanted: AuditFilter & Wanted): Promise<AuditPage>;
  /** One entry by its receipt, however it was typed; undefined: there is none in this installation. */
  findReceipt(admin: Admin, receipt: string): Promise<AuditLine | undefined>;

  /** Takes the next number for a person's Home: of two lists, the one that was begun later wins. */
  beginHome(home: HomeOf): Promise<Shown & { number: number }>;
  /** What Slack shows now; `shown` 0: nothing yet. */
  shownHome(home: HomeOf): Promise<Pick<Shown, 'hash' | 'shown'>>;
  /** Notes what Slack now shows. @returns false: it has just replaced a later one */
  homeShown(home: HomeOf, now: HomeNowShown): Promise<boolean>;

  /** For the job: deletes the counts of `consumeRateLimit` that are a day old. @returns how many */
  sweepTurns(): Promise<{ turns: number }>;
};

type Dependencies = {
  prisma: PrismaClient;
  installations: Installations;
  clientId: string;
  clock: () => Date;
};

export function createAuthorizations(dependencies: Dependencies): Authorizations {
  const { prisma, installations, clock } = dependencies;
  const { judge, whoIs, resolveViewer, lookUp } = createWhoIs(dependencies);
  const { listMine, listToVerify, find } = createList(dependencies);
  const { explain, contestRevocation } = createExplain(dependencies);
  const forAdmins = createForAdmins(dependencies);
  const { alerts, markAlert } = createAlerts(dependencies);
  const { beginHome, shownHome, homeShown } = createShownHome(dependencies);
  return {
    whoIs,
    resolveViewer,
    lookUp,
    requireAdmin: (asker, occasion) => requireAdmin({ ...dependencies, judge }, asker, occasion),
    consumeRateLimit: (person, what) => consumeRateLimit(dependencies, person, what),

    listMine,
    listToVerify,
    find,
    explain,

    verify: createVerify(dependencies),
    revoke: (authorization, actor, why) => revoke(installations, authorization, actor, why),
    contestRevocation,

    listWorkspace: forAdmins.listWorkspace,
    organizationWorkspaces: createOrganizationWorkspaces(dependencies),
    findInWorkspace: forAdmins.findInWorkspace,
    revokeFor: forAdmins.revokeFor,
    removeApp: forAdmins.removeApp,

    alerts,
    markAlert,
    auditTrail: forAdmins.auditTrail,
    findReceipt: forAdmins.findReceipt,

    beginHome,
    shownHome,
    homeShown,

    sweepTurns: () => sweepTurns(prisma, clock()),
  };
}
