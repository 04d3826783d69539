import type { SlackPlace } from '../../installations/installation-key.ts';

type Envelope = {
  team_id?: string | null;
  enterprise_id?: string | null;
  is_enterprise_install?: boolean;
  authorizations?: {
    team_id?: string | null;
    enterprise_id?: string | null;
    is_enterprise_install?: boolean;
  }[];
};

/**
 * These events come without Bolt's authorization, often without `authorizations`, and an org-wide one names the
 * organization in place of the workspace.
 */
export function lifecyclePlace(body: object): SlackPlace {
  const envelope = body as Envelope;
  const named = envelope.authorizations?.[0];
  const enterpriseId = named?.enterprise_id ?? envelope.enterprise_id ?? undefined;
  const teamId = named?.team_id ?? envelope.team_id ?? undefined;
  const isOrg = teamId === undefined || teamId === enterpriseId || teamId.startsWith('E');
  return {
    teamId: isOrg ? undefined : teamId,
    enterpriseId: enterpriseId ?? (isOrg ? teamId : undefined),
    isEnterpriseInstall: named?.is_enterprise_install ?? envelope.is_enterprise_install ?? isOrg,
  };
}
