import { describe, expect, test } from '@jest/globals';
import { inParallel } from '../src/in-parallel.ts';

/** Work that ends when a test says so, in the order in which it began. */
function held() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    endNext: () => ends.shift()?.(),
    work: (thing: number) => {
      begun.push(thing);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('work in parallel', () => {
  test('begins no more at once than it may, and goes on in order', async () => {
    const { begun, endNext, work } = held();
    const all = inParallel([1, 2, 3, 4], { atOnce: 2 }, work);
    await turn();
    expect(begun).toEqual([1, 2]);
    endNext();
    await turn();
    expect(begun).toEqual([1, 2, 3]);
    endNext();
    await turn();
    endNext();
    endNext();
    await all;
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  test('begins nothing more once it is aborted, and waits for what runs', async () => {
    const { begun, endNext, work } = held();
    const stop = new AbortController();
    const all = inParallel([1, 2, 3], { atOnce: 1, signal: stop.signal }, work);
    await turn();
    stop.abort();
    endNext();
    await all;
    expect(begun).toEqual([1]);
  });

  test('begins nothing more after a failure, and fails with it', async () => {
    const begun: number[] = [];
    const all = inParallel([1, 2, 3], { atOnce: 1 }, async (thing) => {
      begun.push(thing);
      throw new Error(`no ${thing}`);
    });
    await expect(all).rejects.toThrow('no 1');
    await turn();
    expect(begun).toEqual([1]);
  });

  test('of nothing is done at once', async () => {
    await expect(inParallel([], { atOnce: 1 }, async () => {})).resolves.toBeUndefined();
  });
});
