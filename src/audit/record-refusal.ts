import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../database/generated/client.ts';
import { receiptOf } from './receipt.ts';

/** What only admins may. A closed list: no one chooses what is in the audit trail. */
export const ATTEMPTS = [
  'alert_acknowledged',
  'alert_resolved',
  'choose_person',
  'coverage_agree',
  'coverage_count',
  'coverage_exempt',
  'coverage_exemptions',
  'coverage_export',
  'coverage_people',
  'coverage_settings',
  'coverage_stop',
  'coverage_unexempt',
  'details',
  'find_receipt',
  'look',
  'remind',
  'remove_app',
  'revoke_for',
] as const;
export type Attempt = (typeof ATTEMPTS)[number];

type Refusal = {
  at: Date;
  clientId: string;
  installedIn: string;
  isEnterpriseInstall: boolean;
  userId: string;
  attempted: Attempt;
  role: string;
};

/**
 * Notes that someone tried what they may not. One entry for each person and each thing, however often they try: `at`
 * is then the last time. Once an admin has resolved the alert about refusals, what comes later has an entry of its own,
 * so that no one but an admin can make their number grow. By one statement: of many at the same moment each is counted.
 * @returns the receipt, the same for every repeat
 */
export async function recordRefusal(prisma: PrismaClient, refusal: Refusal): Promise<string> {
  const { at, clientId, installedIn, isEnterpriseInstall, userId, attempted, role } = refusal;
  const details = JSON.stringify({ attempted, role });
  const [entry] = await prisma.$queryRaw<[{ id: string }]>`
    INSERT INTO audit_entries AS entry (id, at, client_id, installed_in, is_enterprise_install, actor, actor_user_id,
      action, details, merge_key, first_at, times)
    SELECT ${randomUUID()}::uuid, ${at}, ${clientId}, ${installedIn}, ${isEnterpriseInstall}, 'user', ${userId},
      'admin_refused', ${details}::jsonb, concat_ws(' ', 'admin_refused', ${userId}::text, ${attempted}::text,
        (SELECT extract(epoch FROM resolved_at) FROM alert_marks WHERE client_id = ${clientId}
          AND installed_in = ${installedIn} AND is_enterprise_install = ${isEnterpriseInstall}
          AND cause = 'admin_refused')), ${at}, 1
    ON CONFLICT (client_id, installed_in, is_enterprise_install, merge_key) DO UPDATE SET
      at = greatest(entry.at, excluded.at), times = entry.times + 1, details = excluded.details
    RETURNING id`;
  return receiptOf(entry.id);
}
