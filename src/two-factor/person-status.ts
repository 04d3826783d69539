import type { Admin } from '../authorizations/roles/require-admin.ts';
import { toAppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import { contextOf } from '../installations/rows/installation-key.ts';
import type { SlackUser } from '../slack-api/answers.ts';
import { isSlackError } from '../slack-api/slack-error.ts';
import type { Exemption } from './exemptions.ts';
import { lacksPermission, type SecondFactor, secondFactorOf } from './second-factor.ts';
import { seenPerson } from './seen-person.ts';
import { usesSingleSignOn } from './single-sign-on.ts';

/** What an admin learns about someone, asked of Slack now. `not_visible` is never "off". */
export type PersonStatus = { userId: string } & (
  | (PersonFacts & (SecondFactor | { kind: 'bot' | 'deactivated' | 'invited' }))
  /** The asking admin has no permission of their own through which Slack could be asked. */
  | { kind: 'not_visible'; because: 'no_own_permission' }
  /** No one of this id, or someone of another company. */
  | { kind: 'nobody_here' }
);

type PersonFacts = {
  name: string | undefined;
  admin: boolean;
  guest: boolean;
  /** Present: they are left out of the count, whatever their status is. */
  exemption: Exemption | undefined;
};

type Dependencies = {
  installations: Pick<Installations, 'asBot' | 'asUser'>;
  /** Undefined: they are not exempted. */
  exemptionOf: (key: InstallationKey, userId: string) => Promise<Exemption | undefined>;
};

/**
 * Asks Slack through the asking admin's own permission and no one else's: what others agreed to is the count, not that
 * someone looks around with their token.
 */
export async function personStatus(
  { installations, exemptionOf }: Dependencies,
  admin: Admin,
  userId: string,
): Promise<PersonStatus> {
  const found = await ask(installations, admin, userId);
  if (found === 'no_own_permission') return { userId, kind: 'not_visible', because: found };
  const { key, context } = admin;
  const workspace = key.isEnterpriseInstall ? context.teamId : undefined;
  const singleSignOn = await usesSingleSignOn(installations, contextOf(key), workspace);
  if (found === 'nobody_here') return { userId, kind: 'nobody_here' };
  const person = seenPerson(found, { teamId: teamOf(admin), singleSignOn });
  if (!person) return { userId, kind: 'nobody_here' };
  const { name, admin: administers, guest, seen } = person;
  const exemption = await exemptionOf(key, userId);
  const status =
    seen === 'bot' || seen === 'deactivated' || seen === 'invited'
      ? { kind: seen }
      : secondFactorOf(found, singleSignOn);
  return { userId, name, admin: administers, guest, exemption, ...status };
}

async function ask(
  installations: Dependencies['installations'],
  admin: Admin,
  userId: string,
): Promise<SlackUser | 'no_own_permission' | 'nobody_here'> {
  try {
    const caller = await installations.asUser(contextOf(admin.key), admin.userId);
    return (await caller.call('users.info', { user: userId })).user;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (isSlackError(error, 'nobody')) return 'nobody_here';
    if (lacksPermission(error)) return 'no_own_permission';
    throw thrown;
  }
}

const teamOf = ({ key }: Admin) => (key.isEnterpriseInstall ? undefined : key.installedIn);
