import { html } from 'hono/html';
import type { Fault } from '../../faults.ts';
import { methods } from '../../web-api/methods.ts';
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

const wordsOf = (how: Fault): string =>
  Object.values(FAILURES).find((failure) => JSON.stringify(failure.how) === JSON.stringify(how))?.words ??
  JSON.stringify(how);

export const FAULTS: Group = {
  title: 'Slack’s answers',
  note: () => 'What befalls the calls that the app makes.',
  things: [
    {
      id: 'fault',
      words: () => 'Let it fail',
      fields: () => [
        { name: 'method', label: 'Method', options: methodNames(), value: '*' },
        {
          name: 'failure',
          label: 'What happens',
          options: Object.entries(FAILURES).map(([name, { words }]) => [name, words] as const),
        },
        {
          name: 'times',
          label: 'How often',
          options: Object.entries(TIMES).map(([name, { words }]) => [name, words] as const),
        },
      ],
      async act({ world }, form) {
        const method = form.get('method') ?? '';
        const failure = FAILURES[form.get('failure') ?? ''];
        const often = TIMES[form.get('times') ?? ''];
        if (!failure || !often || !methodNames().some(([name]) => name === method))
          throw new Error('There is no such failure.');
        world.faults.add(method, failure.how, often.times);
        world.store.change(() => {});
        return `${method === '*' ? 'Any method' : method}, ${often.words}: ${failure.words}.`;
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
          : 'No call is ever too much.';
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
