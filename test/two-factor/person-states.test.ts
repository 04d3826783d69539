import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import type { InstallationKey } from '../../src/installations/rows/installation-key.ts';
import type { SlackUser } from '../../src/slack-api/answers.ts';
import { PERSON_STATES, type PersonState } from '../../src/two-factor/coverage.ts';
import { seenPerson } from '../../src/two-factor/seen-person.ts';
import { type CountingUnderTest, startCounting } from '../support/counting.ts';
import { databasesUnderTest } from '../support/databases.ts';

type Told = Partial<SlackUser>;

const DAY_MS = 24 * 60 * 60_000;

describe('what Slack says of somebody', () => {
  const inTeam = { teamId: 'T1', singleSignOn: 'no' } as const;
  const seen = (user: Told, where: Parameters<typeof seenPerson>[1] = inTeam) =>
    seenPerson({ id: 'U1', team_id: 'T1', ...user }, where)?.seen;

  const sameOrganization = {
    id: undefined,
    enterprise_id: 'E1',
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
  };

  test.each<[string, Told, ReturnType<typeof seen>]>([
    ['an authenticator app', { has_2fa: true, two_factor_type: 'app' }, 'app'],
    ['text messages', { has_2fa: true, two_factor_type: 'sms' }, 'sms'],
    ['two factors of a kind that is not told', { has_2fa: true }, 'on'],
    ['two factors of a kind to come', { has_2fa: true, two_factor_type: 'passkey' }, 'on'],
    ['no second factor', { has_2fa: false }, 'off'],
    ['nothing about it', {}, 'not_visible'],
    ['a bot', { is_bot: true, has_2fa: false }, 'bot'],
    ['a workflow', { is_workflow_bot: true, has_2fa: false }, 'bot'],
    ['Slackbot', { id: 'USLACKBOT', has_2fa: false }, 'bot'],
    ['somebody deactivated', { deleted: true, has_2fa: false }, 'deactivated'],
    ['somebody who never signed in', { is_invited_user: true, has_2fa: false }, 'invited'],
    ['another company’s person', { is_stranger: true, has_2fa: false }, undefined],
    ['a person of another workspace', { team_id: 'T2', has_2fa: false }, undefined],
    [
      'a person of the same organization',
      { team_id: 'T2', enterprise_user: sameOrganization, has_2fa: false },
      'off',
    ],
  ])('%s', (_, user, state) => {
    expect(seen(user)).toBe(state);
  });

  test.each<[Told, ReturnType<typeof seen>]>([
    [{ has_2fa: false }, 'single_sign_on'],
    [{}, 'single_sign_on'],
    [{ has_2fa: true, two_factor_type: 'app' }, 'app'],
    [{ is_bot: true }, 'bot'],
  ])('under single sign-on %j is %s', (user, state) => {
    expect(seen(user, { teamId: 'T1', singleSignOn: 'yes' })).toBe(state);
  });

  test('an absent flag is never off, whoever it is', () => {
    for (const role of [{}, { is_admin: true }, { is_owner: true }, { is_restricted: true }]) {
      for (const singleSignOn of ['yes', 'no', 'unknown'] as const) {
        expect(seen(role, { teamId: 'T1', singleSignOn })).not.toBe('off');
      }
    }
  });
});

