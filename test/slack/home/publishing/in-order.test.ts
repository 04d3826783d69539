import { describe, expect, test } from '@jest/globals';
import { createInOrder } from '../../../../src/slack/home/publishing/in-order.ts';

describe('work in order', () => {
  test('on one thing runs one after the other, on another beside it', async () => {
    const inOrder = createInOrder();
    const seen: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = inOrder('a', () => held.then(() => seen.push('first')));
    const second = inOrder('a', async () => seen.push('second'));
    await inOrder('b', async () => seen.push('beside'));
    release();
    await Promise.all([first, second]);
    expect(seen).toEqual(['beside', 'first', 'second']);
  });

  test('goes on after a failure, which only its own caller sees', async () => {
    const inOrder = createInOrder();
    const failing = inOrder('a', async () => {
      throw new Error('mine');
    });
    const next = inOrder('a', async () => 'fine');
    await expect(failing).rejects.toThrow('mine');
    await expect(next).resolves.toBe('fine');
  });
});
