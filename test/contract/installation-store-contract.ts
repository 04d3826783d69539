import type { ContractCase } from './contract.ts';
import { badInput } from './families/bad-input.ts';
import { concurrency } from './families/concurrency.ts';
import { deletion } from './families/delete.ts';
import { missing } from './families/missing.ts';
import { organizations } from './families/organizations.ts';
import { processes } from './families/processes.ts';
import { reinstall } from './families/reinstall.ts';
import { rotation } from './families/rotation.ts';
import { roundTrip } from './families/round-trip.ts';
import { secrets } from './families/secrets.ts';
import { tenants } from './families/tenants.ts';
import { users } from './families/users.ts';

/**
 * What a store of Slack installations has to get right, over the three methods of `InstallationStore` alone.
 * @see https://docs.slack.dev/tools/node-slack-sdk/oauth
 */
export const installationStoreContract: readonly ContractCase[] = [
  ...roundTrip,
  ...missing,
  ...tenants,
  ...reinstall,
  ...users,
  ...organizations,
  ...deletion,
  ...rotation,
  ...concurrency,
  ...processes,
  ...secrets,
  ...badInput,
];
