import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import {
  type AuthorizationStatus,
  type Renewal,
  renewalOf,
  type StatusCause,
  statusOf,
} from '../statuses/status.ts';
import type { Row } from './find-rows.ts';

/** One line of the list that people see. `bot`: the app's permission in the workspace; `user`: a person's own. */
export type Authorization = {
  id: string;
  kind: 'bot' | 'user';
  /** Where it was given, and the name of that workspace or organization where it is known. */
  key: InstallationKey;
  placeName: string | undefined;
  status: AuthorizationStatus;
  cause: StatusCause;
  scopes: string[];
  /** Its owner; of a bot, the one who added it. */
  grantedByUserId: string;
  grantedAt: Date;
  renewal: Renewal;
  /** When a token was last used for a call, to a quarter of an hour; null: not since that is noted. */
  lastUsedAt: Date | null;
  /** When Slack was last asked whether it works; null: never since it was granted. */
  verifiedAt: Date | null;
  /** Ids that Slack's own pages show, for those who look there. */
  ids: { app: string | null; bot: string | null; botUser: string | null };
};

export function toAuthorization(row: Row, now: Date): Authorization {
  return {
    id: row.id,
    kind: row.kind,
    key: { installedIn: row.installedIn, isEnterpriseInstall: row.isEnterpriseInstall },
    placeName: row.name ?? undefined,
    ...statusOf(row, now),
    scopes: row.grantedScopes,
    grantedByUserId: row.userId,
    grantedAt: row.authorizedAt,
    renewal: renewalOf(row),
    lastUsedAt: row.lastUsedAt,
    verifiedAt: row.verifiedAt,
    ids: { app: row.appId, bot: row.botId, botUser: row.botUserId },
  };
}

export const sameKey = (a: InstallationKey, b: InstallationKey): boolean =>
  a.installedIn === b.installedIn && a.isEnterpriseInstall === b.isEnterpriseInstall;
