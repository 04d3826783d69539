import { raw } from 'hono/html';

const icon = (path: string) =>
  raw(
    `<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${path}</svg>`,
  );

export const ICONS = {
  eye: icon(
    '<path d="M1.8 10S4.8 4.8 10 4.8 18.2 10 18.2 10 15.2 15.2 10 15.2 1.8 10 1.8 10Z"/><circle cx="10" cy="10" r="2.4"/>',
  ),
  bolt: icon('<path d="M11 2 4.5 11.2h4.6L8.4 18l6.9-9.6h-4.7L11 2Z"/>'),
  check: icon('<path d="m4.5 10.5 3.6 3.6 7.4-8"/>'),
  clock: icon('<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.9 1.9"/>'),
  x: icon('<path d="m5 5 10 10M15 5 5 15"/>'),
  hash: icon('<path d="M7.8 3 6 17M14 3l-1.8 14M3.5 7.2h13.6M2.9 12.8h13.6"/>'),
  gear: icon(
    '<path d="M3 5.5h7m4 0h3M3 14.5h3m4 0h7"/><circle cx="12" cy="5.5" r="2"/><circle cx="8" cy="14.5" r="2"/>',
  ),
  menu: icon('<path d="M3 5.5h14M3 10h14M3 14.5h14"/>'),
  send: icon('<path d="M3 4.2 17.2 10 3 15.8 4.6 10 3 4.2Zm1.6 5.8h6.2"/>'),
  warning: icon('<path d="M10 3.2 18 16.6H2L10 3.2Zm0 5v4m0 2.2v.1"/>'),
};
