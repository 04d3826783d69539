import { describe, expect, test } from '@jest/globals';
import { mrkdwnToHtml } from './mrkdwn.ts';

const now = new Date('2026-11-24T12:00:00Z');
const read = (mrkdwn: string) => mrkdwnToHtml(mrkdwn, { now, nameOf: () => undefined });

describe('mrkdwn', () => {
  test.each([
    ['*bold* _italic_ ~gone~ `code`', '<b>bold</b> <i>italic</i> <s>gone</s> <code>code</code>'],
    ['*bold _both_*', '<b>bold <i>both</i></b>'],
    ['snake_case_word 2*3*4 *not bold', 'snake_case_word 2*3*4 *not bold'],
    ['`*as is* <@U1>`', '<code>*as is* &lt;@U1&gt;</code>'],
    ['&lt;b&gt; &amp;lt;', '&lt;b&gt; &amp;lt;'],
    ['one\ntwo', 'one<br>two'],
    ['> a\n> b\nc', '<blockquote>a<br>b</blockquote>c'],
    [':tada: :unknown_thing:', '<span class="emoji">🎉</span> :unknown_thing:'],
    ['<@UNOBODY>', '<span class="mention">@UNOBODY</span>'],
    ['<!date^0^{nonsense}|then>', '<time datetime="1970-01-01T00:00:00.000Z">then</time>'],
  ])('%s', (written, html) => {
    expect(read(written)).toBe(html);
  });

  test('a link opens elsewhere and cannot look back', () => {
    expect(read('<https://example.com/?a=1&amp;b=2|a *label*>')).toBe(
      '<a href="https://example.com/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">a *label*</a>',
    );
  });

  test('a date is shown in words, close ones as such', () => {
    const today = Math.floor(now.getTime() / 1000);
    expect(read(`<!date^${today}^given {date_short_pretty}|x>`)).toContain('>given today</time>');
    expect(read('<!date^1700000000^{date_long}|x>')).toContain('November');
  });
});