describe.each(databasesUnderTest)('the denominator, on $name', ({ open }) => {
  let database: Database;
  let one: CountingUnderTest;
  beforeAll(async () => {
    database = await open();
    one = await startCounting(database);
  });
  afterAll(async () => {
    await one.stop();
    await database.close();
  });

  const figures = async (key: InstallationKey) => {
    const coverage = await one.twoFactor.coverage(key);
    if (coverage.kind !== 'set_up' || !coverage.figures) throw new Error('There are no figures.');
    return coverage.figures;
  };
  /** Slack lists exactly these. */
  async function listing(name: string, members: Told[]) {
    const made = await one.counted(name);
    const answer = {
      ok: true,
      members: members.map((user, index) => ({ id: `U${index}`, team_id: made.place.id, ...user })),
      response_metadata: { next_cursor: '' },
    };
    one.slack.fault('users.list', { answer }, 1);
    await one.twoFactor.refreshCoverage(made.key);
    return made;
  }
  const ONE_OF_EACH: Told[] = [
    { has_2fa: true, two_factor_type: 'app' },
    { has_2fa: true, two_factor_type: 'sms' },
    { has_2fa: true },
    { has_2fa: false },
    { is_bot: true },
    { deleted: true },
    { is_invited_user: true },
    { is_restricted: true, has_2fa: false },
    {},
  ];

  test('holds those with and without a second factor, and none of the others', async () => {
    const { key } = await listing('Each', ONE_OF_EACH);
    const { on, counted, sharePercent, counts } = await figures(key);
    expect({ on, counted, sharePercent }).toEqual({ on: 3, counted: 4, sharePercent: 75 });
    const once: PersonState[] = [
      'app',
      'sms',
      'on',
      'off',
      'bot',
      'deactivated',
      'invited',
      'guest',
      'not_visible',
    ];
    for (const state of PERSON_STATES)
      expect([state, counts[state]]).toEqual([state, once.includes(state) ? 1 : 0]);
  });

  test('moves by one with every guest, exemption and end of one, at once and without reading Slack', async () => {
    const { key, admin } = await listing('Choices', ONE_OF_EACH);
    const calls = one.listCalls().length;
    const counted = async () => (await figures(key)).counted;
    await one.twoFactor.countGuests(admin, true);
    expect(await counted()).toBe(5);
    expect(await one.twoFactor.countGuests(admin, true)).toBeUndefined();
    const until = new Date(one.clock().getTime() + DAY_MS);
    await one.twoFactor.exempt(admin, 'U3', { reason: 'Shared account', until });
    expect(await figures(key)).toMatchObject({ counted: 4, on: 3, counts: { exempt: 1, off: 1 } });
    expect((await one.twoFactor.peopleWithout(key)).map(({ userId }) => userId)).toEqual(['U7']);
    one.forward(DAY_MS);
    expect(await counted()).toBe(5);
    await one.twoFactor.exempt(admin, 'U3', { reason: 'Again', until: new Date(until.getTime() + DAY_MS) });
    expect(await counted()).toBe(4);
    await one.twoFactor.unexempt(admin, 'U3');
    expect(await one.twoFactor.unexempt(admin, 'U3')).toBeUndefined();
    await one.twoFactor.countGuests(admin, false);
    expect(await counted()).toBe(4);
    expect(one.listCalls()).toHaveLength(calls);
    const actions = (await one.audit({ installedIn: key.installedIn })).map(({ action }) => action);
    expect(actions.slice(-5)).toEqual([
      'guests_counted',
      'person_exempted',
      'person_exempted',
      'person_counted_again',
      'guests_left_out',
    ]);
  });

  test('leaves no share where nobody is counted, and no rounding to all or none', async () => {
    const { key } = await listing('Nobody', [{ is_bot: true }, {}]);
    expect(await figures(key)).toMatchObject({ counted: 0, sharePercent: undefined });
    const off = Array.from({ length: 999 }, () => ({ has_2fa: false }));
    const on = Array.from({ length: 999 }, () => ({ has_2fa: true }));
    const { key: few } = await listing('Few', [{ has_2fa: true }, ...off]);
    expect(await figures(few)).toMatchObject({ on: 1, counted: 1_000, sharePercent: 1 });
    const { key: most } = await listing('Most', [{ has_2fa: false }, ...on]);
    expect(await figures(most)).toMatchObject({ on: 999, sharePercent: 99 });
  });

  test('takes names and zones as they come, NUL and quotes included', async () => {
    const name = `O'Brien"; DROP TABLE \u0000 {a,b}`;
    const { key } = await listing('Names', [
      { has_2fa: false, real_name: name, tz: 'Asia/Tokyo' },
      { has_2fa: false },
    ]);
    expect(await one.twoFactor.peopleWithout(key)).toEqual([
      expect.objectContaining({ name: `O'Brien"; DROP TABLE {a,b}`, timeZone: 'Asia/Tokyo' }),
      expect.objectContaining({ name: undefined, timeZone: undefined }),
    ]);
  });
});

