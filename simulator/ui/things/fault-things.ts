import { html } from 'hono/html';
import type { Fault } from '../../faults/faults.ts';
import { IMPOSTOR_NAMES, IMPOSTORS, type Impostor } from '../../faults/impostors.ts';
import { methods } from '../../web-api/methods.ts';
import type { Scene } from '../scene.ts';
import type { Group } from './thing.ts';

const FAILURES: Record<string, { words: string; how: Fault }> = {
  ratelimited: { words: '429, try again in 30 s', how: { status: 429, retryAfterSeconds: 30 } },
  unavailable: { words: '503 Service Unavailable', how: { status: 503 } },
  broken: { words: '500 Internal Server Error', how: { status: 500 } },
  slow: { words: 'Answers after 4 s', how: { delayMs: 4_000 } },
  silent: { words: 'Never answers', how: { hang: true } },
  dropped: { words: 'Drops the connection', how: { dropConnection: true } },
  lost: { words: 'Does it, and the answer is lost', how: { loseAnswer: true } },
  late: { words: 'Does it, and answers after 10 s', how: { delayAnswerMs: 10_000 } },
  fatal_error: { words: 'fatal_error', how: { error: 'fatal_error' } },
  invalid_auth: { words: 'invalid_auth', how: { error: 'invalid_auth' } },
  two_factor_setup_required: {
    words: 'two_factor_setup_required',
    how: { error: 'two_factor_setup_required' },
  },
  accesslimited: { words: 'accesslimited', how: { error: 'accesslimited' } },
};

const TIMES: Record<string, { words: string; times: number }> = {
  one: { words: 'the next call', times: 1 },
  three: { words: 'the next three calls', times: 3 },
  all: { words: 'every call, until healed', times: Number.POSITIVE_INFINITY },
};

const methodNames = (): (readonly [string, string])[] => [
  ['*', 'any method'],
  ...Object.keys(methods)
    .sort()
    .map((name) => [name, name] as const),
  ['response_url', 'response_url'],
];

const REVOKES_NOTHING = { answer: { ok: true, revoked: false } };

/** Two forms be on one page, so each labels its fields in words of its own. */
const methodField = (label = 'Method') => ({ name: 'method', label, options: methodNames(), value: '*' });
const timesField = (label = 'How often') => ({
  name: 'times',
  label,
  options: Object.entries(TIMES).map(([name, { words }]) => [name, words] as const),
});

const isImpostor = (name: string): name is Impostor => Object.hasOwn(IMPOSTORS, name);

/** Plans faults of the chosen method, as often as chosen. @returns what to say */
function plan({ world }: Scene, form: URLSearchParams, how: Fault | undefined): string {
  const method = form.get('method') ?? '';
  const often = TIMES[form.get('times') ?? ''];
  if (!how || !often || !methodNames().some(([name]) => name === method))
    throw new Error('There’s no such failure.');
  world.faults.add(method, how, often.times);
  world.store.change(() => {});
  return `${method === '*' ? 'Any method' : method}, ${often.words}: ${wordsOf(how)}.`;
}

function wordsOf(how: Fault): string {
  if ('impostor' in how) return IMPOSTORS[how.impostor];
  if (JSON.stringify(how) === JSON.stringify(REVOKES_NOTHING)) return 'revoked: false';
  return failureWords(how);
}

const failureWords = (how: Fault): string =>
  Object.values(FAILURES).find((failure) => JSON.stringify(failure.how) === JSON.stringify(how))?.words ??
  JSON.stringify(how);

export const FAULTS: Group = {
  title: 'Slack’s answers',
  note: () => 'What happens to the calls that the app makes.',
  things: [
    {
      id: 'fault',
      words: () => 'Make it fail',
      fields: () => [
        methodField(),
        {
          name: 'failure',
          label: 'What happens',
          options: Object.entries(FAILURES).map(([name, { words }]) => [name, words] as const),
        },
        timesField(),
      ],
      act: async (scene, form) => plan(scene, form, FAILURES[form.get('failure') ?? '']?.how),
    },
    {
      id: 'impostor',
      words: () => 'Have something else answer',
      fields: () => [
        methodField('Call'),
        {
          name: 'impostor',
          label: 'What answers',
          options: IMPOSTOR_NAMES.map((name) => [name, IMPOSTORS[name]] as const),
        },
        timesField('How many calls'),
      ],
      async act(scene, form) {
        const impostor = form.get('impostor') ?? '';
        return plan(scene, form, isImpostor(impostor) ? { impostor } : undefined);
      },
    },
    {
      id: 'revokes-nothing',
      words: () => 'Make the next revocation do nothing',
      async act({ world }) {
        world.faults.add('auth.revoke', REVOKES_NOTHING, 1);
        world.store.change(() => {});
        return 'The next auth.revoke answers revoked: false, and the token still works.';
      },
    },
    {
      id: 'incident',
      words: ({ world }) =>
        world.incidents.list().length > 0 ? 'End the incident' : 'Open an incident on Slack’s status page',
      async act({ world, app }) {
        if (world.incidents.list().length > 0) world.incidents.end();
        else world.incidents.open();
        world.store.change(() => {});
        const open = world.incidents.list().length > 0;
        const who = app?.name ?? 'the app';
        return `${open ? 'Slack reports an incident' : 'The incident is over'}. ${who} asks about incidents once a minute.${open ? ' Let calls fail too, and see what it says.' : ''}`;
      },
    },
    {
      id: 'heal',
      words: () => 'Heal everything',
      unless: ({ world }) => (world.faults.planned().length > 0 ? undefined : 'Nothing is broken.'),
      async act({ world }) {
        world.faults.heal();
        world.store.change(() => {});
        return 'Slack answers as usual again.';
      },
    },
    {
      id: 'limits',
      words: ({ world }) =>
        world.rateLimits.on ? 'Stop limiting calls by tier' : 'Limit calls by Slack’s tiers',
      async act({ world }) {
        world.rateLimits.on = !world.rateLimits.on;
        world.store.change(() => {});
        return world.rateLimits.on
          ? 'More calls than a tier allows in a minute now answer 429.'
          : 'Calls aren’t limited.';
      },
    },
  ],
  more: (scene) => {
    const planned = scene.world.faults.planned();
    if (planned.length === 0) return html``;
    return html`<ul class="planned" aria-label="What is broken">${planned.map(
      ({ method, how, left }) =>
        html`<li><b>${method === '*' ? 'any method' : method}</b> ${wordsOf(how)} <small>${left === Number.POSITIVE_INFINITY ? 'until healed' : `${left} more`}</small></li>`,
    )}</ul>`;
  },
};
