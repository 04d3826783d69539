import type { AuthorizeResult, Installation, InstallationStore, StateStore } from '@slack/bolt';
import type { FeedState } from '../database/change-feed.ts';
import type { Prisma } from '../database/generated/client.ts';
import type { SlackCaller } from '../slack-api/slack-client.ts';
import type { AuthorizeSource } from './bolt/authorize.ts';
import type { TokenHint } from './custody/token-hint.ts';
import type { LifecycleEvent, LifecycleResult } from './endings/lifecycle.ts';
import type { Removal } from './endings/remove-app.ts';
import type { PermissionRevocation, RevocationSettled } from './endings/revoke-permission.ts';
import type { WorkspaceChange } from './endings/workspace-changes.ts';
import type { Consent } from './grants/consent.ts';
import type { Grant } from './grants/grant.ts';
import type { Imported, ImportedRow } from './moving-in/import-grant.ts';
import type { VerifiedImports } from './moving-in/verify-imported.ts';
import type { ExchangeProgress } from './rotation/exchange-long-lived-tokens.ts';
import type { RotationOutcome } from './rotation/rotate.ts';
import type { BotRow, Ended, Ending, UserRow } from './rows/end.ts';
import type { Erased } from './rows/erase-installation.ts';
import type { InstallationRecord, UserAuthorizationRecord } from './rows/find-installation.ts';
import type { InstallationRef } from './rows/hold-installation.ts';
import type { InstallationKey, SlackContext } from './rows/installation-key.ts';
import type { SeenRow } from './rows/record-verification.ts';
import type { ByPerson, PermissionToRevoke } from './rows/revocation-store.ts';
import type { TokenKind } from './rows/token-row.ts';
import type { EndedAtSlack, ErasurePlan } from './upkeep/erase-now.ts';
import type { Exported } from './upkeep/export-installations.ts';
import type { InstallationStats } from './upkeep/installation-stats.ts';
import type { ResealProgress } from './upkeep/reseal-columns.ts';

/**
 * Custody of every token of one app, on one database. No verb answers a token, except the two for Bolt and the export. The verbs are
 * in the order of the folders that hold them. Those that write throw what the database fails with.
 */
