import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { AppError, toAppError } from '../../src/errors.ts';
import { allowListed, createLogger } from '../../src/observability/logger.ts';
import { currentReference, runInRequest } from '../../src/observability/request-context.ts';
import { createScrub } from '../../src/observability/scrub.ts';
import { slackLogger } from '../../src/observability/slack-logger.ts';
import { NotSlacksAnswer } from '../../src/slack-api/slack-answer.ts';

function recording(secrets: string[] = []) {
  const lines: ReturnType<typeof JSON.parse>[] = [];
  const logger = createLogger({
    level: 'trace',
    secrets,
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  return { logger, lines };
}

describe('the log', () => {
  test('writes the fields it knows, each in its form, and counts what it leaves out', () => {
    const { logger, lines } = recording();
    const asked = {
      userId: 'U1',
      attempt: 2,
      retryAt: null,
      method: 'views.open',
      reason: 'in hospital',
      body: { a: 1 },
    };
    logger.info(asked, 'A sentence');
    expect(lines[0]).toMatchObject({
      userId: 'U1',
      attempt: 2,
      retryAt: null,
      method: 'views.open',
      msg: 'A sentence',
    });
    expect(lines[0]).toMatchObject({ leftOut: 2 });
    expect(JSON.stringify(lines)).not.toMatch(/hospital|body/);
  });

  test.each([
    ['userId', 'Ada Lovelace'],
    ['teamId', { id: 'T1' }],
    ['path', '/slack/oauth_redirect?code=1'],
    ['path', '/1.2.abc'],
    ['slackError', '<html>a login page'],
    ['attempt', '2'],
    ['matters', ['somebody wrote this']],
    ['did', { renewed: 'a text' }],
  ])('writes nothing into %s that is not what the field is for: %j', (field, value) => {
    const { logger, lines } = recording();
    logger.info({ [field]: value }, 'A sentence');
    const written = JSON.stringify(lines[0]);
    for (const text of ['Ada', 'code', 'abc', 'html', '"2"', 'wrote', 'a text'])
      expect(written).not.toContain(text);
  });

  test('tells of an error its name, codes, place and causes, and the words of our own errors alone', () => {
    const { logger, lines } = recording();
    const answer = {
      error: 'invalid_blocks',
      view: { title: 'private' },
      response_metadata: { messages: ['[ERROR] no [json-pointer:/view/blocks/3/text]'] },
    };
    const inner = Object.assign(new Error('body: private'), {
      code: 'slack_webapi_platform_error',
      data: answer,
      headers: { cookie: 'private' },
    });
    const system = Object.assign(new Error('connect private'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
      cause: inner,
    });
    const err = new AppError({
      code: 'slack_refused',
      message: 'Slack refused views.open.',
      hint: 'Look.',
      cause: system,
    });
    logger.error({ err }, 'A sentence');
    expect(lines[0].err).toMatchObject({
      name: 'AppError',
      code: 'slack_refused',
      message: 'Slack refused views.open.',
      hint: 'Look.',
      stack: expect.stringContaining('logger.test.ts'),
      cause: {
        code: 'ECONNREFUSED',
        syscall: 'connect',
        cause: { slackError: 'invalid_blocks', pointers: ['/view/blocks/3/text'] },
      },
    });
    expect(JSON.stringify(lines)).not.toContain('private');
  });

  test('says what was wrong with an answer that is not Slack’s, in words of our own', () => {
    const { logger, lines } = recording();
    const cause = new NotSlacksAnswer('it is empty');
    const err = new AppError({ code: 'slack_unreachable', message: `No answer: ${cause.message}.`, cause });
    logger.warn({ err }, 'failed');
    expect(lines[0].err).toMatchObject({
      message: 'No answer: the answer isn’t Slack’s: it is empty.',
      cause: { message: 'the answer isn’t Slack’s: it is empty' },
    });
  });

  test('cuts a foreign message out of ours, and out of the stack', () => {
    const { logger, lines } = recording();
    const cause = new TypeError('private\n    at private (x.js:1:1)');
    const err = new AppError({ code: 'database_unavailable', message: `It failed: ${cause.message}`, cause });
    logger.error({ err }, 'A sentence');
    logger.error({ err: 'private' }, 'A sentence');
    logger.error({ err: toAppError(cause) }, 'A sentence');
    expect(lines[0].err).toMatchObject({ message: 'It failed: …', cause: { name: 'TypeError' } });
    expect(lines[1].err).toEqual({ name: 'a thrown string' });
    expect(JSON.stringify(lines)).not.toContain('private');
  });

  test('holds none of the secrets that it was told, should one look like an id', () => {
    const { logger, lines } = recording(['the-signing-secret']);
    logger.warn({ reason: 'the-signing-secret', why: 'xoxb-1234-abcdef' }, 'A sentence');
    expect(lines[0]).toMatchObject({ reason: '[secret removed]', why: '[secret removed]' });
  });

  test('lets the level be changed while it runs', () => {
    const { logger, lines } = recording();
    logger.level = 'info';
    logger.debug('unheard');
    logger.level = 'debug';
    logger.child({ job: 'sweep' }).debug('heard');
    expect(lines).toMatchObject([{ msg: 'heard', job: 'sweep' }]);
  });

  test('takes from Bolt and the clients of Slack what it knows, up to the first value', () => {
    const { logger, lines } = recording();
    const bolt = slackLogger(logger, 'bolt');
    bolt.debug('http request body: private');
    bolt.warn('Failed to parse and verify the request data: private');
    bolt.error('Unheard of: private', new Error('private'));
    expect(lines).toMatchObject([
      { part: 'bolt', level: 'warn', msg: 'Failed to parse and verify the request data' },
      { part: 'bolt', level: 'error', err: { name: 'Error' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('private');
  });

  test('holds the same line with a pino logger that somebody else made', () => {
    const written: string[] = [];
    const theirs = pino({ level: 'trace' }, { write: (line) => void written.push(line) });
    allowListed(theirs).warn({ err: new Error('private'), userId: 'U1' }, 'A sentence');
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ userId: 'U1', err: { name: 'Error' } });
    expect(written[0]).not.toContain('private');
  });

  test('carries the reference that people are shown', () => {
    const { logger, lines } = recording();
    const shown = runInRequest(() => {
      logger.info('inside');
      return currentReference();
    });
    expect(lines[0]).toMatchObject({ reference: shown, level: 'info', msg: 'inside' });
    expect(shown).toMatch(/^[0-9A-Z]{8}$/);
  });
});

describe('the scrub', () => {
  test.each([
    'xoxb-1234-abcdef',
    'xoxp-1234-abcdef',
    'xoxe-1-abcdef',
    'xoxe.xoxb-1-abcdef',
    'xapp-1-A1-abcdef',
    'xwfp-abcdef',
    'https://hooks.slack.com/services/T1/B1/abcdef',
  ])('removes %s, wherever it stands', (secret) => {
    expect(createScrub([])(`before ${secret} after`)).toBe('before [secret removed] after');
  });

  test('removes a known secret in every form: in JSON, in a URL, in HTTP Basic', () => {
    const secret = 'pa"ssw\\0rd/+=&x7';
    const scrub = createScrub([secret]);
    const basic = Buffer.from(secret).toString('base64');
    const forms = {
      secret,
      basic,
      url: `https://x.example/?secret=${encodeURIComponent(secret)}`,
      json: JSON.stringify({ secret }),
    };
    const line = scrub(JSON.stringify(forms));
    expect(() => JSON.parse(line)).not.toThrow();
    expect(line).not.toMatch(/ssw|0rd|x7/);
    expect(line).not.toContain(basic);
  });
});
