import type { InstallationRecord, UserAuthorizationRecord } from '../installations/find.ts';
import type { SlackPlace } from '../installations/installation-key.ts';
import type { Installations } from '../installations/installations.ts';
import { type AuthorizationStatus, type StatusCause, statusOf } from './status.ts';

/** One line of the list that people see. `bot`: the app's permission in the workspace; `user`: the person's own. */
export type Authorization = {
  kind: 'bot' | 'user';
  status: AuthorizationStatus;
  cause: StatusCause;
  scopes: string[];
  grantedByUserId: string;
  grantedAt: Date;
  /** When Slack was last asked whether it works; null: never since it was granted. */
  verifiedAt: Date | null;
};

export type MyAuthorizations = {
  /** Name of the workspace or organization; undefined when nothing is known of it. */
  placeName: string | undefined;
  orgWide: boolean;
  bot: Authorization | undefined;
  own: Authorization | undefined;
};

type Dependencies = {
  installations: Pick<Installations, 'findInstallation' | 'findUserAuthorization'>;
  clock: () => Date;
};

/** What this person may see at a place: the bot's permission and their own. Asks the database, not Slack. */
export function createList({ installations, clock }: Dependencies) {
  return async function list(place: SlackPlace, userId: string): Promise<MyAuthorizations> {
    const [installation, own] = await Promise.all([
      installations.findInstallation(place),
      installations.findUserAuthorization(place, userId),
    ]);
    const now = clock();
    return {
      placeName: installation?.name ?? own?.name ?? undefined,
      orgWide: installation?.isEnterpriseInstall ?? own?.isEnterpriseInstall ?? false,
      bot: installation && {
        kind: 'bot',
        grantedByUserId: installation.installerUserId,
        ...shown(installation, now),
      },
      own: own && { kind: 'user', grantedByUserId: own.userId, ...shown(own, now) },
    };
  };
}

function shown(row: InstallationRecord | UserAuthorizationRecord, now: Date) {
  return {
    ...statusOf(row, now),
    scopes: row.grantedScopes,
    grantedAt: row.authorizedAt,
    verifiedAt: row.verifiedAt,
  };
}
