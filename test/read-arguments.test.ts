import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../src/read-arguments.ts';

const ERASE = {
  flags: ['--yes', '--without-slack'],
  words: [{ like: /^T\d+$/, otherwise: 'Name the workspace.' }],
} as const;

describe('arguments', () => {
  test('are read in any order', () => {
    expect(parseArguments(['--yes', 'T1'], ERASE)).toEqual({
      flags: new Set(['--yes']),
      settings: new Map(),
      words: ['T1'],
    });
    expect(parseArguments([], {})).toEqual({ flags: new Set(), settings: new Map(), words: [] });
  });

  test('bring a value after a space or a sign of equality, and are refused without one', () => {
    const expected = { settings: ['--table'], words: [{ like: /./, otherwise: 'Name it.' }] } as const;
    for (const typed of [
      ['--table', 'bots', 'here'],
      ['here', '--table=bots'],
    ]) {
      expect(parseArguments(typed, expected)).toMatchObject({
        settings: new Map([['--table', 'bots']]),
        words: ['here'],
      });
    }
    for (const typed of [
      ['here', '--table'],
      ['here', '--table='],
      ['--table', '--yes'],
    ]) {
      expect(parseArguments(typed, expected)).toEqual({ problem: 'Write a value after --table.' });
    }
  });

  test.each([
    [['--yse', 'T1'], '--yse'],
    [['--yes=1', 'T1'], '--yes=1'],
    [['-y', 'T1'], '-y'],
    [['T1', 'T2'], 'T2'],
  ])('that are not known are refused by their name: %j', (typed, named) => {
    expect(parseArguments(typed, ERASE)).toEqual({ problem: `This command doesn’t take “${named}”.` });
    expect(parseArguments([named], {})).toEqual({ problem: `This command doesn’t take “${named}”.` });
  });

  test.each([[[]], [['--yes']], [['acme']]])('that are missing are asked for: %j', (typed) => {
    expect(parseArguments(typed, ERASE)).toEqual({ problem: 'Name the workspace.' });
  });

  const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const commands = Object.values(scripts).flatMap((script) => /dist\/(src\/\S+)\.js/.exec(script)?.[1] ?? []);

  test.each([...new Set(commands)])('of %s are read before anything else is done', (file) => {
    const source = readFileSync(`${file}.ts`, 'utf8').replaceAll(/^import[^;]*;$/gm, '');
    const [before = ''] = source.split('readArguments({');
    expect(before).not.toBe(source);
    expect(before).not.toMatch(/await |loadConfig|readSettings\(|openDatabase/);
  });
});
