import { readFileSync } from 'node:fs';
import { packageFile } from '../package-file.ts';

/** Taken by `npm run pictures`. Twice as many pixels as the page gives it, for screens that have them. */
export const PICTURES = {
  home: { path: '/assets/home.png', file: 'public/home.png', width: 764, height: 610 },
} as const;

/** From `public/` of this package. */
export function readPicture(name: keyof typeof PICTURES): Buffer<ArrayBuffer> {
  return readFileSync(packageFile(PICTURES[name].file));
}
