import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FOR_ADMINS, ON_REQUEST, TOPICS, URGENT } from '../../src/notifications/topics.ts';

/** The rows of the table in the docs, by topic. */
const rows = new Map(
  readFileSync('docs/notifications.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `\w+` \|/.test(line))
    .map((line) => {
      const [topic = '', to = '', when = '', unasked = ''] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [topic.replaceAll('`', ''), { to, when, unasked }];
    }),
);

test('the table in docs/notifications.md has each topic and no other', () => {
  expect([...rows.keys()].sort()).toEqual([...TOPICS].sort());
});

test.each(TOPICS)(
  'the table says of %s to whom it goes, whether nights matter and who asks for it',
  (topic) => {
    const row = rows.get(topic);
    expect(row?.unasked).toBe(ON_REQUEST.has(topic) ? 'no' : 'yes');
    expect(/at any hour/.test(row?.when ?? '')).toBe(URGENT.has(topic));
    expect(/^(an admin|the admins)\b/.test(row?.to ?? '')).toBe(FOR_ADMINS.has(topic));
  },
);