export type Installations = {
  // rows/: what is known of an installation and of a person's permission

  /**
   * The installation that serves a request, also when it has ended; undefined: there never was one.
   * @throws AppError `bad_request` when the context names neither workspace nor organization
   */
  findInstallation(context: SlackContext): Promise<InstallationRecord | undefined>;
  /** This person's own permission, also when it has ended; never anyone else's. @throws as `findInstallation` */
  findUserAuthorization(context: SlackContext, userId: string): Promise<UserAuthorizationRecord | undefined>;
  /**
   * Records what Slack said about the bot's token; not on a row that was granted again since it was read.
   * @param slackError Slack's code; null: the token works
   */
  recordBotVerification(seen: SeenRow, at: Date, slackError: string | null): Promise<void>;
  /** The same about a person's own token. */
  recordUserVerification(seen: SeenRow, at: Date, slackError: string | null): Promise<void>;

  // custody/: opening tokens

  /** What may be shown of the bot's token; undefined: there is none, or its seal does not open. */
  botTokenHint(context: SlackContext): Promise<TokenHint | undefined>;
  /** What may be shown of a person's token, to that person alone; undefined as for `botTokenHint`. */
  userTokenHint(context: SlackContext, userId: string): Promise<TokenHint | undefined>;

  // rotation/: new tokens for old

  /**
   * Rotates the tokens that expire within four hours, the next to expire first.
   * @returns how many rotations ended in which way; all 0: none was due
   */
  rotateDue(signal: AbortSignal): Promise<Record<RotationOutcome, number>>;
  /**
   * Turns long-lived tokens into rotating pairs, for an app that has just switched token rotation on. It can be stopped
   * at any moment and started again.
   * @throws AppError when no token of the app can be exchanged: its rotation is off, or its credentials are wrong
   */
  exchangeTokens(options?: {
    signal?: AbortSignal;
    onProgress?: (progress: ExchangeProgress) => void;
  }): Promise<ExchangeProgress>;

  // lending/: calling Slack with a token that stays in this room

  /**
   * Acts as the bot of the installation that serves this context.
   * @throws AppError `not_installed`, `workspace_migrating`, `token_expired`, `rotation_pending`; `token_unreadable` or
   *   `vault_key_missing` when the seal does not open
   */
  asBot(context: SlackContext): Promise<SlackCaller>;
  /**
   * Acts with a person's own token, which the request of no one else can reach.
   * @throws AppError `not_authorized_yet`, and as `asBot` does
   */
  asUser(context: SlackContext, userId: string): Promise<SlackCaller>;

  // grants/: through Slack's consent page

  /** The way through Slack's consent page, which Lanyard's own pages and those of other apps go alike. */
  consent: Consent;
  /** Asks Slack for the bot id of one installation, unless it is known. Does nothing where there is no installation. */
  learnBotId(key: InstallationKey): Promise<void>;
  /** The same for those where that failed or never happened. @returns how many became known */
  learnBotIds(signal: AbortSignal): Promise<{ botIds: number }>;

  // endings/: what Slack revoked, what people revoke

  /** Claims the id of an event that changes nothing here: true for the first delivery, false for every other. */
  claimEvent(eventId: string): Promise<boolean>;
  /**
   * Applies `tokens_revoked` and `app_uninstalled`, once per event. What was granted after the event stays.
   * @throws AppError when only Slack knows whether a token has ended, and cannot be asked: the event has to come again
   */
  applyLifecycleEvent(event: LifecycleEvent): Promise<LifecycleResult>;
  /**
   * Applies a new name, a new domain, a move, or an organization's access to its workspaces, once per event.
   * @returns false: this event was applied before
   * @throws AppError when Slack has to be asked and does not answer
   */
  applyWorkspaceChange(change: WorkspaceChange): Promise<boolean>;
  /**
   * Removes the app from the workspace or organization of exactly this installation, at Slack and then here.
   * @throws AppError of the Slack client; then nothing has changed
   */
  removeApp(
    installation: InstallationRef,
    actor: ByPerson,
    details: Prisma.InputJsonObject,
  ): Promise<Removal>;
  /**
   * Revokes a person's own permission, at Slack and then here. Where Slack does not confirm it, it is lent to no one
   * anymore, and `retryRevocations` continues.
   * @param why what an admin gives as the reason, and the installation that they were judged on
   * @throws AppError when Slack refuses it: then all is as it was before; `installation_changed`
   */
  revokePermission(
    row: PermissionToRevoke,
    by: ByPerson,
    why?: { reason?: string | undefined; judgedOn?: InstallationRef | undefined },
  ): Promise<PermissionRevocation>;
  /** Asks Slack again about revocations it has not confirmed, for two days each. @returns how many of each */
  retryRevocations(
    signal: AbortSignal,
    onSettled: (settled: RevocationSettled) => Promise<void>,
  ): Promise<{ asked: number; revoked: number; givenUp: number }>;
  /** Ends one installation here, without asking Slack; not when it was granted again since the row was read. */
  endBot(row: BotRow, ending: Ending): Promise<Ended>;
  /** Ends one person's permission here, as `endBot` does. */
  endUser(row: UserRow, ending: Ending): Promise<Ended>;

  // bolt/: for Bolt alone, see docs/installation-store.md

  /**
   * Bolt's `authorize`: tokens that work, rotated first when their time is over.
   * @throws AppError `not_installed`, `token_expired`, `rotation_pending`, `bad_request`
   */
  authorize(source: AuthorizeSource): Promise<AuthorizeResult>;
  /** @slack/oauth's `StateStore`, for an `InstallProvider` that is not ours. @throws InvalidStateError */
  stateStore: StateStore;
  /** Bolt's `InstallationStore`. @throws AppError `bad_request` for what does not fit; and as `authorize` does */
  installationStore: Required<InstallationStore>;

  // moving-in/: permissions that another store has kept

  /**
   * Keeps one part of a grant, the bot's or the person's, unless what is here is newer. The same again changes nothing.
   * @param options `rehearsal`: judges, and writes nothing
   */
  importGrant(grant: Grant, kind: TokenKind, options?: { rehearsal?: boolean }): Promise<Imported>;
  /** Asks Slack about tokens that were imported, within its limits. Dead ones end, with Slack's reason. */
  verifyImported(
    rows: readonly ImportedRow[],
    options?: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void },
  ): Promise<VerifiedImports>;

  // upkeep/: what jobs and operators do

  /** Counts what lives: numbers only. */
  installationStats(): Promise<InstallationStats>;
  /** Deletes old attempts to install, event ids and hashes of ended tokens. @returns how many rows of each */
  sweep(): Promise<{ states: number; events: number; retiredTokens: number }>;
  /**
   * Deletes everything about a workspace or organization thirteen days after the app was removed from it, and single
   * permissions ninety days after they ended.
   * @returns `places`: of how many workspaces and organizations everything was deleted
   */
  purgeUninstalled(signal: AbortSignal): Promise<{ places: number; permissions: number }>;
  /** What `eraseNow` would delete. Changes nothing. */
  planErasure(key: InstallationKey): Promise<ErasurePlan>;
  /**
   * Ends every token of a workspace or organization at Slack, and then here.
   * @throws AppError when one may still work, such as `slack_unreachable` or `token_unreadable`
   */
  endAtSlack(key: InstallationKey): Promise<EndedAtSlack>;
  /**
   * Deletes everything about a workspace or organization.
   * @param options `livingToo`: also where tokens still work, which keep working at Slack
   * @returns rows by table; undefined: something is alive there, and nothing was deleted
   */
  eraseNow(key: InstallationKey, options?: { livingToo?: boolean }): Promise<Erased | undefined>;
  /**
   * Opens every permission that works, one after another, in Bolt's shape: for another store.
   * @param write is waited for before the next one is opened
   * @returns how many of bots and of people, and how many do not open
   */
  exportInstallations(
    write: (installation: Installation<'v1' | 'v2', boolean>) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Exported>;
  /** Seals with the first key what an older one has sealed. It can be stopped at any moment and started again. */
  reseal(options?: {
    signal?: AbortSignal;
    onProgress?: (progress: ResealProgress) => void;
  }): Promise<ResealProgress>;

  // the running process

  /**
   * Calls `heard` with the workspace or organization in which something changed, after the commit, in whichever process
   * it did; and `onGap` when changes may have been missed.
   */
  onChange(heard: (installedIn: string) => void, onGap: () => void): void;
  /** Whether changes in other processes are heard. While they are not, nothing is remembered between two lookups. */
  changeFeed(): FeedState;
  /** Begins to listen to other processes. */
  start(): Promise<void>;
  /** Waits two seconds at most for a rotation under way; one that is cut off heals at its next try. */
  stop(): Promise<void>;
};
