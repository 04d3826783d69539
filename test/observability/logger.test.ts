import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { currentReference, runInRequest } from '../../src/observability/request-context.ts';
import { slackLogger } from '../../src/observability/slack-logger.ts';

function recording(secrets: string[] = []) {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'trace',
    secrets,
    destination: { write: (line) => void lines.push(line) },
  });
  return { logger, lines };
}

describe('the log', () => {
  test.each([
    'xoxb-1234-abcdef',
    'xoxp-1234-abcdef',
    'xoxe-1-abcdef',
    'xoxe.xoxb-1-abcdef',
    'xapp-1-A1-abcdef',
    'xwfp-abcdef',
    'https://hooks.slack.com/services/T1/B1/abcdef',
  ])('holds no %s, wherever it stands', (secret) => {
    const { logger, lines } = recording();
    logger.info({ deep: { list: [`before ${secret} after`] } }, `in the message ${secret}`);
    logger.error({ err: new Error(`in an error ${secret}`, { cause: new Error(secret) }) });
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('abcdef');
    expect(lines.join()).toContain('before [secret removed] after');
  });

  test('holds none of the secrets that it was told', () => {
    const { logger, lines } = recording(['the-signing-secret']);
    logger.warn({ header: 'v0=the-signing-secret' }, 'the-signing-secret');
    expect(lines.join()).not.toContain('the-signing-secret');
  });

  test('holds none of them in another form either: in JSON, in a URL, in HTTP Basic', () => {
    const secret = 'pa"ssw\\0rd/+=&x7';
    const { logger, lines } = recording([secret]);
    const basic = Buffer.from(secret).toString('base64');
    logger.info({ secret, basic, url: `https://x.example/?secret=${encodeURIComponent(secret)}` });
    logger.error({ err: new Error(`refused ${secret}`) }, JSON.stringify({ secret }));
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    expect(lines.join()).not.toMatch(/ssw|0rd|x7/);
    expect(lines.join()).not.toContain(basic);
  });

  test('changes its level while it runs, for Bolt and the Slack client, too', () => {
    const { logger, lines } = recording();
    logger.level = 'info';
    const bolt = slackLogger(logger, 'bolt');
    bolt.debug('unheard');
    logger.level = 'debug';
    bolt.debug('heard');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['heard']);
  });

  test('carries the reference that people are shown', () => {
    const { logger, lines } = recording();
    const shown = runInRequest(() => {
      logger.info('inside');
      return currentReference();
    });
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ reference: shown, level: 'info', msg: 'inside' });
    expect(shown).toMatch(/^[0-9A-Z]{8}$/);
  });
});
