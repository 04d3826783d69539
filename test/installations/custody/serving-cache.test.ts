import { describe, expect, test } from '@jest/globals';
import { createServingCache, type ServingCache } from '../../../src/installations/custody/serving-cache.ts';

const at = (cache: ServingCache<string>, installedIn: string[], untilMs?: number) => ({
  ticket: cache.ticket(),
  installedIn,
  nowMs: 0,
  untilMs,
});

describe('the memory of what serves a request', () => {
  test('answers until its lifetime is over, and not at that moment any more', () => {
    const cache = createServingCache<string>({ lifetimeMs: 100 });
    cache.remember('key', 'value', at(cache, ['T1']));
    expect(cache.get('key', 99)).toBe('value');
    expect(cache.get('key', 100)).toBeUndefined();
  });

  test('never answers a token past its own time', () => {
    const cache = createServingCache<string>({ lifetimeMs: 100 });
    cache.remember('key', 'value', at(cache, ['T1'], 50));
    expect(cache.get('key', 49)).toBe('value');
    expect(cache.get('key', 50)).toBeUndefined();
  });

  test('forgets what a change concerns, by the workspace and by the organization, and nothing else', () => {
    const cache = createServingCache<string>();
    cache.remember('a', 'a', at(cache, ['T1', 'E1']));
    cache.remember('b', 'b', at(cache, ['T2', 'E1']));
    cache.remember('c', 'c', at(cache, ['T3']));
    cache.forget('T1');
    expect([cache.get('a', 0), cache.get('b', 0), cache.get('c', 0)]).toEqual([undefined, 'b', 'c']);
    cache.forget('E1');
    expect([cache.get('b', 0), cache.get('c', 0)]).toEqual([undefined, 'c']);
  });

  test('does not remember what was read before a change, whatever changed', () => {
    const cache = createServingCache<string>();
    const read = at(cache, ['T1']);
    cache.forget('T2');
    cache.remember('key', 'old', read);
    expect(cache.get('key', 0)).toBeUndefined();
    const again = at(cache, ['T1']);
    cache.clear();
    cache.remember('key', 'old', again);
    expect(cache.get('key', 0)).toBeUndefined();
  });

  test('forgets everything when anything may have changed', () => {
    const cache = createServingCache<string>();
    cache.remember('a', 'a', at(cache, ['T1']));
    cache.remember('b', 'b', at(cache, ['T2', 'E1']));
    cache.clear();
    expect(cache.size()).toBe(0);
    expect([cache.get('a', 0), cache.get('b', 0)]).toEqual([undefined, undefined]);
  });

  test('holds no more than its capacity, the youngest', () => {
    const cache = createServingCache<string>({ capacity: 3 });
    for (let index = 0; index < 10; index += 1) {
      cache.remember(`key ${index}`, 'value', at(cache, [`T${index}`]));
    }
    expect(cache.size()).toBe(3);
    expect([cache.get('key 9', 0), cache.get('key 6', 0)]).toEqual(['value', undefined]);
  });
});
