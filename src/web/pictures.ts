import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Taken by `npm run pictures`. Twice as many pixels as the page gives it, for screens that have them. */
export const PICTURES = {
  home: { path: '/assets/home.png', file: 'public/home.png', width: 764, height: 610 },
} as const;

/** From `public/` of this package. The code runs from `src/` in tests and from `dist/src/` when built. */
export function readPicture(name: keyof typeof PICTURES): Buffer<ArrayBuffer> {
  let folder = import.meta.dirname;
  for (;;) {
    try {
      return readFileSync(path.join(folder, PICTURES[name].file));
    } catch (error) {
      const parent = path.dirname(folder);
      if (parent === folder) throw error;
      folder = parent;
    }
  }
}
