import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { IMPOSTOR_NAMES } from '../../simulator/faults/impostors.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { createClock, type SimulatedClock } from '../../simulator/state/clock.ts';
import type { Database } from '../../src/database/database.ts';
import { createIncidents } from '../../src/incidents/create-incidents.ts';
import type { Incidents } from '../../src/incidents/incidents.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { until } from '../support/until.ts';

const never = new AbortController().signal;

describe.each(databasesUnderTest)('what Slack reports about itself, on $name', ({ open }) => {
  let database: Database;
  let slack: Simulator;
  let clock: SimulatedClock;
  const log: string[] = [];
  const processes: Incidents[] = [];
  beforeAll(async () => {
    database = await open();
    clock = createClock();
    slack = await startSimulator({ clock });
  });
  beforeEach(async () => {
    await database.prisma.slackStatus.deleteMany();
    slack.endIncidents();
    slack.healFaults();
    log.length = 0;
  });
  afterEach(() => {
    for (const each of processes.splice(0)) each.stop();
  });
  afterAll(async () => {
    await slack.stop();
    await database.close();
  });

  /** One of the processes on this database. */
  async function startProcess({ statusUrl = slack.statusUrl, at = clock.now } = {}): Promise<Incidents> {
    const { prisma } = database;
    const logger = createLogger({
      level: 'info',
      secrets: [],
      destination: { write: (line) => void log.push(line) },
    });
    const incidents = createIncidents({ prisma, statusUrl, shared: true, logger, clock: at, lookMs: 50 });
    processes.push(incidents);
    await incidents.start();
    return incidents;
  }
  const said = (sentence: string) => log.filter((line) => line.includes(sentence)).length;

  test('is asked for by one process a minute, and every process knows it', async () => {
    const all = await Promise.all([startProcess(), startProcess(), startProcess()]);
    slack.openIncident({ title: 'Trouble' });
    const asked = await Promise.all(all.map((each) => each.read(never)));
    expect(asked.map(({ asked }) => asked).sort()).toEqual([0, 0, 1]);
    for (const each of all) {
      await until(
        () => each.open().map(({ title }) => title),
        (titles) => titles.includes('Trouble'),
        'the incident, in every process',
      );
    }
    expect(await all[0]?.read(never)).toMatchObject({ asked: 0 });
    clock.forward(60_000);
    expect(await all[0]?.read(never)).toMatchObject({ asked: 1, answered: 1, open: 1 });
  });

  test('is known to a process that starts later, and is over once Slack says so', async () => {
    slack.openIncident();
    await (await startProcess()).read(never);
    const later = await startProcess();
    expect(later.open()).toHaveLength(1);
    slack.endIncidents();
    clock.forward(60_000);
    expect(await later.read(never)).toMatchObject({ answered: 1, open: 0 });
    expect(later.open()).toEqual([]);
  });

  test.each([
    ['the connection is dropped', { dropConnection: true }],
    ['Slack answers 503', { status: 503 }],
    ...IMPOSTOR_NAMES.filter((name) => name !== 'wrong_type').map(
      (impostor) => [`something else answers: ${impostor}`, { impostor }] as const,
    ),
  ] as const)('stays what it was when %s', async (_how, fault) => {
    const incidents = await startProcess();
    slack.openIncident();
    await incidents.read(never);
    clock.forward(60_000);
    slack.fault('status', fault);
    expect(await incidents.read(never)).toEqual({ asked: 1, answered: 0, open: 1 });
    expect(incidents.open()).toHaveLength(1);
  });

  test('is no news after ten minutes without an answer, and the log says so once', async () => {
    const incidents = await startProcess();
    slack.openIncident();
    await incidents.read(never);
    slack.fault('status', { status: 500 }, Number.POSITIVE_INFINITY);
    for (let minute = 0; minute < 9; minute += 1) {
      clock.forward(60_000);
      await incidents.read(never);
    }
    expect(incidents.open()).toHaveLength(1);
    clock.forward(60_000);
    expect(incidents.open()).toEqual([]);
    expect(said('gave no usable answer')).toBe(1);
    slack.healFaults();
    expect(await incidents.read(never)).toMatchObject({ answered: 1, open: 1 });
    expect(said('answers again')).toBe(1);
  });

  test('is asked for once in a minute, to the second', async () => {
    let now = new Date('2027-01-13T12:00:00Z');
    const incidents = await startProcess({ at: () => now });
    const asked = async (at: string) => {
      now = new Date(at);
      return (await incidents.read(never)).asked;
    };
    expect(await asked('2027-01-13T12:00:00.000Z')).toBe(1);
    expect(await asked('2027-01-13T12:00:59.999Z')).toBe(0);
    expect(await asked('2027-01-13T12:01:00.000Z')).toBe(1);
  });

  test('is asked for again soon after a clock was set back', async () => {
    let now = new Date('2027-01-13T12:00:00Z');
    const incidents = await startProcess({ at: () => now });
    await incidents.read(never);
    now = new Date('2027-01-13T11:00:00Z');
    expect(await incidents.read(never)).toMatchObject({ asked: 1, answered: 1 });
  });

  test('is not asked for where the operator does not want it', async () => {
    const incidents = await startProcess({ statusUrl: '' });
    slack.openIncident();
    expect(await incidents.read(never)).toEqual({ asked: 0, answered: 0, open: 0 });
    expect(await database.prisma.slackStatus.count()).toBe(0);
  });
});
