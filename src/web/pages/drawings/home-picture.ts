import { html } from 'hono/html';
import type { PageWords } from '../../../locales/en/pages/page-words.ts';
import { PICTURES, readPicture } from '../../pictures.ts';
import type { Html } from '../prose.ts';
import { sheet } from '../sheet.ts';

/** Real pictures of Home, as `npm run pictures` takes them: whole, and on a telephone the one that can be read there. */
export function homePicture(words: PageWords): Html {
  const { heading, note, description } = words.landing.picture;
  const [wide, narrow] = [readPicture('home'), readPicture('homeNarrow')];
  return sheet(
    'picture',
    heading,
    html`<picture><source media="(max-width: 40rem)" srcset="${PICTURES.homeNarrow.path}" width="${narrow.width}" height="${narrow.height}"><img class="picture" src="${PICTURES.home.path}" width="${wide.width}" height="${wide.height}" alt="${description}" loading="lazy"></picture>`,
    note,
  );
}
