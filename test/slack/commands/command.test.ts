import { describe, expect, test } from '@jest/globals';
import type { RespondArguments } from '@slack/bolt';
import fc from 'fast-check';
import type { Role } from '../../../src/authorizations/roles/role.ts';
import type { Arrival, Asker } from '../../../src/authorizations/roles/viewer.ts';
import { AppError } from '../../../src/errors.ts';
import { english } from '../../../src/locales/words.ts';
import { createCommand } from '../../../src/slack/commands/command.ts';
import { createReply } from '../../../src/slack/commands/reply.ts';
import type { Subcommand } from '../../../src/slack/commands/subcommand.ts';
import { readTyped } from '../../../src/slack/commands/typed.ts';
import { createIncidentNote } from '../../../src/slack/incident-note.ts';
import { createSlackLinks } from '../../../src/slack/slack-links.ts';
import type { Incident } from '../../../src/slack-api/read-incidents.ts';

const links = createSlackLinks({
  publicUrl: 'https://lanyard.example.com',
  authorizeUrl: 'https://slack.com/oauth/v2/authorize',
});
const asked = { asker: { context: { teamId: 'T1' }, userId: 'U1' }, appId: 'A1', channelId: 'C1' };

/** Slack has said at once who asks. */
function arrivalOf(asker: Asker, role: Role | undefined): Arrival {
  const viewer = { ...asker, installation: undefined, confirmedAt: undefined, role };
  return { viewer, late: false, settled: Promise.resolve({ viewer }) };
}

/** A command of one subcommand; time passes only when the test lets it. */
function commandOf(
  subcommand: Partial<Subcommand>,
  { pressed = false, incidents = [] as readonly Incident[], role = undefined as Role | undefined } = {},
) {
  const posts: RespondArguments[] = [];
  const pauses: { ms: number; over: () => void }[] = [];
  let nowMs = 0;
  const reply = createReply({
    respond: async (message) => void posts.push(message as RespondArguments),
    clock: () => new Date(nowMs),
    pressed,
  });
  const command = createCommand({
    name: '/ask',
    about: 'answers.',
    subcommands: [{ word: '', help: 'the answer', answer: async () => ({ text: 'Answer' }), ...subcommand }],
    words: english,
    links,
    authorizations: { resolveViewer: async (asker) => arrivalOf(asker, role) },
    incidentNote: createIncidentNote({ incidents: { open: () => incidents }, words: english }),
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        pauses.push({ ms, over: resolve });
      }),
  });
  return {
    posts,
    pauses,
    reply,
    run: (typed = '') => command.run(typed, asked, reply),
    texts: () => posts.map(({ text }) => text),
    forward: (ms: number) => {
      nowMs += ms;
    },
  };
}