describe.each(databasesUnderTest)('somebody’s status for an admin, on $name', ({ open }) => {
  let database: Database;
  let one: CountingUnderTest;
  beforeAll(async () => {
    database = await open();
    one = await startCounting(database);
  });
  afterAll(async () => {
    await one.stop();
    await database.close();
  });

  test('is asked through the admin’s own permission, live', async () => {
    const { place, owner } = await one.workspace('Own');
    const admin = await one.adminOf(owner);
    const zoe = place.person('Zoe', { role: 'guest', twoFactor: 'off' });
    expect(await one.twoFactor.personStatus(admin, zoe.id)).toMatchObject({
      kind: 'off',
      name: 'Zoe',
      guest: true,
    });
    zoe.setTwoFactor('sms');
    expect(await one.twoFactor.personStatus(admin, zoe.id)).toMatchObject({ kind: 'on', by: 'sms' });
    await one.twoFactor.exempt(admin, zoe.id, {
      reason: 'Shared',
      until: new Date(one.clock().getTime() + DAY_MS),
    });
    expect(await one.twoFactor.personStatus(admin, zoe.id)).toMatchObject({
      kind: 'on',
      exemption: { reason: 'Shared', byUserId: owner.id },
    });
    await zoe.deactivate();
    expect(await one.twoFactor.personStatus(admin, zoe.id)).toMatchObject({ kind: 'deactivated' });
    expect(await one.twoFactor.personStatus(admin, 'USLACKBOT')).toMatchObject({ kind: 'bot' });
  });

  test('is asked through nobody else’s permission, whatever they agreed to', async () => {
    const { place, owner } = await one.workspace('Others');
    const ada = place.person('Ada', { role: 'admin', twoFactor: 'app' });
    const admin = await one.adminOf(ada);
    const zoe = place.person('Zoe', { twoFactor: 'off' });
    expect(await one.twoFactor.personStatus(admin, zoe.id)).toEqual({
      userId: zoe.id,
      kind: 'not_visible',
      because: 'no_own_permission',
    });
    await one.twoFactor.agreeToCoverage(await one.adminOf(owner));
    const before = one.slack.calls.length;
    expect(await one.twoFactor.personStatus(admin, zoe.id)).toMatchObject({ because: 'no_own_permission' });
    const asked = one.slack.calls.slice(before).filter(({ args }) => args.user === zoe.id);
    expect(asked).toEqual([]);
  });

  test('through a permission that expired for good, or that Slack calls dead, says what is missing', async () => {
    const rotating = await startCounting(database, { rotation: true });
    try {
      for (const end of ['dead', 'expired']) {
        const { place, owner } = await rotating.workspace(`Their own ${end}`);
        const zoe = place.person('Zoe', { twoFactor: 'off' });
        const admin = await rotating.adminOf(owner);
        owner.tokens().killRefreshTokens();
        if (end === 'dead') rotating.slack.fault('users.info', { error: 'account_inactive' });
        else rotating.forward(13 * 60 * 60_000);
        expect(await rotating.twoFactor.personStatus(admin, zoe.id)).toEqual({
          userId: zoe.id,
          kind: 'not_visible',
          because: 'no_own_permission',
        });
      }
    } finally {
      await rotating.stop();
    }
  });

  test('tells nothing of people who are not there or belong to another company', async () => {
    const { place, owner } = await one.workspace('Nobody');
    const admin = await one.adminOf(owner);
    const stranger = place.person('Else', { role: 'stranger' });
    const other = await one.workspace('Neighbour');
    for (const userId of ['U0FORGED', stranger.id, other.owner.id]) {
      expect(await one.twoFactor.personStatus(admin, userId)).toEqual({ userId, kind: 'nobody_here' });
    }
  });

  test('says single sign-on, not off, and not visible where Slack leaves it out', async () => {
    const { place, owner } = await one.workspace('Signed on', { sso: true });
    const zoe = place.person('Zoe', { twoFactor: 'off' });
    const admin = await one.adminOf(owner);
    expect(await one.twoFactor.personStatus(admin, zoe.id)).toMatchObject({ kind: 'single_sign_on' });
    const { place: plain, owner: olga } = await one.workspace('Left out');
    const seer = await one.adminOf(olga);
    one.slack.fault('users.info', { answer: { ok: true, user: { id: 'U1', team_id: plain.id } } }, 1);
    expect(await one.twoFactor.personStatus(seer, 'U1')).toMatchObject({
      kind: 'not_visible',
      because: 'slack_does_not_say',
    });
  });
});
