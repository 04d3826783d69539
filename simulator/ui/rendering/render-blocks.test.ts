import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mrkdwnToHtml } from './mrkdwn.ts';
import { renderBlocks } from './render-blocks.ts';

const now = new Date('2026-11-24T12:00:00Z');
const reading = {
  now,
  nameOf: (id: string) =>
    ({ U1: '<script>alert(1)</script>', U2: '*bold* _and_ `code`', U3: '\uE0000\uE001' })[id],
};
const rendering = { ...reading, pressUrl: '/client/T1/U1/press/A1', prefix: 'home' };
const read = (mrkdwn: string) => mrkdwnToHtml(mrkdwn, reading);
const render = (...blocks: Record<string, unknown>[]) => renderBlocks(blocks, rendering);
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

/** Every tag that may come out, its attributes in double quotes; what is left must hold no tag. */
const TAG =
  /<\/?(?:a|article|b|blockquote|br|button|code|details|dialog|div|fieldset|figcaption|figure|form|h2|hr|i|img|input|label|legend|li|noscript|ol|optgroup|option|p|pre|s|select|small|span|summary|textarea|time|u|ul)(?: [a-z-]+(?:="[^"<>]*")?)*>/g;
const withoutTags = (html: string) => html.replace(TAG, '');

describe('nothing that is written becomes markup it should not be', () => {
  test('a name with a script in it stays a name', () => {
    const html = render(section('Hello <@U1>'), {
      type: 'header',
      text: { type: 'plain_text', text: '<img onerror=x>' },
    });
    expect(html).toContain('@&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&lt;img onerror=x&gt;');
    expect(withoutTags(html)).not.toMatch(/[<>]/);
  });

  test('a name with marks in it is not formatted', () => {
    expect(read('Hello <@U2>')).toBe('Hello <span class="mention">@*bold* _and_ `code`</span>');
  });

  test('plain text is not formatted', () => {
    const context = { type: 'context', elements: [{ type: 'plain_text', text: '*not* <@U1> `this`' }] };
    expect(render(context)).toContain('<span>*not* &lt;@U1&gt; `this`</span>');
  });

  test('a link to a script is no link', () => {
    const url = 'javascript:alert(1)';
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, url };
    expect(read(`<${url}|click>`)).not.toContain('<a');
    expect(render({ type: 'actions', elements: [button] })).not.toContain('href');
  });

  test('the places kept free for later cannot be forged', () => {
    expect(read('`secret` \uE0000\uE001 <@U3>')).not.toMatch(/secret.*secret/);
  });

  const hostile = fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '*',
        '_',
        '~',
        '`',
        '```',
        '|',
        '\n',
        ' ',
        'a',
        'onclick=',
        '<@U1>',
        '<@U2>',
        '<!date^1^{date}^https://a.b|x>',
        'https://a.b/"',
        '<https://a.b|',
        ':tada:',
        '&lt;',
        '&amp;',
        '\uE0000\uE001',
        '</b>',
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join(''));

  test('whatever is written, only known tags come out, and nothing is left open', () => {
    const text = fc.oneof(hostile, fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const plain = (words: string) => ({ type: 'plain_text', text: words });
        const confirm = {
          title: plain(a),
          text: { type: 'mrkdwn', text: b },
          confirm: plain(c),
          deny: plain(a),
        };
        const option = { text: plain(b), value: c };
        const html = render(
          section(a),
          { type: 'header', text: plain(b), block_id: c },
          {
            type: 'actions',
            elements: [
              { type: 'button', action_id: a, value: b, text: plain(c), accessibility_label: a, confirm },
              { type: 'overflow', action_id: b, options: [option] },
              { type: 'static_select', action_id: c, placeholder: plain(a), options: [option] },
            ],
          },
          { type: 'image', alt_text: a, image_url: b, title: plain(c) },
          {
            type: 'input',
            label: plain(a),
            hint: plain(b),
            element: { type: 'plain_text_input', action_id: c, initial_value: a },
          },
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: a },
                  { type: 'link', url: b, text: c },
                ],
              },
            ],
          },
          { type: a },
        );
        expect(withoutTags(html)).not.toMatch(/[<>]/);
        expect(html.match(/<b>/g)?.length).toBe(html.match(/<\/b>/g)?.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what can be pressed', () => {
  const press = (html: string) =>
    [...html.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => `${name}=${value}`);
  const button = (more: Record<string, unknown>) => ({
    type: 'button',
    action_id: 'go',
    text: { type: 'plain_text', text: 'Go' },
    ...more,
  });

  test('equal buttons are told apart by their number', () => {
    const html = render(
      { type: 'actions', elements: [button({ value: 'x' })] },
      { type: 'actions', elements: [button({ value: 'x' })] },
    );
    expect(press(html)).toEqual(['action_id=go', 'value=x', 'nth=0', 'action_id=go', 'value=x', 'nth=1']);
  });

  test('a button without a value is counted among all of its action', () => {
    const html = render({ type: 'actions', elements: [button({ value: 'x' }), button({})] });
    expect(press(html)).toEqual(['action_id=go', 'value=x', 'nth=0', 'action_id=go', 'value=', 'nth=1']);
  });

  test('a dialog stands between a press and its sending, in the style that the app asked for', () => {
    const plain = (text: string) => ({ type: 'plain_text', text });
    const confirm = {
      title: plain('Sure?'),
      text: plain('Really?'),
      confirm: plain('Yes'),
      deny: plain('No'),
      style: 'danger',
    };
    const html = render({ type: 'actions', elements: [button({ confirm })] });
    expect(html).toContain('data-confirm="home-0-0-confirm"');
    expect(html).toMatch(
      /<dialog id="home-0-0-confirm"[\s\S]*<button class="btn danger" value="confirm">Yes<\/button>/,
    );
  });

  test('without an address nothing can be pressed', () => {
    const { pressUrl: _, ...still } = rendering;
    expect(renderBlocks([{ type: 'actions', elements: [button({})] }], still)).not.toContain('<form');
  });
});
