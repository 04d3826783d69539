import { expect, test } from '@jest/globals';
import { pageOf } from '../../../src/authorizations/listing/page.ts';

test.each([
  ['of an empty list is its only one', 0, 1, { number: 1, pages: 1, offset: 0 }],
  ['of ten is one', 10, 1, { number: 1, pages: 1, offset: 0 }],
  ['of eleven may be the second', 11, 2, { number: 2, pages: 2, offset: 10 }],
  ['in the middle begins after those before it', 35, 3, { number: 3, pages: 4, offset: 20 }],
  ['after the last becomes the last', 35, 9, { number: 4, pages: 4, offset: 30 }],
  ['before the first becomes the first', 35, 0, { number: 1, pages: 4, offset: 0 }],
  ['that is no whole number becomes the first', 35, 2.5, { number: 1, pages: 4, offset: 0 }],
])('a page %s', (_, total, wanted, page) => {
  expect(pageOf(total, wanted)).toEqual({ ...page, total, limit: 10 });
});
