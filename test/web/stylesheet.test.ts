import { describe, expect, test } from '@jest/globals';
import { stylesheet } from '../../src/web/pages/stylesheet.ts';

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s scheme', (_scheme, index) => {
  const block = [...stylesheet.matchAll(/:root \{([^}]+)\}/g)][index]?.[1] ?? '';
  const colours = new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1], m[2] ?? '']));

  test.each([
    ['ink', 'ground', 4.5],
    ['ink', 'surface', 4.5],
    ['ink', 'well', 4.5],
    ['quiet', 'ground', 4.5],
    ['quiet', 'surface', 4.5],
    ['quiet', 'well', 4.5],
    ['link', 'ground', 4.5],
    ['navy', 'surface', 4.5],
    ['navy', 'ground', 4.5],
    ['navy-deep', 'well', 4.5],
    ['on-navy', 'navy', 4.5],
    ['on-navy', 'navy-deep', 4.5],
    ['good', 'good-ground', 4.5],
    ['good', 'surface', 3],
    ['stop', 'ground', 3],
    ['stop', 'surface', 3],
    ['focus', 'ground', 3],
    ['focus', 'surface', 3],
  ] as const)('%s on %s keeps %d:1', (front, back, least) => {
    expect(contrast(colours.get(front), colours.get(back))).toBeGreaterThanOrEqual(least);
  });
});

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one = '', other = ''): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
