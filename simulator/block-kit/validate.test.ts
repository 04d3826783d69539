import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateMessageBlocks, validateView } from './validate.ts';

type Json = Record<string, unknown>;
const plain = (text: string) => ({ type: 'plain_text', text });
const button = (more: Json = {}): Json => ({ type: 'button', text: plain('Press'), ...more });
const section = (more: Json = {}): Json => ({
  type: 'section',
  text: { type: 'mrkdwn', text: 'Hello' },
  ...more,
});
const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
const home = (...blocks: unknown[]): Json => ({ type: 'home', blocks });
const modal = (more: Json, ...blocks: unknown[]): Json => ({
  type: 'modal',
  title: plain('Title'),
  blocks,
  ...more,
});
const option = (more: Json = {}): Json => ({ text: plain('One'), value: 'one', ...more });
const confirm = (more: Json = {}): Json => ({
  title: plain('Sure?'),
  text: plain('It cannot be undone.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});
const input = (element: Json): Json => ({ type: 'input', label: plain('Label'), element });
const only = (element: Json) => home(actions(element));
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const lengths: [what: string, max: number, make: (text: string) => Json, pointer: string][] = [
  ['a header', 150, (text) => home({ type: 'header', text: plain(text) }), '/blocks/0/text/text'],
  ['a section', 3000, (text) => home(section({ text: plain(text) })), '/blocks/0/text/text'],
  [
    'a field',
    2000,
    (text) => home(section({ fields: [plain('a'), plain(text)] })),
    '/blocks/0/fields/1/text',
  ],
  ['a button', 75, (text) => only(button({ text: plain(text) })), '/blocks/0/elements/0/text/text'],
  [
    "a button's label",
    75,
    (text) => only(button({ accessibility_label: text })),
    '/blocks/0/elements/0/accessibility_label',
  ],
  ["a button's value", 2000, (value) => only(button({ value })), '/blocks/0/elements/0/value'],
  ['an action_id', 255, (text) => only(button({ action_id: text })), '/blocks/0/elements/0/action_id'],
  ['a block_id', 255, (text) => home({ type: 'divider', block_id: text }), '/blocks/0/block_id'],
  [
    'a dialog title',
    100,
    (text) => only(button({ confirm: confirm({ title: plain(text) }) })),
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    'a dialog text',
    300,
    (text) => only(button({ confirm: confirm({ text: plain(text) }) })),
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'a dialog button',
    30,
    (text) => only(button({ confirm: confirm({ deny: plain(text) }) })),
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  [
    'an option',
    75,
    (text) => only({ type: 'overflow', options: [option({ text: plain(text) })] }),
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'an option value',
    75,
    (value) => only({ type: 'overflow', options: [option({ value })] }),
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'a placeholder',
    150,
    (text) => only({ type: 'static_select', options: [option()], placeholder: plain(text) }),
    '/blocks/0/elements/0/placeholder/text',
  ],
  [
    'alt_text',
    2000,
    (text) => home({ type: 'image', image_url: 'https://example.com/a.png', alt_text: text }),
    '/blocks/0/alt_text',
  ],
  ['private_metadata', 3000, (text) => ({ ...home(), private_metadata: text }), '/private_metadata'],
  ['callback_id', 255, (text) => ({ ...home(), callback_id: text }), '/callback_id'],
  ['a modal title', 24, (text) => modal({ title: plain(text) }), '/title/text'],
  ['a modal submit', 24, (text) => modal({ submit: plain(text) }), '/submit/text'],
  ['a modal close', 24, (text) => modal({ close: plain(text) }), '/close/text'],
  [
    'a label',
    2000,
    (text) => modal({ submit: plain('Go') }, { ...input({ type: 'plain_text_input' }), label: plain(text) }),
    '/blocks/0/label/text',
  ],
];

const counts: [what: string, max: number, make: (count: number) => Json, pointer: string][] = [
  ['blocks of a Home', 100, (count) => home(...times(count, () => section())), '/blocks'],
  ['blocks of a modal', 100, (count) => modal({}, ...times(count, () => section())), '/blocks'],
  ['fields', 10, (count) => home(section({ fields: times(count, () => plain('a')) })), '/blocks/0/fields'],
  [
    'elements of actions',
    25,
    (count) => home(actions(...times(count, () => button()))),
    '/blocks/0/elements',
  ],
  [
    'elements of context',
    10,
    (count) => home({ type: 'context', elements: times(count, () => plain('a')) }),
    '/blocks/0/elements',
  ],
  [
    'overflow options',
    5,
    (count) => only({ type: 'overflow', options: times(count, () => option()) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'select options',
    100,
    (count) => only({ type: 'static_select', options: times(count, () => option()) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'checkboxes',
    10,
    (count) => only({ type: 'checkboxes', options: times(count, () => option()) }),
    '/blocks/0/elements/0/options',
  ],
];

describe('limits', () => {
  test.each(lengths)('%s takes %i characters and not one more', (_, max, make, pointer) => {
    expect(validateView(make('x'.repeat(max)))).toEqual([]);
    const said = `must be less than ${max + 1} characters [json-pointer:/view${pointer}]`;
    expect(validateView(make('x'.repeat(max + 1)))).toContain(said);
  });

  test.each(lengths)('%s takes every text that fits (%i), whatever its letters', (_, max, make) => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: max, unit: 'grapheme' }), (text) => {
        fc.pre(text.trim() !== '' && text.length <= max);
        expect(validateView(make(text))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test.each(counts)('%s: %i and not one more', (_, max, make, pointer) => {
    expect(validateView(make(max))).toEqual([]);
    const said = `no more than ${max} items allowed [json-pointer:/view${pointer}]`;
    expect(validateView(make(max + 1))).toContain(said);
  });

  test('a message takes 50 blocks and not one more', () => {
    expect(validateMessageBlocks(times(50, () => section()))).toEqual([]);
    const said = ['no more than 50 items allowed [json-pointer:/blocks]'];
    expect(validateMessageBlocks(times(51, () => section()))).toEqual(said);
  });
});

const refused: [what: string, view: unknown, message: string][] = [
  ['no view', null, 'must provide an object [json-pointer:/view]'],
  ['no type', { blocks: [] }, 'missing required field: type [json-pointer:/view]'],
  [
    'a foreign type',
    { type: 'workflow_step', blocks: [] },
    'unsupported type: workflow_step [json-pointer:/view/type]',
  ],
  [
    'a type from the prototype',
    home({ type: 'constructor' }),
    'unsupported type: constructor [json-pointer:/view/blocks/0/type]',
  ],
  ['no blocks', { type: 'home' }, 'missing required field: blocks [json-pointer:/view]'],
  [
    'a title on a Home',
    { ...home(), title: plain('a') },
    'invalid additional property: title [json-pointer:/view]',
  ],
  [
    'no title on a modal',
    { type: 'modal', blocks: [] },
    'missing required field: title [json-pointer:/view]',
  ],
  [
    'a table on a Home',
    home({ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }),
    'unsupported type: table [json-pointer:/view/blocks/0/type]',
  ],
  [
    'an empty text',
    home(section({ text: plain('') })),
    'must be more than 0 characters [json-pointer:/view/blocks/0/text/text]',
  ],
  [
    'mrkdwn in a header',
    home({ type: 'header', text: { type: 'mrkdwn', text: 'a' } }),
    'unsupported type: mrkdwn [json-pointer:/view/blocks/0/text/type]',
  ],
  [
    'emoji with mrkdwn',
    home(section({ text: { type: 'mrkdwn', text: 'a', emoji: true } })),
    'invalid additional property: emoji [json-pointer:/view/blocks/0/text]',
  ],
  [
    'a text that is a string',
    home(section({ text: 'a' })),
    'must provide an object [json-pointer:/view/blocks/0/text]',
  ],
  [
    'a section of nothing',
    home({ type: 'section' }),
    'missing required field: text or fields [json-pointer:/view/blocks/0]',
  ],
  [
    'text beside a divider',
    home({ type: 'divider', text: plain('a') }),
    'invalid additional property: text [json-pointer:/view/blocks/0]',
  ],
  [
    'another style',
    only(button({ style: 'default' })),
    'must be a valid enum value [json-pointer:/view/blocks/0/elements/0/style]',
  ],
  [
    'a style of null',
    only(button({ style: null })),
    'must provide a string [json-pointer:/view/blocks/0/elements/0/style]',
  ],
  [
    'a disabled button',
    only(button({ disabled: true })),
    'invalid additional property: disabled [json-pointer:/view/blocks/0/elements/0]',
  ],
  [
    'a script as URL',
    only(button({ url: 'javascript:alert(1)' })),
    'must be a valid url [json-pointer:/view/blocks/0/elements/0/url]',
  ],
  [
    'a dialog without deny',
    only(button({ confirm: confirm({ deny: undefined }) })),
    'missing required field: deny [json-pointer:/view/blocks/0/elements/0/confirm]',
  ],
  [
    'no options',
    only({ type: 'overflow', options: [] }),
    'no less than 1 items allowed [json-pointer:/view/blocks/0/elements/0/options]',
  ],
  [
    'options and groups',
    only({ type: 'static_select' }),
    'must provide exactly one of: options, option_groups [json-pointer:/view/blocks/0/elements/0]',
  ],
  [
    'a first choice that is none',
    only({ type: 'static_select', options: [option()], initial_option: option({ value: 'two' }) }),
    'must be one of the provided options [json-pointer:/view/blocks/0/elements/0/initial_option]',
  ],
  [
    'an image without words',
    home({ type: 'image', image_url: 'https://example.com/a.png' }),
    'missing required field: alt_text [json-pointer:/view/blocks/0]',
  ],
  [
    'an image from nowhere',
    home({ type: 'image', alt_text: 'a' }),
    'must provide exactly one of: image_url, slack_file [json-pointer:/view/blocks/0]',
  ],
  [
    'an input in actions',
    only({ type: 'plain_text_input' }),
    'unsupported type: plain_text_input [json-pointer:/view/blocks/0/elements/0/type]',
  ],
  [
    'a modal input on a Home',
    home(input({ type: 'email_text_input' })),
    'unsupported type: email_text_input [json-pointer:/view/blocks/0/element/type]',
  ],
  [
    'an input without submit',
    modal({}, input({ type: 'plain_text_input' })),
    'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
  ],
  [
    'a block_id twice',
    home({ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'a' }),
    '`block_id` "a" already exists [json-pointer:/view/blocks/1/block_id]',
  ],
  [
    'an action_id twice in a block',
    home(actions(button({ action_id: 'a' }), button({ action_id: 'a' }))),
    '`action_id` "a" already exists [json-pointer:/view/blocks/0/elements/1/action_id]',
  ],
];

describe('a view is refused', () => {
  test.each(refused)('with %s', (_, view, message) => {
    // As it would arrive: what is undefined here is not there.
    expect(validateView(JSON.parse(JSON.stringify(view)))).toContain(message);
  });

  test('with every fault named at once, after the line about the whole', () => {
    expect(validateView(home({ type: 'nonsense' }, section(), { type: 'header' }))).toEqual([
      'failed to match all allowed schemas [json-pointer:/view]',
      'unsupported type: nonsense [json-pointer:/view/blocks/0/type]',
      'missing required field: text [json-pointer:/view/blocks/2]',
    ]);
  });

  test('and nothing that JSON can hold makes the validator throw', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const fields = fc.dictionary(
      fc.constantFrom('type', 'text', 'elements', 'accessory', 'options', '__proto__'),
      value,
    );
    const block = fc.tuple(
      fc.constantFrom('section', 'actions', 'context', 'input', 'rich_text', 'image'),
      fields,
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 3 }), value, (blocks, whole) => {
        const view = home(...blocks.map(([type, more]) => ({ ...more, type })));
        for (const problem of [
          ...validateView(view),
          ...validateView(whole),
          ...validateMessageBlocks(whole),
        ]) {
          expect(problem).toMatch(/ \[json-pointer:\/(view|blocks)[^\]]*\]$/s);
        }
      }),
    );
  });
});

describe('what is allowed', () => {
  test('the same action_id in two blocks', () => {
    const row = actions(button({ action_id: 'verify', value: 'bot' }));
    expect(validateView(home(row, row))).toEqual([]);
  });

  test('an empty Home, and a message without blocks', () => {
    expect(validateView(home())).toEqual([]);
    expect(validateMessageBlocks([])).toEqual([]);
  });

  test('a URL button to this machine, as the demo has', () => {
    expect(validateView(only(button({ url: 'http://localhost:3000/slack/install' })))).toEqual([]);
  });

  test('formatted text in radio buttons', () => {
    const options = [option({ text: { type: 'mrkdwn', text: '*One*' } })];
    expect(validateView(only({ type: 'radio_buttons', options, initial_option: options[0] }))).toEqual([]);
  });

  test('one table in a message, and not two', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
    expect(validateMessageBlocks([table])).toEqual([]);
    expect(validateMessageBlocks([table, table])).toEqual([
      'only_one_table_allowed [json-pointer:/blocks/1]',
    ]);
  });
});
