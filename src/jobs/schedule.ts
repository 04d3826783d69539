import type { Installations } from '../installations/installations.ts';
import type { Job } from './jobs.ts';

type Dependencies = { installations: Pick<Installations, 'rotateDue' | 'sweep' | 'eraseGone' | 'reseal'> };

/** The table of contents of what runs by itself. */
export function scheduleOf({ installations }: Dependencies): Job[] {
  return [
    {
      name: 'rotate-tokens',
      cron: '*/5 * * * *',
      limitSeconds: 280,
      run: (signal) => installations.rotateDue(signal),
    },
    {
      name: 'reseal',
      // It looks at every row: seldom enough for a large database, often enough after a new key.
      cron: '29 * * * *',
      limitSeconds: 580,
      run: (signal) => installations.reseal({ signal }),
    },
    { name: 'sweep', cron: '17 * * * *', limitSeconds: 300, run: () => installations.sweep() },
    {
      name: 'erase-gone',
      cron: '41 3 * * *',
      limitSeconds: 900,
      run: (signal) => installations.eraseGone(signal),
    },
  ];
}
