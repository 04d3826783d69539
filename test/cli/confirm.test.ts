import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { confirm } from '../../src/cli/confirm.ts';

function asked(signal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  return { input, output, answer: confirm('Delete? [y/N] ', { input, output, signal }) };
}

test.each([
  ['y', true],
  ['yes', true],
  [' Y ', true],
  ['', false],
  ['n', false],
  ['yep', false],
  ['delete', false],
])('typing %j answers %s', async (typed, answer) => {
  const one = asked();
  one.input.write(`${typed}\n`);
  expect(await one.answer).toBe(answer);
  one.output.end();
  expect(await text(one.output)).toContain('Delete? [y/N] ');
});

test('an input that ends, and a signal, are a no', async () => {
  const ended = asked();
  ended.input.end();
  expect(await ended.answer).toBe(false);
  const stopping = new AbortController();
  const stopped = asked(stopping.signal);
  stopping.abort();
  expect(await stopped.answer).toBe(false);
});
