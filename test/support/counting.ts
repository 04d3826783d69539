import type { Person } from '../../simulator/people/people.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { createAuthorizations } from '../../src/authorizations/authorizations.ts';
import type { Admin } from '../../src/authorizations/roles/require-admin.ts';
import type { Database } from '../../src/database/database.ts';
import type { Installations } from '../../src/installations/installations.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { eraseCoverageWithin } from '../../src/two-factor/erase-coverage.ts';
import { createTwoFactor, type TwoFactor } from '../../src/two-factor/two-factor.ts';
import { startCustody } from './custody.ts';

/** The rooms that count two-factor sign-in, with a simulated Slack; waiting moves the clock that both read. */
export async function startCounting(
  database: Database,
  options: SimulatorOptions & { rotation?: boolean } = {},
) {
  const one = await startCustody(database, {
    rotation: false,
    alsoErase: [eraseCoverageWithin],
    ...options,
  });
  const { clientId, clock, prisma, slack } = one;
  const waits: number[] = [];
  const logger = createLogger({
    level: 'debug',
    secrets: [],
    destination: { write: (line) => void one.log.push(line) },
  });

  function roomsOf(installations: Installations) {
    const authorizations = createAuthorizations({ prisma, installations, clientId, clock });
    const twoFactor = createTwoFactor({
      prisma,
      installations,
      authorizations,
      clientId,
      clock,
      logger,
      async pause(ms, signal) {
        signal?.throwIfAborted();
        waits.push(ms);
        one.forward(ms);
        // Others get their turn, as they do while someone waits.
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    return { authorizations, twoFactor };
  }
  const rooms = roomsOf(one.installations);

  /** A workspace with an owner who added the app, with an own permission and a second factor. */
  async function workspace(name: string, { sso = false } = {}) {
    const place = slack.workspace(name, { sso });
    const owner = place.person('Olga Owner', { role: 'owner', twoFactor: 'app' });
    await one.grant(owner);
    const key = { installedIn: place.id, isEnterpriseInstall: false };
    return { place, owner, key };
  }

  async function adminOf(person: Person, key = keyOf(person)): Promise<Admin> {
    const context = key.isEnterpriseInstall
      ? { enterpriseId: key.installedIn, isEnterpriseInstall: true }
      : { teamId: key.installedIn };
    const admission = await rooms.authorizations.requireAdmin({ context, userId: person.id });
    if (!('admin' in admission)) throw new Error(`${person.name} isn’t an admin: ${admission.refused}.`);
    return admission.admin;
  }
  const keyOf = ({ workspace: { id } }: Person) => ({ installedIn: id, isEnterpriseInstall: false });

  /** A workspace whose owner agreed. */
  async function counted(name: string, options: { sso?: boolean } = {}) {
    const made = await workspace(name, options);
    const admin = await adminOf(made.owner);
    await rooms.twoFactor.agreeToCoverage(admin);
    return { ...made, admin };
  }

  return {
    ...one,
    ...rooms,
    waits,
    workspace,
    counted,
    adminOf,
    /** Another process on the same database. */
    secondProcess: async (): Promise<TwoFactor> => roomsOf(await one.startProcess()).twoFactor,
    listCalls: () => slack.calls.filter(({ method }) => method === 'users.list'),
    audit: (where: object) =>
      prisma.auditEntry.findMany({ where: { clientId, ...where }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
  };
}

export type CountingUnderTest = Awaited<ReturnType<typeof startCounting>>;
