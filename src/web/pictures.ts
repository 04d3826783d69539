import { readFileSync } from 'node:fs';
import { packageFile } from '../package-file.ts';

/** Taken by `npm run pictures`: Home as a wide window and as a telephone show it. */
export const PICTURES = {
  home: { path: '/assets/home.png', file: 'public/home.png' },
  homeNarrow: { path: '/assets/home-narrow.png', file: 'public/home-narrow.png' },
} as const;

export type PictureName = keyof typeof PICTURES;

/** Pixels of the file for one of the page's, for screens that have them. */
export const PICTURE_SCALE = 2;
/** Where a PNG has its width and, after it, its height, as 32 bits each. */
const PNG_WIDTH_AT = 16;

/** From `public/` of this package, with its size in pixels of the page. */
export function readPicture(name: PictureName): {
  bytes: Buffer<ArrayBuffer>;
  width: number;
  height: number;
} {
  const bytes = readFileSync(packageFile(PICTURES[name].file));
  const pixels = (at: number) => Math.round(bytes.readUInt32BE(at) / PICTURE_SCALE);
  return { bytes, width: pixels(PNG_WIDTH_AT), height: pixels(PNG_WIDTH_AT + 4) };
}
