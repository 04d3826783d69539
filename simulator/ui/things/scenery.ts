import type { Group } from './thing.ts';

export const SCENERY: Group = {
  title: 'Scenery',
  note: ({ scenery }) =>
    scenery
      ? 'Sets up another Slack and empties the app’s database. You lose what’s here now.'
      : 'Only the demo can start over.',
  things: [
    {
      id: 'scenery',
      words: () => 'Start over',
      goesTo: '/',
      unless: ({ scenery }) => (scenery ? undefined : 'This simulator was started by a test.'),
      fields: ({ scenery }) =>
        scenery
          ? [
              {
                name: 'seed',
                label: 'With',
                options: Object.entries(scenery.seeds).map(([id, words]) => [id, words] as const),
              },
            ]
          : [],
      async act({ scenery }, form) {
        const seed = form.get('seed') ?? '';
        if (!scenery || !Object.hasOwn(scenery.seeds, seed)) throw new Error('There’s no such scenery.');
        await scenery.begin(seed);
        return `${scenery.seeds[seed]}: set up.`;
      },
    },
  ],
};