/** Everything that does not wait for time gets its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a command', () => {
  test('tells what is known within a second, also while whatever it asks never answers', async () => {
    const one = commandOf({
      known: () => ({ text: 'As of yesterday' }),
      answer: () => new Promise(() => {}),
    });
    void one.run();
    await settle();
    expect(one.posts).toEqual([]);
    expect(one.pauses.map(({ ms }) => ms)).toEqual([expect.any(Number)]);
    expect(one.pauses[0]?.ms).toBeLessThan(1_000);
    one.pauses[0]?.over();
    await settle();
    expect(one.texts()).toEqual(['As of yesterday']);
  });

  test('says that it takes longer where nothing is known, and then answers in its place', async () => {
    let answer: (text: string) => void = () => {};
    const one = commandOf({
      answer: () =>
        new Promise((resolve) => {
          answer = (text) => resolve({ text });
        }),
    });
    const run = one.run();
    await settle();
    one.pauses[0]?.over();
    await settle();
    answer('Late');
    await run;
    expect(one.texts()).toEqual([english.commands.stillWorking, 'Late']);
    expect(one.posts.map(({ replace_original }) => replace_original)).toEqual([false, true]);
  });

  test('that answers at once says nothing else', async () => {
    const one = commandOf({});
    await one.run();
    expect(one.texts()).toEqual(['Answer']);
  });

  test('is only ever seen by the asker, and says so with every post', async () => {
    const one = commandOf({
      answer: async ({ soFar }) => {
        await soFar({ text: '1' });
        return { text: '2' };
      },
    });
    await one.run();
    await one.reply.last({ text: '3' });
    for (const post of one.posts) expect(post).toMatchObject({ response_type: 'ephemeral' });
  });

  test('uses no more than four of the five posts that Slack takes, and keeps one for a failure', async () => {
    const one = commandOf({
      answer: async ({ soFar }) => {
        for (let count = 0; count < 20; count += 1) await soFar({ text: `So far ${count}` });
        return { text: 'Answer' };
      },
    });
    await one.run();
    expect(one.texts()).toEqual(['So far 0', 'So far 1', 'So far 2', 'Answer']);
  });

  test('posts nothing after the thirty minutes for which Slack takes it', async () => {
    const one = commandOf({
      answer: async ({ soFar }) => {
        one.forward(30 * 60_000);
        await soFar({ text: 'Too late' });
        return { text: 'Too late' };
      },
    });
    await one.run();
    expect(one.posts).toEqual([]);
  });

  test('answers last, however slowly what came before is taken', async () => {
    const order: string[] = [];
    let taken = () => {};
    const reply = createReply({
      respond: async (message) => {
        const { text } = message as RespondArguments;
        if (text === 'Before')
          await new Promise<void>((resolve) => {
            taken = resolve;
          });
        order.push(String(text));
      },
      clock: () => new Date(0),
      pressed: false,
    });
    void reply.soFar({ text: 'Before' });
    const last = reply.last({ text: 'Answer' });
    await settle();
    expect(order).toEqual([]);
    taken();
    await last;
    expect(order).toEqual(['Before', 'Answer']);
  });

  test('answers although what came before was refused', async () => {
    const taken: unknown[] = [];
    const reply = createReply({
      respond: async (message) => {
        if (taken.push((message as RespondArguments).text) === 1) throw new Error('refused');
      },
      clock: () => new Date(0),
      pressed: false,
    });
    await reply.soFar({ text: 'Before' });
    await reply.last({ text: 'Answer' });
    expect(taken).toEqual(['Before', 'Answer']);
  });

  test('by a press stands in place of the message with the button, from the first post on', async () => {
    const one = commandOf({}, { pressed: true });
    await one.run();
    expect(one.posts).toMatchObject([{ replace_original: true }]);
  });

  test('where the app is not installed leads to the way to add it, whatever was asked', async () => {
    const one = commandOf({
      answer: async () => {
        throw new AppError({ code: 'not_installed', message: 'gone' });
      },
    });
    await one.run();
    expect(JSON.stringify(one.posts)).toContain('https://lanyard.example.com/slack/install?team=T1');
  });

  test('hands every other failure on', async () => {
    const error = new AppError({ code: 'slack_timeout', message: 'slow' });
    const one = commandOf({ answer: () => Promise.reject(error) });
    await expect(one.run()).rejects.toBe(error);
  });

  test.each([
    ['admin', true],
    ['member', false],
    ['guest', false],
    [undefined, false],
  ] as const)('tells of what is for admins to admins alone: %s', async (role, told) => {
    for (const typed of ['help', 'whatever']) {
      const one = commandOf({ word: 'count', forAdmins: true }, { role });
      await one.run(typed);
      expect(one.texts()[0]?.includes('/ask count')).toBe(told);
    }
  });

  test('makes its help of its table', async () => {
    const one = commandOf({});
    await one.run('help');
    expect(one.texts()[0]).toMatch(/^\*\/ask\* answers\..*\n.*`\/ask` {2}the answer\n.*`\/ask help`/);
  });

  test('repeats what it does not know without its markup', async () => {
    const one = commandOf({});
    await one.run('<!channel> *now*');
    expect(one.texts()[0]).toContain('I don’t know “&lt;!channel&gt; ∗now∗”');
  });
});

describe('what is typed', () => {
  test.each([
    ['', { word: '', rest: '' }],
    ['  SetUp ', { word: 'setup', rest: '' }],
    ['all  2', { word: 'all', rest: '2' }],
    ['<@U012AB>', { word: '', person: { userId: 'U012AB' }, rest: '' }],
    ['<@W012AB|grace.hopper> now', { word: '', person: { userId: 'W012AB' }, rest: 'now' }],
    ['@grace.hopper', { word: '', person: { name: 'grace.hopper' }, rest: '' }],
    ['<@u012ab>', { word: '<@u012ab>', rest: '' }],
    ['&lt;@U012AB&gt;', { word: '&lt;@u012ab&gt;', rest: '' }],
    ['<#C012AB|general>', { word: '<#c012ab|general>', rest: '' }],
    ['U012AB', { word: 'u012ab', rest: '' }],
  ])('%j is read', (typed, read) => {
    expect(readTyped(typed)).toEqual({ person: undefined, ...read });
  });

  test('names somebody only by an id in capitals and digits, whatever is typed', () => {
    const tricky = fc.array(fc.constantFrom('<@', '>', '|', 'U0', 'W9', ' ', '@', '&', '*', '\n', 'a', 'Ä'));
    fc.assert(
      fc.property(tricky, (parts) => {
        const { person } = readTyped(parts.join(''));
        if (person && 'userId' in person) expect(person.userId).toMatch(/^[UW][A-Z0-9]{1,30}$/);
      }),
    );
  });
});
