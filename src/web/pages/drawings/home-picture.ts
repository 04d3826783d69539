import { html } from 'hono/html';
import type { PageWords } from '../../../locales/en/page-words.ts';
import { PICTURES } from '../../pictures.ts';
import type { Html } from '../prose.ts';
import { sheet } from '../sheet.ts';

/** A real picture of Home, as `npm run pictures` takes it. */
export function homePicture(words: PageWords): Html {
  const { heading, note, description } = words.landing.picture;
  const { path, width, height } = PICTURES.home;
  return sheet(
    'picture',
    heading,
    html`<img class="picture" src="${path}" width="${width}" height="${height}" alt="${description}" loading="lazy">`,
    note,
  );
}
