import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { currentReference, runInRequest } from '../../src/observability/request-context.ts';

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
