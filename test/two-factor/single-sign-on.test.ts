import { describe, expect, test } from '@jest/globals';
import type { Admin } from '../../src/authorizations/roles/require-admin.ts';
import { AppError } from '../../src/errors.ts';
import type { Installations } from '../../src/installations/installations.ts';
import { SlackError } from '../../src/slack-api/slack-error.ts';
import { createOwnTwoFactorStatus } from '../../src/two-factor/own-status.ts';
import { personStatus } from '../../src/two-factor/person-status.ts';
import { usesSingleSignOn } from '../../src/two-factor/single-sign-on.ts';

const PLACE = { teamId: 'T1', enterpriseId: undefined };
type Call = { method: string; of: unknown };

/** A bot that is answered so about its workspace, and people who are all without a second factor. */
function installationsThat(answer: () => unknown) {
  const calls: Call[] = [];
  const caller = {
    async call(method: string, of: unknown) {
      calls.push({ method, of });
      if (method !== 'users.info') return { ok: true, team: answer() };
      return { ok: true, user: { id: 'U2', team_id: 'T1', has_2fa: false, name: 'robin' } };
    },
  };
  const installations = { asBot: async () => caller, asUser: async () => caller };
  return { calls, installations: installations as unknown as Pick<Installations, 'asBot' | 'asUser'> };
}
const refused = (code: 'slack_refused' | 'slack_token_dead' | 'slack_timeout' | 'slack_rate_limited') =>
  new SlackError({ code, message: 'No.', method: 'team.info' });
const throws = (error: Error) => () => {
  throw error;
};

describe('whether people sign in through their company', () => {
  test.each<[string, object, 'yes' | 'no']>([
    ['no provider is named', {}, 'no'],
    ['the provider is an empty object', { sso_provider: {} }, 'no'],
    ['the provider has a name', { sso_provider: { name: 'Okta' } }, 'yes'],
    ['the provider has a type', { sso_provider: { type: 'saml' } }, 'yes'],
  ])('is told by Slack: %s', async (_name, team, answer) => {
    const { installations } = installationsThat(() => team);
    expect(await usesSingleSignOn(installations, PLACE)).toBe(answer);
  });

  test('is asked of the workspace that is meant', async () => {
    const { installations, calls } = installationsThat(() => ({}));
    await usesSingleSignOn(installations, PLACE);
    await usesSingleSignOn(installations, PLACE, 'T2');
    expect(calls.map(({ of }) => of)).toEqual([{}, { team: 'T2' }]);
  });

  test.each([
    refused('slack_refused'),
    refused('slack_token_dead'),
    new AppError({ code: 'not_installed', message: 'Gone.' }),
  ])('is unknown where the bot may not ask: $code', async (error) => {
    const { installations } = installationsThat(throws(error));
    expect(await usesSingleSignOn(installations, PLACE)).toBe('unknown');
  });

  test.each([refused('slack_timeout'), refused('slack_rate_limited'), new Error('A bug.')])(
    'is not guessed when Slack does not answer, or we failed: $name',
    async (error) => {
      const { installations } = installationsThat(throws(error));
      await expect(usesSingleSignOn(installations, PLACE)).rejects.toBe(error);
    },
  );
});

describe('what an admin learns of somebody without a second factor of Slack’s', () => {
  const statusWhen = (answer: () => unknown) => {
    const { installations } = installationsThat(answer);
    const admin = {
      key: { installedIn: 'T1', isEnterpriseInstall: false },
      place: PLACE,
      userId: 'U9',
    } as unknown as Admin;
    return personStatus({ installations, exemptionOf: async () => undefined }, admin, 'U2');
  };

  test('is off where nobody signs in through a company', async () => {
    expect(await statusWhen(() => ({}))).toMatchObject({ kind: 'off', singleSignOn: 'no' });
  });

  test('is off with a doubt where the bot may not ask', async () => {
    const status = await statusWhen(throws(refused('slack_refused')));
    expect(status).toMatchObject({ kind: 'off', singleSignOn: 'unknown' });
  });

  test('is left to the company where people sign in through it', async () => {
    const status = await statusWhen(() => ({ sso_provider: { name: 'Okta' } }));
    expect(status).toMatchObject({ kind: 'single_sign_on' });
  });
});

test('someone without a permission has Slack asked again every ten minutes, however often they look', async () => {
  const { installations, calls } = installationsThat(() => ({ sso_provider: { name: 'Okta' } }));
  const asUser = async () => {
    throw new AppError({ code: 'not_authorized_yet', message: 'None.' });
  };
  let now = Date.parse('2027-01-13T10:00:00Z');
  const { ownStatus } = createOwnTwoFactorStatus({
    installations: { asBot: installations.asBot, asUser },
    clock: () => new Date(now),
  });
  const asked: number[] = [];
  for (let minute = 0; minute <= 20; minute += 4) {
    expect(await ownStatus(PLACE, 'U2')).toEqual({ kind: 'single_sign_on' });
    asked.push(calls.length);
    now += 4 * 60_000;
  }
  expect(asked).toEqual([1, 1, 1, 2, 2, 2]);
});
