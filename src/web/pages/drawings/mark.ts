import { html, raw } from 'hono/html';
import type { Html } from '../prose.ts';

// Two straps that meet in a clip, and the pass that hangs from it.
const STRAPS = 'M5 1.5 12 9l7-7.5';
const PASS =
  'M6.5 12A2.5 2.5 0 0 1 9 9.5h6a2.5 2.5 0 0 1 2.5 2.5v8A2.5 2.5 0 0 1 15 22.5H9A2.5 2.5 0 0 1 6.5 20Z';
const LINES = 'M10.5 12.75h3M10 16.5h4M10 19.25h2.5';

const DRAWING = `<path d="${STRAPS}"/><path d="${PASS}"/><path d="${LINES}"/>`;

/** Lanyard's mark, in the colour of the text around it; next to the name, so hidden from screen readers. */
export function mark(): Html {
  return html`<svg viewBox="0 0 24 24" width="26" height="26" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${raw(DRAWING)}</svg>`;
}

/** The mark on the colour of the app, as an address that needs no second request. */
export const iconUrl = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -6 36 36"><rect x="-6" y="-6" width="36" height="36" rx="8" fill="#1f3a5f"/><g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${DRAWING}</g></svg>`,
)}`;
