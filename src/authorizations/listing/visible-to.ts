import { Prisma } from '../../database/generated/client.ts';
import { type InstallationKey, keysFor } from '../../installations/rows/installation-key.ts';
import { seesOnlyOwn, type Viewer } from '../roles/viewer.ts';
import type { Scope } from './find-rows.ts';

const atKeys = (clientId: string, keys: readonly InstallationKey[]) =>
  Prisma.sql`client_id = ${clientId} AND (installed_in, is_enterprise_install) IN (${Prisma.join(
    keys.map((key) => Prisma.sql`(${key.installedIn}, ${key.isEnterpriseInstall})`),
  )})`;

const nothing = Prisma.sql`false`;

/**
 * What is a person's own to see: what they granted here and, under the one id that a person has there, in the rest of
 * their organization; and the app itself where they are and where they added it. Guests see what they granted, and
 * nothing of the workspace. Which organization that is says the stored installation, not the request.
 */
export function visibleToPerson(
  clientId: string,
  { context, userId, installation: serving, role }: Viewer,
): Scope {
  // Without an installation no one can be asked which organization it is: then what they granted at this place alone.
  const keys = serving ? [serving] : keysFor(context).slice(0, 1);
  const organization = serving?.isEnterpriseInstall ? serving.installedIn : serving?.enterpriseId;
  const inOrganization = organization ? Prisma.sql` OR enterprise_id = ${organization}` : Prisma.empty;
  const users = Prisma.sql`client_id = ${clientId} AND user_id = ${userId}
    AND (${atKeys(clientId, keys)}${inOrganization})`;
  if (seesOnlyOwn(role)) return { bots: nothing, users };
  const here = serving ? atKeys(clientId, [serving]) : nothing;
  const added = organization
    ? Prisma.sql` OR (client_id = ${clientId} AND enterprise_id = ${organization} AND installer_user_id = ${userId})`
    : Prisma.empty;
  return { bots: Prisma.sql`(${here})${added}`, users };
}

/** Everyone's in one installation: for its admins. */
export function visibleInWorkspace(clientId: string, key: InstallationKey): Scope {
  const here = atKeys(clientId, [key]);
  return { bots: here, users: here };
}
