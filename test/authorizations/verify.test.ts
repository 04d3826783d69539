import { describe, expect, test } from '@jest/globals';
import type { Authorization } from '../../src/authorizations/listing/list.ts';
import { createVerify } from '../../src/authorizations/verify.ts';
import { english } from '../../src/locales/words.ts';
import { outcomeSentence } from '../../src/slack/authorizations/describe-outcome.ts';
import { SlackError } from '../../src/slack-api/slack-error.ts';

const now = new Date('2026-11-24T10:00:00Z');
const authorization = (kind: 'bot' | 'user'): Authorization => ({
  id: `01900000-0000-7000-8000-00000000000${kind === 'bot' ? 1 : 2}`,
  kind,
  key: { installedIn: 'T1', isEnterpriseInstall: false },
  placeName: 'Acme',
  status: 'working',
  cause: { kind: 'works' },
  scopes: ['users:read'],
  grantedByUserId: 'U1',
  grantedAt: now,
  renewal: { kind: 'lasts' },
  lastUsedAt: null,
  verifiedAt: null,
  ids: { app: null, bot: null, botUser: null },
});

/** What a person reads after pressing Verify, when Slack or the database do this. */
async function reads(
  kind: 'bot' | 'user',
  {
    slack,
    database = true,
  }: { slack?: ConstructorParameters<typeof SlackError>[0]['code']; database?: boolean },
): Promise<string> {
  const caller = async () => ({
    async call<Answer>() {
      if (slack) {
        throw new SlackError({ code: slack, message: slack, method: 'auth.test', retryAfterSeconds: 30 });
      }
      return {} as Answer;
    },
  });
  const keep = async () => {
    if (database) return undefined as never;
    throw Object.assign(new Error('gone'), { name: 'PrismaClientInitializationError' });
  };
  const verify = createVerify({
    installations: {
      asBot: caller,
      asUser: caller,
      endBot: keep,
      endUser: keep,
      recordBotVerification: keep,
      recordUserVerification: keep,
    },
    clock: () => now,
  });
  const row = authorization(kind);
  return outcomeSentence(english, await verify(row), row);
}

describe('what a verification tells', () => {
  test('is six different sentences for the six things that may come of it', async () => {
    const sentences = await Promise.all([
      reads('user', {}),
      reads('user', { slack: 'slack_token_dead' }),
      reads('bot', { slack: 'slack_token_dead' }),
      reads('user', { slack: 'slack_rate_limited' }),
      reads('user', { slack: 'slack_unreachable' }),
      reads('user', { database: false }),
    ]);
    expect(sentences.map((each) => each.replace(/<[^>]*>/, '…'))).toEqual([
      'Checked …: it works.',
      'Checked …: Slack says it was revoked. Its token is erased here.',
      'Checked …: the app was removed there. Its token is erased here.',
      'Not checked …: Slack is rate-limiting Lanyard. Try again in 30 seconds.',
      'Not checked …: Slack didn’t answer. Try again in a minute.',
      'Not checked …: Lanyard couldn’t reach its own database, so Slack’s answer wasn’t saved. Try again in a minute.',
    ]);
  });

  test.each([['slack_timeout'], ['slack_unreachable']] as const)('is the same for %s', async (slack) => {
    expect(await reads('user', { slack })).toContain('Slack didn’t answer');
  });

  test('is the same about a permission that is being revoked, without asking Slack', async () => {
    const row: Authorization = {
      ...authorization('user'),
      status: 'needs_attention',
      cause: { kind: 'revoking', at: now, byUserId: 'U1', tries: 1, goesOn: true },
    };
    const nobody = async () => {
      throw new Error('Nobody is to be asked.');
    };
    const verify = createVerify({
      installations: {
        asBot: nobody,
        asUser: nobody,
        endBot: nobody,
        endUser: nobody,
        recordBotVerification: nobody,
        recordUserVerification: nobody,
      },
      clock: () => now,
    });
    expect(outcomeSentence(english, await verify(row), row)).toContain('Lanyard no longer uses it');
  });
});
